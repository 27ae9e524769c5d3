//! Stacks of AWS OpsWorks, which is no more.

use super::{OutputVariables, Provider};

/// An application that is deployed.
pub static DEPLOY: Provider = Provider {
    inputs: 1..=1,
    other_keys: true,
    output_variables: OutputVariables::AndOthers(&[]),
    replaced_by: Some("another way to deploy, such as `CodeDeploy`: OpsWorks came to its end in May 2024"),
    ..Provider::new("Deploy", "OpsWorks", "https://docs.aws.amazon.com/opsworks/latest/userguide/stacks-eol-faqs.html")
};
