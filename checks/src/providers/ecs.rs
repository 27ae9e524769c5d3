//! Deployments to Amazon ECS.

use super::{ConfigurationKey, Form, OutputVariables, Provider};

/// A rolling deployment of a service.
pub static DEPLOY: Provider = Provider {
    inputs: 1..=1,
    configuration: &[
        ConfigurationKey::required("ClusterName", "The cluster."),
        ConfigurationKey::required("ServiceName", "The service."),
        ConfigurationKey::optional(
            "FileName",
            "The file that names container and image. By default `imagedefinitions.json`.",
        ),
        ConfigurationKey::optional("DeploymentTimeout", "How long the deployment may take, in minutes.")
            .form(Form::Number(1, 60)),
    ],
    output_variables: OutputVariables::AndOthers(&[]),
    ..Provider::new(
        "Deploy",
        "ECS",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html",
    )
};
