//! A blue/green deployment of an ECS service, with CodeDeploy.

use cfn_model::{IntoProp, Prop};

use super::code_deploy::{application_arn, config_arn, group_arn};
use super::common::{props, wrong};
use super::ecs::task_definition_permissions;
use crate::iam::Statement;
use crate::pipeline::{Action, Artifact, IntoAction, providers};

/// How many images can be put into a task definition.
const MOST_IMAGES: usize = 4;

/// A blue/green deployment of an ECS service, with CodeDeploy.
///
/// The action puts images into a task definition, registers that, puts its ARN into an AppSpec file in
/// the place of `<TASK_DEFINITION>`, and deploys.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECSbluegreen.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct CodeDeployToEcsAction {
    /// The action's name.
    pub name: String,
    /// The name of the application in CodeDeploy.
    pub application: Prop<String>,
    /// The name of its deployment group.
    pub group: Prop<String>,
    /// The name of the group's deployment configuration. Where it is not known, the action may read every one.
    pub config: Option<Prop<String>>,
    /// The task definition: artifact and path.
    pub task_definition: (Artifact, String),
    /// The AppSpec file: artifact and path.
    pub appspec: (Artifact, String),
    /// The images that are put into the task definition, at most 4. None by default.
    pub images: Vec<EcsImage>,
    /// The task and execution roles that the task definition names, by ARN, so that the action may hand
    /// them to ECS. None by default.
    pub task_roles: Vec<Prop<String>>,
}

/// An image that is put into a task definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EcsImage {
    /// The artifact whose file `imageDetail.json` tells the image's URI: that of an
    /// [`EcrSourceAction`](super::EcrSourceAction), or of a build that writes such a file.
    pub artifact: Artifact,
    /// What stands for the image in the task definition, there between `<` and `>`.
    pub placeholder: String,
}

impl CodeDeployToEcsAction {
    /// A deployment with a group that exists already, by name, from `taskdef.json` and `appspec.yaml` of the artifact.
    pub fn new(
        name: impl Into<String>,
        application: impl IntoProp<String>,
        group: impl IntoProp<String>,
        input: Artifact,
    ) -> Self {
        CodeDeployToEcsAction {
            name: name.into(),
            application: application.into_prop(),
            group: group.into_prop(),
            config: None,
            task_definition: (input.clone(), "taskdef.json".to_owned()),
            appspec: (input, "appspec.yaml".to_owned()),
            images: Vec::new(),
            task_roles: Vec::new(),
        }
    }

    /// A deployment with a group of the app, from `taskdef.json` and `appspec.yaml` of the artifact.
    #[cfg(feature = "codedeploy")]
    pub fn to_group(
        name: impl Into<String>,
        group: crate::services::codedeploy::EcsDeploymentGroup,
        input: Artifact,
    ) -> Self {
        CodeDeployToEcsAction {
            config: Some(group.config.name()),
            ..CodeDeployToEcsAction::new(name, group.application.name(), group.name(), input)
        }
    }

    /// With an image of an artifact, in the place of `<placeholder>`.
    #[must_use]
    pub fn image(mut self, artifact: Artifact, placeholder: impl Into<String>) -> Self {
        self.images.push(EcsImage { artifact, placeholder: placeholder.into() });
        self
    }

    /// With roles that the task definition names, by ARN.
    #[must_use]
    pub fn task_roles<R: IntoProp<String>>(mut self, roles: impl IntoIterator<Item = R>) -> Self {
        self.task_roles.extend(props(roles));
        self
    }

    /// The deployment's id, for later actions.
    pub fn deployment_id(&self) -> Prop<String> {
        self.variable("DeploymentId")
    }
}

impl IntoAction for CodeDeployToEcsAction {
    fn into_action(self) -> Action {
        let (task_definition, task_definition_path) = self.task_definition;
        let (appspec, appspec_path) = self.appspec;
        let of_application = [
            "codedeploy:GetApplication",
            "codedeploy:GetApplicationRevision",
            "codedeploy:RegisterApplicationRevision",
        ];
        let of_group = ["codedeploy:CreateDeployment", "codedeploy:GetDeployment"];
        let mut action = Action::new(self.name, &providers::code_deploy::DEPLOY_TO_ECS)
            .configure("ApplicationName", self.application.clone())
            .configure("DeploymentGroupName", self.group.clone())
            .configure("TaskDefinitionTemplateArtifact", task_definition.name())
            .configure("TaskDefinitionTemplatePath", task_definition_path)
            .configure("AppSpecTemplateArtifact", appspec.name())
            .configure("AppSpecTemplatePath", appspec_path)
            .needs(Statement::allow(of_application).on([application_arn(&self.application)]))
            .needs(Statement::allow(of_group).on([group_arn(&self.application, &self.group)]))
            .needs(Statement::allow(["codedeploy:GetDeploymentConfig"]).on([config_arn(self.config)]));
        action.permissions.extend(task_definition_permissions(self.task_roles));
        if self.images.len() > MOST_IMAGES {
            let message = format!("{} images are given, {MOST_IMAGES} are allowed", self.images.len());
            let help = "name the others in the task definition itself";
            action = action.problem("Image4ArtifactName", wrong(message, help));
        }
        for (index, image) in self.images.iter().enumerate().take(MOST_IMAGES) {
            let key = format!("Image{}ContainerName", index + 1);
            if self.images[..index].iter().any(|other| other.placeholder == image.placeholder) {
                let message = format!("two images take the place of `<{}>`", image.placeholder);
                action = action.problem(&key, wrong(message, "give each a placeholder of its own"));
            }
            if image.placeholder.is_empty() || image.placeholder.contains(['<', '>']) {
                let message = format!("`{}` is no placeholder", image.placeholder);
                let help = "give what stands in the task definition between `<` and `>`, without these";
                action = action.problem(&key, wrong(message, help));
            }
            action = action
                .configure(format!("Image{}ArtifactName", index + 1), image.artifact.name())
                .configure(key, image.placeholder.as_str());
        }
        // One artifact may hold all of it.
        let images = self.images.into_iter().map(|image| image.artifact);
        for artifact in [task_definition, appspec].into_iter().chain(images) {
            if !action.inputs.contains(&artifact) {
                action.inputs.push(artifact);
            }
        }
        action
    }

    fn name(&self) -> &str {
        &self.name
    }
}
