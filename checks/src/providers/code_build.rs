//! Builds and tests with CodeBuild.

use super::{ConfigurationKey, Form, Need, OutputVariables, Provider, When};

/// The configuration of a build, also where it is the rule of a stage's condition.
pub(super) const CONFIGURATION: &[ConfigurationKey] = &[
    ConfigurationKey::required("ProjectName", "The build project."),
    ConfigurationKey::optional(
        "PrimarySource",
        "The input artifact that holds the buildspec. Required where there are several.",
    )
    .form(Form::Artifact),
    ConfigurationKey::optional("BatchEnabled", "Whether one run is a batch of builds.").boolean(),
    ConfigurationKey::optional("BuildspecOverride", "A buildspec, or the path of one, instead of the project's."),
    ConfigurationKey::optional(
        "CombineArtifacts",
        "Whether the artifacts of a batch are put together into one. Only for batches.",
    )
    .boolean(),
    ConfigurationKey::optional(
        "EnvironmentVariables",
        "Variables of the build, as a JSON array of objects with `name`, `value` and `type`.",
    )
    .form(Form::JsonVariables(&["PLAINTEXT", "PARAMETER_STORE", "SECRETS_MANAGER"])),
];

/// A build.
pub static BUILD: Provider = facts("Build");

/// A test, which differs from a build in its category only.
pub static TEST: Provider = facts("Test");

const fn facts(category: &'static str) -> Provider {
    Provider {
        inputs: 1..=5,
        outputs: 0..=5,
        configuration: CONFIGURATION,
        needs: &[Need { key: "PrimarySource", when: When::SeveralInputs }],
        output_variables: OutputVariables::AndOthers(&[]),
        ..Provider::new(
            category,
            "CodeBuild",
            "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html",
        )
    }
}
