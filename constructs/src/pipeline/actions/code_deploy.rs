//! A deployment to servers, with CodeDeploy.

use cfn_model::{IntoProp, Prop, sub};

use crate::iam::Statement;
use crate::pipeline::{Action, Artifact, IntoAction, providers};
use crate::services::Role;

/// A deployment to EC2 instances and machines on premises, with CodeDeploy. The artifact is the revision:
/// the files, with `appspec.yml` at the root.
///
/// CodeDeploy moves Lambda aliases as well, but not for this action, which gives it a zip file: let a
/// [`CloudFormationAction`](super::CloudFormationAction) deploy the alias with its update policy, or use a
/// [`LambdaDeployAction`](super::LambdaDeployAction). For ECS there is [`CodeDeployToEcsAction`](super::CodeDeployToEcsAction).
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeDeploy.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct CodeDeployAction {
    /// The action's name.
    pub name: String,
    /// The name of the application in CodeDeploy.
    pub application: Prop<String>,
    /// The name of its deployment group.
    pub group: Prop<String>,
    /// The name of the group's deployment configuration. Where it is not known, the action may read every one.
    pub config: Option<Prop<String>>,
    /// The revision.
    pub input: Artifact,
    /// The roles of the instances, which fetch the revision themselves. By default that has been allowed elsewhere.
    pub instance_roles: Vec<Role>,
    /// Such roles of other accounts: the account's 12 digits, and the role's name. None by default. What their
    /// own account has to allow them, `Revisions::grant_read` of the module `codedeploy` says there.
    pub foreign_instance_roles: Vec<(String, String)>,
}

impl CodeDeployAction {
    /// The artifact goes to a group that exists already, by name.
    pub fn new(
        name: impl Into<String>,
        application: impl IntoProp<String>,
        group: impl IntoProp<String>,
        input: Artifact,
    ) -> Self {
        CodeDeployAction {
            name: name.into(),
            application: application.into_prop(),
            group: group.into_prop(),
            config: None,
            input,
            instance_roles: Vec::new(),
            foreign_instance_roles: Vec::new(),
        }
    }

    /// The artifact goes to a group of the app. One of another platform does not compile:
    ///
    /// ```compile_fail,E0308
    /// use cfn_constructs::Stack;
    /// use cfn_constructs::pipeline::{Artifact, actions::CodeDeployAction};
    /// use cfn_constructs::services::codedeploy::{LambdaDeploymentGroup, LambdaDeploymentGroupProps};
    ///
    /// let mut stack = Stack::new("Service");
    /// let props = LambdaDeploymentGroupProps::new(["arn:aws:lambda:eu-west-1:111122223333:function:service"]);
    /// let group = LambdaDeploymentGroup::new(&mut stack, "Service", props);
    /// CodeDeployAction::to_group("Deploy", group, Artifact::new("Build"));
    /// ```
    #[cfg(feature = "codedeploy")]
    pub fn to_group(
        name: impl Into<String>,
        group: crate::services::codedeploy::ServerDeploymentGroup,
        input: Artifact,
    ) -> Self {
        CodeDeployAction {
            config: Some(group.config.name()),
            ..CodeDeployAction::new(name, group.application.name(), group.name(), input)
        }
    }

    /// With the role of instances, which gets to read the revision.
    #[must_use]
    pub fn instance_role(mut self, role: Role) -> Self {
        self.instance_roles.push(role);
        self
    }

    /// With the role of instances of another account, by its 12 digits and the role's name.
    #[must_use]
    pub fn foreign_instance_role(mut self, account: impl Into<String>, role: impl Into<String>) -> Self {
        self.foreign_instance_roles.push((account.into(), role.into()));
        self
    }

    /// The deployment's id, for later actions.
    pub fn deployment_id(&self) -> Prop<String> {
        self.variable("DeploymentId")
    }
}

impl IntoAction for CodeDeployAction {
    fn into_action(self) -> Action {
        let of_application = [
            "codedeploy:GetApplication",
            "codedeploy:GetApplicationRevision",
            "codedeploy:ListDeploymentGroups",
            "codedeploy:RegisterApplicationRevision",
        ];
        let of_group = [
            "codedeploy:CreateDeployment",
            "codedeploy:GetDeployment",
            "codedeploy:GetDeploymentGroup",
            "codedeploy:ListDeployments",
        ];
        let mut action = Action::new(self.name, &providers::code_deploy::DEPLOY)
            .configure("ApplicationName", self.application.clone())
            .configure("DeploymentGroupName", self.group.clone())
            .reads([self.input])
            .needs(Statement::allow(of_application).on([application_arn(&self.application)]))
            .needs(Statement::allow(of_group).on([group_arn(&self.application, &self.group)]))
            .needs(Statement::allow(["codedeploy:GetDeploymentConfig"]).on([config_arn(self.config)]))
            // It knows no resource.
            .needs(Statement::allow(["codedeploy:ListDeploymentConfigs"]).on_all_resources());
        action.artifact_roles.extend(self.instance_roles);
        action.foreign_artifact_roles.extend(self.foreign_instance_roles);
        action
    }

    fn name(&self) -> &str {
        &self.name
    }
}

/// The ARN of an application.
pub(super) fn application_arn(application: &Prop<String>) -> Prop<String> {
    sub!("arn:{partition}:codedeploy:{region}:{account}:application:{}", application.clone())
}

/// The ARN of an application's group.
pub(super) fn group_arn(application: &Prop<String>, group: &Prop<String>) -> Prop<String> {
    sub!("arn:{partition}:codedeploy:{region}:{account}:deploymentgroup:{}/{}", application.clone(), group.clone())
}

/// The ARN of a deployment configuration; of all of them where it is not known which.
pub(super) fn config_arn(config: Option<Prop<String>>) -> Prop<String> {
    let name = config.unwrap_or_else(|| Prop::new("*"));
    sub!("arn:{partition}:codedeploy:{region}:{account}:deploymentconfig:{}", name)
}
