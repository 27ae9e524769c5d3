//! Configurations of AWS AppConfig.

use super::{ConfigurationKey, OutputVariables, Provider};

/// A configuration that is deployed.
pub static DEPLOY: Provider = Provider {
    inputs: 1..=1,
    configuration: &[
        ConfigurationKey::required("Application", "The application, by its id."),
        ConfigurationKey::required("Environment", "The environment, by its id."),
        ConfigurationKey::required("ConfigurationProfile", "The configuration profile, by its id."),
        ConfigurationKey::required(
            "InputArtifactConfigurationPath",
            "The file of the artifact with the configuration.",
        ),
        ConfigurationKey::optional("DeploymentStrategy", "How the configuration is rolled out."),
    ],
    output_variables: OutputVariables::AndOthers(&[]),
    ..Provider::new(
        "Deploy",
        "AppConfig",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-AppConfig.html",
    )
};
