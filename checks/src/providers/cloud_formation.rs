//! Stacks of CloudFormation.

use super::{ConfigurationKey, Form, Need, OutputVariables, Provider, When};

/// A stack that is created, updated or deleted, or a change set of one that is made or executed.
pub static DEPLOY: Provider = Provider {
    inputs: 0..=10,
    outputs: 0..=1,
    configuration: &[
        ConfigurationKey::required("ActionMode", "What is done.").one_of(&[
            "CHANGE_SET_EXECUTE",
            "CHANGE_SET_REPLACE",
            "CREATE_UPDATE",
            "DELETE_ONLY",
            "REPLACE_ON_FAILURE",
        ]),
        ConfigurationKey::required("StackName", "The stack."),
        ConfigurationKey::optional("Capabilities", "What the template may do, with commas between.").several_of(&[
            "CAPABILITY_IAM",
            "CAPABILITY_NAMED_IAM",
            "CAPABILITY_AUTO_EXPAND",
        ]),
        ConfigurationKey::optional("ChangeSetName", "The change set. Required for change sets."),
        ConfigurationKey::optional("RoleArn", "The role that CloudFormation works with. Not to execute a change set.")
            .form(Form::Role),
        ConfigurationKey::optional("TemplatePath", "The template. Required where there is something to create.")
            .form(Form::ArtifactFile),
        ConfigurationKey::optional("OutputFileName", "The file in the output artifact with the stack's outputs."),
        ConfigurationKey::optional("ParameterOverrides", "Parameters of the template, as a JSON object.")
            .form(Form::JsonObject),
        ConfigurationKey::optional("TemplateConfiguration", "A file with parameters, tags and a stack policy.")
            .form(Form::ArtifactFile),
    ],
    needs: &[
        Need { key: "ChangeSetName", when: When::Is("ActionMode", &["CHANGE_SET_EXECUTE", "CHANGE_SET_REPLACE"]) },
        Need {
            key: "TemplatePath",
            when: When::Is("ActionMode", &["CHANGE_SET_REPLACE", "CREATE_UPDATE", "REPLACE_ON_FAILURE"]),
        },
        Need {
            key: "RoleArn",
            when: When::Is("ActionMode", &["CHANGE_SET_REPLACE", "CREATE_UPDATE", "DELETE_ONLY", "REPLACE_ON_FAILURE"]),
        },
    ],
    output_variables: OutputVariables::AndOthers(&[]),
    ..Provider::new(
        "Deploy",
        "CloudFormation",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
    )
};
