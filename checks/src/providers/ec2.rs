//! Deployments to Amazon EC2 instances and other machines that Systems Manager manages.

use super::{ConfigurationKey, Need, OutputVariables, Provider, When};

/// Files that are put on machines with a tag, and scripts that run there.
pub static DEPLOY: Provider = Provider {
    inputs: 1..=1,
    configuration: &[
        ConfigurationKey::required("InstanceTagKey", "The key of the tag that the machines have."),
        ConfigurationKey::optional("InstanceTagValue", "The value of that tag. By default any."),
        ConfigurationKey::required("InstanceType", "What the machines are.").one_of(&["EC2", "SSM_MANAGED_NODE"]),
        ConfigurationKey::optional("TargetDirectory", "The folder on the machines. Required with scripts."),
        ConfigurationKey::optional("DeploySpec", "The file that says what is put where and which scripts run."),
        ConfigurationKey::optional("MaxBatch", "How many machines, or which share of them, are deployed to at once."),
        ConfigurationKey::optional("MaxError", "How many machines, or which share of them, may fail."),
        ConfigurationKey::optional("TargetGroupNameList", "Target groups of the machines, with commas between them."),
        ConfigurationKey::optional("PreScript", "The script that runs before."),
        ConfigurationKey::optional("PostScript", "The script that runs afterwards."),
    ],
    needs: &[
        Need { key: "TargetDirectory", when: When::Has("PreScript") },
        Need { key: "TargetDirectory", when: When::Has("PostScript") },
    ],
    output_variables: OutputVariables::AndOthers(&[]),
    v2_only: true,
    ..Provider::new(
        "Deploy",
        "EC2",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-EC2Deploy.html",
    )
};
