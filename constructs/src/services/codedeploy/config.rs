//! [`DeploymentConfig`]: how fast a deployment goes.

use std::marker::PhantomData;

use cfn_model::{Handle, Prop, codedeploy, sub};

use super::{Ecs, Lambda, Server};

/// How fast a deployment goes, and what must stay healthy meanwhile.
///
/// The constants are those that AWS has ready; `new` makes one of your own.
/// One for another platform does not compile:
///
/// ```compile_fail,E0308
/// use cfn_constructs::services::codedeploy::{Instances, LambdaDeploymentConfig, ServerDeploymentGroupProps};
///
/// let mut servers = ServerDeploymentGroupProps::new(Instances::auto_scaling_groups(["web"]));
/// servers.config = LambdaDeploymentConfig::ALL_AT_ONCE;
/// ```
///
/// See <https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeploymentConfig<P> {
    source: Source,
    platform: PhantomData<P>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Existing(&'static str),
    Added(Handle<codedeploy::DeploymentConfig>),
}

/// How fast a deployment to servers goes.
pub type ServerDeploymentConfig = DeploymentConfig<Server>;
/// How fast a Lambda alias moves to its new version.
pub type LambdaDeploymentConfig = DeploymentConfig<Lambda>;
/// How fast the traffic of an ECS service moves to its new task set.
pub type EcsDeploymentConfig = DeploymentConfig<Ecs>;

impl<P> DeploymentConfig<P> {
    /// A configuration that exists already in the account and region, by name.
    ///
    /// That it is of this platform, only AWS can tell.
    pub const fn from_name(name: &'static str) -> Self {
        DeploymentConfig { source: Source::Existing(name), platform: PhantomData }
    }

    pub(super) fn added(handle: Handle<codedeploy::DeploymentConfig>) -> Self {
        DeploymentConfig { source: Source::Added(handle), platform: PhantomData }
    }

    /// The resource, where this is a configuration of your own.
    pub fn handle(self) -> Option<Handle<codedeploy::DeploymentConfig>> {
        match self.source {
            Source::Existing(_) => None,
            Source::Added(handle) => Some(handle),
        }
    }

    /// The configuration's name.
    pub fn name(self) -> Prop<String> {
        match self.source {
            Source::Existing(name) => Prop::new(name),
            Source::Added(handle) => handle.deployment_config_name(),
        }
    }

    /// The configuration's ARN.
    pub fn arn(self) -> Prop<String> {
        sub!("arn:{partition}:codedeploy:{region}:{account}:deploymentconfig:{}", self.name())
    }
}

impl ServerDeploymentConfig {
    /// As many instances at once as there are. The deployment succeeds where one instance does.
    pub const ALL_AT_ONCE: Self = Self::from_name("CodeDeployDefault.AllAtOnce");
    /// Up to half of the instances at a time, rounded down.
    pub const HALF_AT_A_TIME: Self = Self::from_name("CodeDeployDefault.HalfAtATime");
    /// One instance after the other.
    pub const ONE_AT_A_TIME: Self = Self::from_name("CodeDeployDefault.OneAtATime");
}

impl LambdaDeploymentConfig {
    /// All traffic at once.
    pub const ALL_AT_ONCE: Self = Self::from_name("CodeDeployDefault.LambdaAllAtOnce");
    /// A tenth of the traffic, and the rest 5 minutes later.
    pub const CANARY_10_PERCENT_5_MINUTES: Self = Self::from_name("CodeDeployDefault.LambdaCanary10Percent5Minutes");
    /// A tenth of the traffic, and the rest 10 minutes later.
    pub const CANARY_10_PERCENT_10_MINUTES: Self = Self::from_name("CodeDeployDefault.LambdaCanary10Percent10Minutes");
    /// A tenth of the traffic, and the rest 15 minutes later.
    pub const CANARY_10_PERCENT_15_MINUTES: Self = Self::from_name("CodeDeployDefault.LambdaCanary10Percent15Minutes");
    /// A tenth of the traffic, and the rest 30 minutes later.
    pub const CANARY_10_PERCENT_30_MINUTES: Self = Self::from_name("CodeDeployDefault.LambdaCanary10Percent30Minutes");
    /// A tenth of the traffic every minute.
    pub const LINEAR_10_PERCENT_EVERY_1_MINUTE: Self =
        Self::from_name("CodeDeployDefault.LambdaLinear10PercentEvery1Minute");
    /// A tenth of the traffic every 2 minutes.
    pub const LINEAR_10_PERCENT_EVERY_2_MINUTES: Self =
        Self::from_name("CodeDeployDefault.LambdaLinear10PercentEvery2Minutes");
    /// A tenth of the traffic every 3 minutes.
    pub const LINEAR_10_PERCENT_EVERY_3_MINUTES: Self =
        Self::from_name("CodeDeployDefault.LambdaLinear10PercentEvery3Minutes");
    /// A tenth of the traffic every 10 minutes.
    pub const LINEAR_10_PERCENT_EVERY_10_MINUTES: Self =
        Self::from_name("CodeDeployDefault.LambdaLinear10PercentEvery10Minutes");
}

impl EcsDeploymentConfig {
    /// All traffic at once. The only one for services behind a Network Load Balancer.
    pub const ALL_AT_ONCE: Self = Self::from_name("CodeDeployDefault.ECSAllAtOnce");
    /// A tenth of the traffic, and the rest 5 minutes later.
    pub const CANARY_10_PERCENT_5_MINUTES: Self = Self::from_name("CodeDeployDefault.ECSCanary10Percent5Minutes");
    /// A tenth of the traffic, and the rest 15 minutes later.
    pub const CANARY_10_PERCENT_15_MINUTES: Self = Self::from_name("CodeDeployDefault.ECSCanary10Percent15Minutes");
    /// A tenth of the traffic every minute.
    pub const LINEAR_10_PERCENT_EVERY_1_MINUTES: Self =
        Self::from_name("CodeDeployDefault.ECSLinear10PercentEvery1Minutes");
    /// A tenth of the traffic every 3 minutes.
    pub const LINEAR_10_PERCENT_EVERY_3_MINUTES: Self =
        Self::from_name("CodeDeployDefault.ECSLinear10PercentEvery3Minutes");
}
