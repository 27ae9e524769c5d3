//! A rolling deployment of an ECS service.

use cfn_model::{IntoProp, Prop, sub};

use super::common::{pass_roles, props, wrong};
use crate::iam::{Operator, Statement};
use crate::pipeline::{Action, Artifact, IntoAction, providers};
use crate::services::Minutes;

/// A rolling deployment of an ECS service. The artifact holds a file that tells the image of each container,
/// `imagedefinitions.json`, and the action registers the service's task definition anew with these.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct EcsDeployAction {
    /// The action's name.
    pub name: String,
    /// The name of the cluster.
    pub cluster: Prop<String>,
    /// The name of the service.
    pub service: Prop<String>,
    /// The artifact.
    pub input: Artifact,
    /// The path of the file. `imagedefinitions.json` by default.
    pub file: Option<String>,
    /// How long the deployment may take, 1 to 60 minutes. An hour by default.
    pub deployment_timeout: Option<Minutes>,
    /// The task and execution roles of the service's task definition, by ARN, so that the action may hand
    /// them to ECS. None by default.
    pub task_roles: Vec<Prop<String>>,
}

impl EcsDeployAction {
    /// The service of that cluster gets the images that the artifact names.
    pub fn new(
        name: impl Into<String>,
        cluster: impl IntoProp<String>,
        service: impl IntoProp<String>,
        input: Artifact,
    ) -> Self {
        EcsDeployAction {
            name: name.into(),
            cluster: cluster.into_prop(),
            service: service.into_prop(),
            input,
            file: None,
            deployment_timeout: None,
            task_roles: Vec::new(),
        }
    }

    /// With roles of the task definition, by ARN.
    #[must_use]
    pub fn task_roles<R: IntoProp<String>>(mut self, roles: impl IntoIterator<Item = R>) -> Self {
        self.task_roles.extend(props(roles));
        self
    }
}

impl IntoAction for EcsDeployAction {
    fn into_action(self) -> Action {
        let (cluster, service) = (self.cluster, self.service);
        let arn = sub!("arn:{partition}:ecs:{region}:{account}:service/{}/{}", cluster.clone(), service.clone());
        let mut action = Action::new(self.name, &providers::ecs::DEPLOY)
            .configure("ClusterName", cluster)
            .configure("ServiceName", service)
            .configure_some("FileName", self.file)
            .reads([self.input])
            .needs(Statement::allow(["ecs:DescribeServices", "ecs:UpdateService"]).on([arn]))
            // It knows no resource.
            .needs(Statement::allow(["ecs:DescribeTaskDefinition"]).on_all_resources());
        action.permissions.extend(task_definition_permissions(self.task_roles));
        let Some(Minutes(minutes)) = self.deployment_timeout else { return action };
        if !(1..=60).contains(&minutes) {
            let message = format!("the deployment may take {minutes} minutes, 1 to 60 are allowed");
            let help = "give a number from 1 to 60, or leave it out for an hour";
            action = action.problem("DeploymentTimeout", wrong(message, help));
        }
        action.configure("DeploymentTimeout", minutes.to_string())
    }

    fn name(&self) -> &str {
        &self.name
    }
}

/// What it takes to register a task definition that names these roles.
pub(super) fn task_definition_permissions(task_roles: Vec<Prop<String>>) -> Vec<Statement> {
    let definitions = sub!("arn:{partition}:ecs:{region}:{account}:task-definition/*");
    let mut statements = vec![
        // ECS asks for leave on `*`, whatever the family.
        Statement::allow(["ecs:RegisterTaskDefinition"]).on_all_resources(),
        Statement::allow(["ecs:TagResource"]).on([definitions]).when(
            Operator::StringEquals,
            "ecs:CreateAction",
            ["RegisterTaskDefinition"],
        ),
    ];
    if !task_roles.is_empty() {
        statements.push(pass_roles(task_roles, "ecs-tasks.amazonaws.com"));
    }
    statements
}
