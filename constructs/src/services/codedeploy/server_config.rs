//! How many servers stay healthy: configurations for servers.

use cfn_model::codedeploy::deployment_config as model;
use cfn_model::{Diagnostic, codedeploy};

use super::{DeploymentConfig, Server};
use crate::Stack;
use crate::services::Seconds;
use crate::stack::MAIN;

/// How many instances must be healthy at any time of a deployment.
///
/// See <https://docs.aws.amazon.com/codedeploy/latest/userguide/instances-health.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MinimumHealthyHosts {
    /// So many. With 0 all instances are deployed to at once.
    Count(u32),
    /// So much of the fleet, 0 to 99 percent, rounded up.
    FleetPercent(u8),
}

/// A deployment that goes from one availability zone to the next.
///
/// See <https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations-create.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct ZonalConfig {
    /// How long CodeDeploy watches each zone before it goes on. By default it goes on at once.
    pub monitor: Option<Seconds>,
    /// How long it watches the first zone. By default as long as the others.
    pub first_zone_monitor: Option<Seconds>,
    /// How many instances must be healthy in each zone. By default none, so that a zone is deployed to at once.
    pub minimum_healthy_hosts_per_zone: Option<MinimumHealthyHosts>,
}

/// What a [`ServerDeploymentConfig`](super::ServerDeploymentConfig) is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerDeploymentConfigProps {
    /// The configuration's name: 1 to 100 characters, letters, digits and `+=,.@_-`.
    /// By default CloudFormation makes one. A name keeps a change of the configuration from replacing it.
    pub name: Option<String>,
    /// How many instances must be healthy.
    pub minimum_healthy_hosts: MinimumHealthyHosts,
    /// Whether it goes zone by zone. By default it does not.
    pub zonal: Option<ZonalConfig>,
}

impl ServerDeploymentConfigProps {
    /// A configuration that keeps so many instances healthy, whatever their zones.
    pub fn new(minimum_healthy_hosts: MinimumHealthyHosts) -> Self {
        ServerDeploymentConfigProps { name: None, minimum_healthy_hosts, zonal: None }
    }
}

impl DeploymentConfig<Server> {
    /// Adds a configuration for servers.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: ServerDeploymentConfigProps) -> Self {
        stack.construct(id, |stack| {
            let (kind, value) = hosts(stack, props.minimum_healthy_hosts, "MinimumHealthyHosts.Value");
            let kind = match kind {
                Kind::HostCount => model::MinimumHealthyHostsType::HostCount,
                Kind::FleetPercent => model::MinimumHealthyHostsType::FleetPercent,
            };
            let mut config = codedeploy::DeploymentConfig::new()
                .compute_platform(model::ComputePlatform::Server)
                .minimum_healthy_hosts(model::MinimumHealthyHosts::new(kind, value));
            if let Some(name) = props.name {
                check_name(stack, &name);
                config = config.deployment_config_name(name);
            }
            if let Some(zonal) = props.zonal {
                config = config.zonal_config(zonal_config(stack, zonal));
            }
            DeploymentConfig::added(stack.add(MAIN, config))
        })
    }
}

fn zonal_config(stack: &mut Stack, zonal: ZonalConfig) -> model::ZonalConfig {
    let mut config = model::ZonalConfig::new();
    if let Some(Seconds(first)) = zonal.first_zone_monitor {
        config = config.first_zone_monitor_duration_in_seconds(i64::from(first));
    }
    if let Some(Seconds(monitor)) = zonal.monitor {
        config = config.monitor_duration_in_seconds(i64::from(monitor));
    }
    if let Some(minimum) = zonal.minimum_healthy_hosts_per_zone {
        let (kind, value) = hosts(stack, minimum, "ZonalConfig.MinimumHealthyHostsPerZone.Value");
        let kind = match kind {
            Kind::HostCount => model::MinimumHealthyHostsPerZoneType::HostCount,
            Kind::FleetPercent => model::MinimumHealthyHostsPerZoneType::FleetPercent,
        };
        config = config.minimum_healthy_hosts_per_zone(model::MinimumHealthyHostsPerZone::new(kind, value));
    }
    config
}

/// The schema has the same two names as two types.
enum Kind {
    HostCount,
    FleetPercent,
}

fn hosts(stack: &mut Stack, minimum: MinimumHealthyHosts, property: &str) -> (Kind, i64) {
    match minimum {
        MinimumHealthyHosts::Count(count) => (Kind::HostCount, i64::from(count)),
        MinimumHealthyHosts::FleetPercent(percent) => {
            if percent > 99 {
                let message = format!("{percent} percent are to stay healthy, 0 to 99 are allowed");
                stack.report(
                    Diagnostic::error("codedeploy-percent", message)
                        .property(property)
                        .help("leave CodeDeploy instances to deploy to"),
                );
            }
            (Kind::FleetPercent, i64::from(percent))
        }
    }
}

/// AWS keeps one prefix for its own configurations.
pub(super) fn check_name(stack: &mut Stack, name: &str) {
    if name.starts_with("CodeDeployDefault.") {
        stack.report(
            Diagnostic::error("codedeploy-config-name", format!("the name `{name}` begins as those of AWS do"))
                .property("DeploymentConfigName")
                .help("take another name, or one of the constants of `DeploymentConfig`"),
        );
    }
}
