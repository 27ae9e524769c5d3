//! [`Fleet`]: machines that are kept ready for builds.

use cfn_model::codebuild::fleet::{
    ComputeType as FleetSize, EnvironmentType as FleetKind, OverflowBehavior, ScalingConfigurationInput,
    ScalingConfigurationInputScalingType, TargetTrackingScalingConfiguration,
    TargetTrackingScalingConfigurationMetricType, VpcConfig,
};
use cfn_model::{Diagnostic, Handle, Prop, codebuild};

use super::super::{Role, RoleProps};
use super::Network;
use crate::Stack;
use crate::stack::MAIN;

pub use cfn_model::codebuild::fleet::{ComputeType as FleetComputeType, EnvironmentType as FleetEnvironmentType};

/// Machines that are kept ready, so that builds start at once and nobody else's run on them.
///
/// They are paid for as long as the fleet is there.
///
/// See <https://docs.aws.amazon.com/codebuild/latest/userguide/fleets.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fleet {
    /// The fleet itself.
    pub handle: Handle<codebuild::Fleet>,
    /// The role with which CodeBuild reaches the private network, where the fleet is in one.
    pub role: Option<Role>,
}

/// What a [`Fleet`] is made of.
#[derive(Clone, Debug)]
pub struct FleetProps {
    /// How many machines are kept ready, at least 1.
    pub capacity: u32,
    /// The size of the machines.
    pub compute_type: FleetSize,
    /// The kind of machines.
    pub kind: FleetKind,
    /// What becomes of builds for which no machine is free. They wait by default.
    pub overflow: OverflowBehavior,
    /// Up to how many machines are added while more than this percentage of them is in use. By default none.
    pub scaling: Option<FleetScaling>,
    /// The private network that the machines are in. CodeBuild's own by default.
    pub network: Option<Network>,
    /// The image of the machines, for those of one's own. By default that of the build.
    pub image: Option<Prop<String>>,
}

/// How a [`Fleet`] grows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FleetScaling {
    /// The most machines, not less than the capacity.
    pub most: u32,
    /// The percentage of machines in use that is aimed at, 1 to 100.
    pub utilization: f64,
}

impl FleetProps {
    /// A fleet of so many Linux machines on x86 of that size.
    pub fn linux(capacity: u32, compute_type: FleetSize) -> Self {
        FleetProps {
            capacity,
            compute_type,
            kind: FleetKind::LinuxContainer,
            overflow: OverflowBehavior::Queue,
            scaling: None,
            network: None,
            image: None,
        }
    }
}

impl Fleet {
    /// Adds a fleet, and the role that it needs in a private network.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: FleetProps) -> Self {
        stack.construct(id, |stack| {
            check(stack, &props);
            let mut fleet = codebuild::Fleet::new()
                .base_capacity(i64::from(props.capacity))
                .compute_type(props.compute_type)
                .environment_type(props.kind)
                .overflow_behavior(props.overflow);
            if let Some(scaling) = props.scaling {
                let target = TargetTrackingScalingConfiguration::new()
                    .metric_type(TargetTrackingScalingConfigurationMetricType::FleetUtilizationRate)
                    .target_value(scaling.utilization);
                let scaling = ScalingConfigurationInput::new()
                    .max_capacity(i64::from(scaling.most))
                    .scaling_type(ScalingConfigurationInputScalingType::TargetTrackingScaling)
                    .target_tracking_scaling_configs([target]);
                fleet = fleet.scaling_configuration(scaling);
            }
            if let Some(image) = &props.image {
                fleet = fleet.image_id(image.clone());
            }
            let role = props.network.as_ref().map(|network| {
                network.check(stack);
                let what = "Connects the machines of this fleet to their network.";
                let role =
                    Role::new(stack, "Role", RoleProps::for_service("codebuild.amazonaws.com").description(what));
                network.grant(stack, role);
                role
            });
            if let (Some(network), Some(role)) = (&props.network, role) {
                let config = VpcConfig::new()
                    .vpc_id(network.vpc.clone())
                    .subnets(network.subnets.clone())
                    .security_group_ids(network.security_groups.clone());
                fleet = fleet.fleet_vpc_config(config).fleet_service_role(role.arn());
            }
            Fleet { handle: stack.add(MAIN, fleet), role }
        })
    }

    /// The fleet's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }
}

fn check(stack: &mut Stack, props: &FleetProps) {
    if props.capacity == 0 {
        stack.report(
            Diagnostic::error("fleet-capacity", "a fleet of 0 machines, at least 1 is needed")
                .property("BaseCapacity")
                .help("give the number of machines that are kept ready"),
        );
    }
    let Some(scaling) = props.scaling else { return };
    if scaling.most < props.capacity {
        let (most, capacity) = (scaling.most, props.capacity);
        stack.report(
            Diagnostic::error(
                "fleet-capacity",
                format!("at most {most} machines are fewer than the {capacity} kept ready"),
            )
            .property("ScalingConfiguration.MaxCapacity")
            .help(format!("give {capacity} or more, or leave the scaling out")),
        );
    }
    if !(1.0..=100.0).contains(&scaling.utilization) {
        let given = scaling.utilization;
        stack.report(
            Diagnostic::error("fleet-capacity", format!("a utilization of {given} percent, 1 to 100 are allowed"))
                .property("ScalingConfiguration.TargetTrackingScalingConfigs.0.TargetValue")
                .help("give a percentage from 1 to 100"),
        );
    }
}
