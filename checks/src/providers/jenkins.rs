//! Builds and tests with Jenkins.

use super::{ConfigurationKey, OutputVariables, Provider};

/// A build.
pub static BUILD: Provider = facts("Build");

/// A test.
pub static TEST: Provider = facts("Test");

/// The plugin registers the kind of action in the account, under a name and with keys that may be others.
const CONFIGURATION: &[ConfigurationKey] = &[ConfigurationKey::optional("ProjectName", "The project in Jenkins.")];

const fn facts(category: &'static str) -> Provider {
    Provider {
        owner: "Custom",
        inputs: 0..=5,
        outputs: 0..=5,
        configuration: CONFIGURATION,
        other_keys: true,
        output_variables: OutputVariables::AndOthers(&[]),
        ..Provider::new(
            category,
            "Jenkins",
            "https://docs.aws.amazon.com/codepipeline/latest/userguide/tutorials-four-stage-pipeline.html",
        )
    }
}
