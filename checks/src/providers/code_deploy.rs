//! Deployments with CodeDeploy, to machines and to containers.

use super::{ConfigurationKey, Form, OutputVariables, Provider};

/// A deployment to instances and servers on premises. Lambda functions take an AppSpec file alone, not the archive that it gives.
pub static DEPLOY: Provider = Provider {
    inputs: 1..=1,
    configuration: &[
        ConfigurationKey::required("ApplicationName", "The application in CodeDeploy."),
        ConfigurationKey::required("DeploymentGroupName", "The deployment group of the application."),
    ],
    output_variables: OutputVariables::AndOthers(&["DeploymentId"]),
    ..Provider::new(
        "Deploy",
        "CodeDeploy",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeDeploy.html",
    )
};

/// A blue/green deployment of an ECS service.
pub static DEPLOY_TO_ECS: Provider = Provider {
    inputs: 1..=5,
    configuration: &[
        ConfigurationKey::required("ApplicationName", "The application in CodeDeploy."),
        ConfigurationKey::required("DeploymentGroupName", "The deployment group of the application."),
        ConfigurationKey::required("TaskDefinitionTemplateArtifact", "The artifact that holds the task definition.")
            .form(Form::Artifact),
        ConfigurationKey::required("AppSpecTemplateArtifact", "The artifact that holds the AppSpec file.")
            .form(Form::Artifact),
        ConfigurationKey::optional(
            "TaskDefinitionTemplatePath",
            "Where the task definition is. By default `taskdef.json`.",
        ),
        ConfigurationKey::optional("AppSpecTemplatePath", "Where the AppSpec file is. By default `appspec.yaml`."),
        ConfigurationKey::optional("Image1ArtifactName", "The artifact with `imageDetail.json` of the first image.")
            .form(Form::Artifact),
        ConfigurationKey::optional("Image1ContainerName", "What stands for the first image in the task definition."),
        ConfigurationKey::optional("Image2ArtifactName", "The artifact with `imageDetail.json` of the second image.")
            .form(Form::Artifact),
        ConfigurationKey::optional("Image2ContainerName", "What stands for the second image in the task definition."),
        ConfigurationKey::optional("Image3ArtifactName", "The artifact with `imageDetail.json` of the third image.")
            .form(Form::Artifact),
        ConfigurationKey::optional("Image3ContainerName", "What stands for the third image in the task definition."),
        ConfigurationKey::optional("Image4ArtifactName", "The artifact with `imageDetail.json` of the fourth image.")
            .form(Form::Artifact),
        ConfigurationKey::optional("Image4ContainerName", "What stands for the fourth image in the task definition."),
    ],
    output_variables: OutputVariables::AndOthers(&["DeploymentId"]),
    ..Provider::new(
        "Deploy",
        "CodeDeployToECS",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html",
    )
};
