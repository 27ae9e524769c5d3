//! Skills of Alexa.

use super::{ConfigurationKey, OutputVariables, Provider};

/// A skill that is published.
pub static DEPLOY: Provider = Provider {
    owner: "ThirdParty",
    inputs: 0..=2,
    configuration: &[
        ConfigurationKey::required("ClientId", "The client that CodePipeline is to Alexa."),
        ConfigurationKey::required("ClientSecret", "The secret of that client.").secret(),
        ConfigurationKey::required("RefreshToken", "The token that stands for your account.").secret(),
        ConfigurationKey::required("SkillId", "The skill."),
    ],
    output_variables: OutputVariables::AndOthers(&[]),
    ..Provider::new(
        "Deploy",
        "AlexaSkillsKit",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-pipeline-structure.html",
    )
};
