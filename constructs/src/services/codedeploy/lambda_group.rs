//! [`LambdaDeploymentGroup`]: a group of Lambda functions.

use cfn_model::codedeploy::deployment_group as model;
use cfn_model::{IntoProp, Prop, sub};

use super::group::Common;
use super::{DeploymentGroup, Lambda, LambdaApplication, LambdaDeploymentConfig, Safety};
use crate::Stack;
use crate::iam::Statement;
use crate::services::{Grantee, Role};

/// A group of Lambda functions whose aliases CodeDeploy moves to new versions.
pub type LambdaDeploymentGroup = DeploymentGroup<Lambda>;

/// What a [`LambdaDeploymentGroup`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct LambdaDeploymentGroupProps {
    /// The functions whose aliases move, by ARN.
    pub functions: Vec<Prop<String>>,
    /// What is deployed. By default an application is added.
    pub application: Option<LambdaApplication>,
    /// The group's name: 1 to 100 characters, letters, digits and `+=,.@_-`. By default CloudFormation makes one.
    pub name: Option<String>,
    /// How traffic moves. By default a tenth first, and the rest 5 minutes later.
    pub config: LambdaDeploymentConfig,
    /// What stops a deployment, and what happens then.
    pub safety: Safety,
}

impl LambdaDeploymentGroupProps {
    /// A group of those functions, by ARN, everything else by default.
    pub fn new<A: IntoProp<String>>(functions: impl IntoIterator<Item = A>) -> Self {
        LambdaDeploymentGroupProps {
            functions: functions.into_iter().map(IntoProp::into_prop).collect(),
            application: None,
            name: None,
            config: LambdaDeploymentConfig::CANARY_10_PERCENT_5_MINUTES,
            safety: Safety::default(),
        }
    }
}

impl DeploymentGroup<Lambda> {
    /// Adds a group of Lambda functions, with a role that may move the aliases of just these.
    ///
    /// See <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRoleForLambda.html> for
    /// what AWS allows on all functions.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: LambdaDeploymentGroupProps) -> Self {
        stack.construct(id, |stack| {
            let role = Common::<Lambda>::role(stack);
            let functions = props.functions.into_iter().flat_map(|arn| [sub!("{}:*", arn.clone()), arn]);
            let aliases = ["lambda:GetAlias", "lambda:GetProvisionedConcurrencyConfig", "lambda:UpdateAlias"];
            role.allow(stack, Statement::allow(aliases).on(functions));
            let LambdaDeploymentGroupProps { application, name, config, safety, .. } = props;
            Common { application, name, config, safety }.add(stack, role, |_, group| {
                let style = model::DeploymentStyle::new()
                    .deployment_option(model::DeploymentStyleDeploymentOption::WithTrafficControl)
                    .deployment_type(model::DeploymentStyleDeploymentType::BlueGreen);
                group.deployment_style(style)
            })
        })
    }

    /// Lets a function, by ARN and with what it acts as, run in hooks of the group's deployments and tell their result.
    pub fn add_hook(self, stack: &mut Stack, function: impl IntoProp<String>, grantee: &impl Grantee) {
        add_hook(stack, self.role, function.into_prop());
        Self::grant_hook_status(stack, grantee);
    }
}

/// Lets CodeDeploy run the function in a hook.
pub(super) fn add_hook(stack: &mut Stack, role: Role, function: Prop<String>) {
    role.allow(stack, Statement::allow(["lambda:InvokeFunction"]).on([function]));
}

/// The functions that check a deployment of an alias, by ARN.
#[cfg(feature = "lambda")]
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AliasHooks {
    /// What runs before traffic moves. Nothing by default.
    pub before_allow_traffic: Option<Prop<String>>,
    /// What runs after traffic has moved. Nothing by default.
    pub after_allow_traffic: Option<Prop<String>>,
}

#[cfg(feature = "lambda")]
impl DeploymentGroup<Lambda> {
    /// Has CodeDeploy move the alias whenever a change of the stack gives it another version, and lets it run the hooks.
    ///
    /// A function in a hook needs [`DeploymentGroup::add_hook`] to tell its result.
    /// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatepolicy.html>.
    pub fn update_alias(
        self,
        stack: &mut Stack,
        alias: cfn_model::Handle<cfn_model::lambda::Alias>,
        hooks: AliasHooks,
    ) {
        use cfn_model::template::{LambdaAliasUpdate, UpdatePolicy};

        let mut update = LambdaAliasUpdate::new(self.application.name(), self.name());
        if let Some(function) = hooks.before_allow_traffic {
            add_hook(stack, self.role, function.clone());
            update = update.before_allow_traffic_hook(function);
        }
        if let Some(function) = hooks.after_allow_traffic {
            add_hook(stack, self.role, function.clone());
            update = update.after_allow_traffic_hook(function);
        }
        let policy = cfn_model::Properties::into_map(UpdatePolicy::new().code_deploy_lambda_alias_update(update));
        // The names in it make the alias wait for the group.
        stack.resource(alias).update_policy(policy);
    }
}
