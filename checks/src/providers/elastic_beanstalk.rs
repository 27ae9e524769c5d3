//! Environments of Elastic Beanstalk.

use super::{ConfigurationKey, OutputVariables, Provider};

/// An environment that gets a new version of its application.
pub static DEPLOY: Provider = Provider {
    inputs: 1..=1,
    configuration: &[
        ConfigurationKey::required("ApplicationName", "The application."),
        ConfigurationKey::required("EnvironmentName", "The environment."),
    ],
    output_variables: OutputVariables::AndOthers(&[]),
    ..Provider::new(
        "Deploy",
        "ElasticBeanstalk",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Beanstalk.html",
    )
};
