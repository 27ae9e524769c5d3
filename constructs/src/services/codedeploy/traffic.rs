//! How traffic moves to a new version: configurations for Lambda and ECS.

use cfn_model::codedeploy::deployment_config::{
    TimeBasedCanary, TimeBasedLinear, TrafficRoutingConfig, TrafficRoutingConfigType,
};
use cfn_model::{Diagnostic, codedeploy};

use super::server_config::check_name;
use super::{DeploymentConfig, Ecs, Lambda, Platform};
use crate::Stack;
use crate::services::Minutes;
use crate::stack::MAIN;

/// At most this many minutes lie between the first and the last shift of traffic.
///
/// See <https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html>.
const MOST_MINUTES: u32 = 2_880;

/// How traffic moves to the new version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrafficRouting {
    /// All of it at once.
    AllAtOnce,
    /// In two steps.
    Canary {
        /// How much goes first, 1 to 99 percent.
        percent: u8,
        /// How long after that the rest follows, 1 to 2,880 minutes.
        interval: Minutes,
    },
    /// In equal steps.
    Linear {
        /// How much goes in each step, 1 to 99 percent.
        percent: u8,
        /// How long there is between two steps. From the first to the last may be at most 2,880 minutes.
        interval: Minutes,
    },
}

/// What a [`DeploymentConfig`] for Lambda or ECS is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrafficConfigProps {
    /// The configuration's name: 1 to 100 characters, letters, digits and `+=,.@_-`.
    /// By default CloudFormation makes one. A name keeps a change of the configuration from replacing it.
    pub name: Option<String>,
    /// How traffic moves.
    pub routing: TrafficRouting,
}

impl TrafficConfigProps {
    /// A configuration that moves traffic so.
    pub fn new(routing: TrafficRouting) -> Self {
        TrafficConfigProps { name: None, routing }
    }
}

impl DeploymentConfig<Lambda> {
    /// Adds a configuration for Lambda functions.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: TrafficConfigProps) -> Self {
        add(stack, id.into(), props)
    }
}

impl DeploymentConfig<Ecs> {
    /// Adds a configuration for ECS services.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: TrafficConfigProps) -> Self {
        add(stack, id.into(), props)
    }
}

#[track_caller]
fn add<P: Platform>(stack: &mut Stack, id: String, props: TrafficConfigProps) -> DeploymentConfig<P> {
    stack.construct(id, |stack| {
        let platform = match P::COMPUTE_PLATFORM {
            codedeploy::application::ComputePlatform::Lambda => codedeploy::deployment_config::ComputePlatform::Lambda,
            _ => codedeploy::deployment_config::ComputePlatform::Ecs,
        };
        let mut config = codedeploy::DeploymentConfig::new()
            .compute_platform(platform)
            .traffic_routing_config(routing(stack, props.routing));
        if let Some(name) = props.name {
            check_name(stack, &name);
            config = config.deployment_config_name(name);
        }
        DeploymentConfig::added(stack.add(MAIN, config))
    })
}

fn routing(stack: &mut Stack, routing: TrafficRouting) -> TrafficRoutingConfig {
    match routing {
        TrafficRouting::AllAtOnce => TrafficRoutingConfig::new(TrafficRoutingConfigType::AllAtOnce),
        TrafficRouting::Canary { percent, interval } => {
            let property = "TrafficRoutingConfig.TimeBasedCanary.CanaryPercentage";
            let percent = check_percent(stack, percent, property);
            let interval =
                interval.within(1..=MOST_MINUTES, stack, "TrafficRoutingConfig.TimeBasedCanary.CanaryInterval");
            TrafficRoutingConfig::new(TrafficRoutingConfigType::TimeBasedCanary)
                .time_based_canary(TimeBasedCanary::new(interval, percent))
        }
        TrafficRouting::Linear { percent, interval } => {
            let property = "TrafficRoutingConfig.TimeBasedLinear.LinearPercentage";
            let percent = check_percent(stack, percent, property);
            // Of n steps there are n - 1 waits between the first and the last.
            let waits = 100_u32.div_ceil(u32::try_from(percent).unwrap_or(100).max(1)).saturating_sub(1).max(1);
            let interval =
                interval.within(1..=MOST_MINUTES / waits, stack, "TrafficRoutingConfig.TimeBasedLinear.LinearInterval");
            TrafficRoutingConfig::new(TrafficRoutingConfigType::TimeBasedLinear)
                .time_based_linear(TimeBasedLinear::new(interval, percent))
        }
    }
}

fn check_percent(stack: &mut Stack, percent: u8, property: &str) -> i64 {
    if !(1..=99).contains(&percent) {
        stack.report(
            Diagnostic::error(
                "codedeploy-percent",
                format!("a step of {percent} percent is given, 1 to 99 are allowed"),
            )
            .property(property)
            .help("give a percentage from 1 to 99, or shift all traffic at once"),
        );
    }
    i64::from(percent)
}
