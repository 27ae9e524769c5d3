//! [`DeploymentGroup`]: what all groups share.

use std::marker::PhantomData;

use cfn_model::{Handle, Prop, codedeploy, iam, sub};

use super::{Application, ApplicationProps, DeploymentConfig, Platform, Safety};
use crate::Stack;
use crate::iam::{Principal, Statement};
use crate::services::{Grantee, Role, RoleProps};
use crate::stack::MAIN;

/// A deployment group: where an application is deployed to, and how, with the role that CodeDeploy acts with.
///
/// What is granted to the group is granted to that role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeploymentGroup<P> {
    /// The group itself.
    pub handle: Handle<codedeploy::DeploymentGroup>,
    /// The application it deploys.
    pub application: Application<P>,
    /// How fast it deploys.
    pub config: DeploymentConfig<P>,
    /// The role that CodeDeploy acts with.
    pub role: Role,
    pub(super) platform: PhantomData<P>,
}

/// What the props of all groups have.
pub(super) struct Common<P> {
    pub(super) application: Option<Application<P>>,
    pub(super) name: Option<String>,
    pub(super) config: DeploymentConfig<P>,
    pub(super) safety: Safety,
}

impl<P: Platform> Common<P> {
    /// The role of the group, which is there before anything else so that it can be allowed things.
    pub(super) fn role(stack: &mut Stack) -> Role {
        // CodeDeploy does not say that it tells for which account it acts, so no condition asks for that.
        let trust = Statement::allow(["sts:AssumeRole"]).to([Principal::service("codedeploy.amazonaws.com")]);
        let props = RoleProps::trusting(trust).description("What CodeDeploy may do for this deployment group.");
        Role::new(stack, "Role", props)
    }

    /// Adds the group as `build` completes it.
    pub(super) fn add(
        self,
        stack: &mut Stack,
        role: Role,
        build: impl FnOnce(&mut Stack, codedeploy::DeploymentGroup) -> codedeploy::DeploymentGroup,
    ) -> DeploymentGroup<P> {
        let application =
            self.application.unwrap_or_else(|| Application::new(stack, "Application", ApplicationProps::default()));
        let mut group =
            codedeploy::DeploymentGroup::new(application.name(), role.arn()).deployment_config_name(self.config.name());
        if let Some(name) = self.name {
            group = group.deployment_group_name(name);
        }
        let group = build(stack, group);
        let group = self.safety.apply(stack, role, group);
        let handle = stack.add(MAIN, group);
        // CodeDeploy uses the role as soon as there is a group, to put hooks into Auto Scaling groups.
        let policy: Option<Handle<iam::Policy>> = stack.beside(role.handle, |stack| stack.find("Policy"));
        if let Some(policy) = policy {
            stack.resource(handle).depends_on(policy);
        }
        DeploymentGroup { handle, application, config: self.config, role, platform: PhantomData }
    }
}

impl<P: Platform> DeploymentGroup<P> {
    /// The group's name.
    pub fn name(self) -> Prop<String> {
        self.handle.reference()
    }

    /// The group's ARN.
    pub fn arn(self) -> Prop<String> {
        sub!(
            "arn:{partition}:codedeploy:{region}:{account}:deploymentgroup:{}/{}",
            self.application.name(),
            self.name()
        )
    }

    /// Lets `grantee` deploy revisions to the group and see how that goes.
    ///
    /// Whoever deploys a revision from a bucket needs to read that too, see [`Bucket::grant_read`](crate::services::Bucket::grant_read).
    ///
    /// See <https://docs.aws.amazon.com/codedeploy/latest/userguide/auth-and-access-control-permissions-reference.html>.
    pub fn grant_deploy(self, stack: &mut Stack, grantee: &impl Grantee) {
        let revisions = [
            "codedeploy:GetApplication",
            "codedeploy:GetApplicationRevision",
            "codedeploy:RegisterApplicationRevision",
        ];
        grantee.allow(stack, Statement::allow(revisions).on([self.application.arn()]));
        let deploy = ["codedeploy:CreateDeployment", "codedeploy:GetDeployment", "codedeploy:GetDeploymentGroup"];
        grantee.allow(stack, Statement::allow(deploy).on([self.arn()]));
        grantee.allow(stack, Statement::allow(["codedeploy:GetDeploymentConfig"]).on([self.config.arn()]));
    }

    /// Lets `grantee`, a function that runs in a hook, tell CodeDeploy whether its check has passed.
    pub(super) fn grant_hook_status(stack: &mut Stack, grantee: &impl Grantee) {
        // The action knows no resources.
        let status = Statement::allow(["codedeploy:PutLifecycleEventHookExecutionStatus"]).on_all_resources();
        grantee.allow(stack, status);
    }
}

impl<P: Platform> Grantee for DeploymentGroup<P> {
    fn role(&self) -> Role {
        self.role
    }
}
