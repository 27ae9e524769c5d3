//! [`BlueGreen`]: a new set of servers takes over from the old one.

use cfn_model::codedeploy::deployment_group::{
    BlueGreenDeploymentConfiguration, BlueInstanceTerminationOption, BlueInstanceTerminationOptionAction,
    DeploymentReadyOption, DeploymentReadyOptionActionOnTimeout, GreenFleetProvisioningOption,
    GreenFleetProvisioningOptionAction,
};
use cfn_model::{IntoProp, Prop};

use crate::Stack;
use crate::services::Minutes;

/// The longest waits of a blue/green deployment: two days.
///
/// See <https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_BlueInstanceTerminationOption.html>.
pub(super) const TWO_DAYS: u32 = 2_880;

/// A blue/green deployment of servers: a green fleet is deployed to, and then takes the traffic of the blue one.
///
/// CodeDeploy makes these deployments; changes to the group in a template do not.
/// See <https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-groups-create-blue-green.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct BlueGreen {
    /// Where the green fleet comes from.
    pub green_fleet: GreenFleet,
    /// When traffic moves. By default as soon as the green fleet is deployed to.
    pub ready: Ready,
    /// What becomes of the blue fleet. By default its instances are terminated after an hour.
    pub blue_instances: BlueInstances,
}

/// Where the green fleet comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum GreenFleet {
    /// Whoever starts a deployment names instances that are there.
    DiscoverExisting,
    /// CodeDeploy copies the group's only Auto Scaling group, under a name that begins with `CodeDeploy_`.
    /// CloudFormation does not know the copy, and finds the original gone where the blue fleet is terminated.
    CopyAutoScalingGroup {
        /// The role that the launch template gives to instances, by ARN, so that CodeDeploy may pass it on.
        /// `None` where it gives none.
        instance_role: Option<Prop<String>>,
    },
}

impl GreenFleet {
    /// A copy of the Auto Scaling group, whose launch template gives instances that role, by ARN.
    pub fn copy_auto_scaling_group(instance_role: impl IntoProp<String>) -> Self {
        GreenFleet::CopyAutoScalingGroup { instance_role: Some(instance_role.into_prop()) }
    }
}

/// When traffic moves to what is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Ready {
    /// As soon as it is ready.
    #[default]
    ContinueAtOnce,
    /// When somebody says so, by `aws deploy continue-deployment`. After so long without, up to 2,880 minutes,
    /// the deployment stops.
    StopAfter(Minutes),
}

/// What becomes of the blue fleet of servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlueInstances {
    /// Its instances are terminated after so long, 0 to 2,880 minutes.
    TerminateAfter(Minutes),
    /// They go on running, without traffic.
    KeepAlive,
}

impl BlueGreen {
    /// A deployment to that green fleet, everything else by default.
    pub fn new(green_fleet: GreenFleet) -> Self {
        BlueGreen { green_fleet, ready: Ready::default(), blue_instances: BlueInstances::TerminateAfter(Minutes(60)) }
    }

    pub(super) fn to_property(&self, stack: &mut Stack) -> BlueGreenDeploymentConfiguration {
        let action = match self.green_fleet {
            GreenFleet::DiscoverExisting => GreenFleetProvisioningOptionAction::DiscoverExisting,
            GreenFleet::CopyAutoScalingGroup { .. } => GreenFleetProvisioningOptionAction::CopyAutoScalingGroup,
        };
        let blue = match self.blue_instances {
            BlueInstances::TerminateAfter(minutes) => terminate_after(stack, minutes),
            BlueInstances::KeepAlive => {
                BlueInstanceTerminationOption::new().action(BlueInstanceTerminationOptionAction::KeepAlive)
            }
        };
        BlueGreenDeploymentConfiguration::new()
            .deployment_ready_option(self.ready.to_property(stack))
            .green_fleet_provisioning_option(GreenFleetProvisioningOption::new().action(action))
            .terminate_blue_instances_on_deployment_success(blue)
    }
}

pub(super) fn terminate_after(stack: &mut Stack, minutes: Minutes) -> BlueInstanceTerminationOption {
    let property =
        "BlueGreenDeploymentConfiguration.TerminateBlueInstancesOnDeploymentSuccess.TerminationWaitTimeInMinutes";
    BlueInstanceTerminationOption::new()
        .action(BlueInstanceTerminationOptionAction::Terminate)
        .termination_wait_time_in_minutes(minutes.within(0..=TWO_DAYS, stack, property))
}

impl Ready {
    pub(super) fn to_property(self, stack: &mut Stack) -> DeploymentReadyOption {
        let option = DeploymentReadyOption::new();
        match self {
            Ready::ContinueAtOnce => option
                .action_on_timeout(DeploymentReadyOptionActionOnTimeout::ContinueDeployment)
                .wait_time_in_minutes(0),
            Ready::StopAfter(minutes) => {
                let property = "BlueGreenDeploymentConfiguration.DeploymentReadyOption.WaitTimeInMinutes";
                option
                    .action_on_timeout(DeploymentReadyOptionActionOnTimeout::StopDeployment)
                    .wait_time_in_minutes(minutes.within(1..=TWO_DAYS, stack, property))
            }
        }
    }
}
