//! Stack sets of CloudFormation, and their instances.

use super::{ConfigurationKey, Form, Need, OutputVariables, Provider, When};

const PAGE: &str = "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StackSets.html";

const PERCENTAGE: Form = Form::Number(0, 100);

/// A stack set that is created or updated.
pub static STACK_SET: Provider = Provider {
    inputs: 1..=3,
    configuration: &[
        ConfigurationKey::required("StackSetName", "The stack set."),
        ConfigurationKey::optional("Description", "A description of the stack set."),
        ConfigurationKey::required("TemplatePath", "The template.").form(Form::ArtifactFile),
        ConfigurationKey::optional("Parameters", "Parameters of the template, or the file that holds them.")
            .form(Form::PerhapsArtifactFile),
        ConfigurationKey::optional("Capabilities", "What the template may do, with commas between.").several_of(&[
            "CAPABILITY_IAM",
            "CAPABILITY_NAMED_IAM",
            "CAPABILITY_AUTO_EXPAND",
        ]),
        ConfigurationKey::optional("PermissionModel", "Who makes the roles. By default you do.")
            .one_of(&["SELF_MANAGED", "SERVICE_MANAGED"]),
        ConfigurationKey::optional("AdministrationRoleArn", "The role that works on the stack set.").form(Form::Role),
        ConfigurationKey::optional("ExecutionRoleName", "The role in the accounts of the instances."),
        ConfigurationKey::optional("OrganizationsAutoDeployment", "Whether new accounts get instances by themselves.")
            .one_of(&["Disabled", "Enabled", "EnabledWithStackRetention"]),
        ConfigurationKey::optional(
            "DeploymentTargets",
            "Accounts or organizational units, or the file that lists them.",
        )
        .form(Form::PerhapsArtifactFile),
        ConfigurationKey::optional("Regions", "The regions, in their order, with commas between them."),
        ConfigurationKey::optional("FailureTolerancePercentage", "How many accounts of a region may fail.")
            .form(PERCENTAGE),
        ConfigurationKey::optional("MaxConcurrentPercentage", "How many accounts are worked on at once.")
            .form(PERCENTAGE),
        ConfigurationKey::optional("CallAs", "Whether this is the organization's own account or one that acts for it.")
            .one_of(&["SELF", "DELEGATED_ADMIN"]),
    ],
    needs: &[
        Need { key: "Regions", when: When::Has("DeploymentTargets") },
        Need { key: "DeploymentTargets", when: When::Has("Regions") },
    ],
    output_variables: OutputVariables::Fixed(&["OperationId", "StackSetId"]),
    ..Provider::new("Deploy", "CloudFormationStackSet", PAGE)
};

/// Instances of a stack set that are created or updated.
pub static STACK_INSTANCES: Provider = Provider {
    inputs: 0..=3,
    configuration: &[
        ConfigurationKey::required("StackSetName", "The stack set."),
        ConfigurationKey::optional(
            "DeploymentTargets",
            "Accounts or organizational units, or the file that lists them.",
        )
        .form(Form::PerhapsArtifactFile),
        ConfigurationKey::required("Regions", "The regions, in their order, with commas between them."),
        ConfigurationKey::optional(
            "ParameterOverrides",
            "Parameters for these instances, or the file that holds them.",
        )
        .form(Form::PerhapsArtifactFile),
        ConfigurationKey::optional("FailureTolerancePercentage", "How many accounts of a region may fail.")
            .form(PERCENTAGE),
        ConfigurationKey::optional("MaxConcurrentPercentage", "How many accounts are worked on at once.")
            .form(PERCENTAGE),
        ConfigurationKey::optional("CallAs", "Whether this is the organization's own account or one that acts for it.")
            .one_of(&["SELF", "DELEGATED_ADMIN"]),
    ],
    needs: &[Need { key: "DeploymentTargets", when: When::Has("Regions") }],
    output_variables: OutputVariables::Fixed(&["OperationId", "StackSetId"]),
    ..Provider::new("Deploy", "CloudFormationStackInstances", PAGE)
};
