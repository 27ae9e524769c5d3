//! The events of CodeDeploy and CloudFormation.
//!
//! See <https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-cloudwatch-events.html> and
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/eventbridge-events.html>.

use cfn_model::Prop;

use super::{EventPattern, Filter, names};

states! {
    /// The state that a deployment, or an instance of it, has come to.
    DeploymentState {
        /// It failed.
        Failure = "FAILURE",
        /// It waits for traffic to be sent its way.
        Ready = "READY",
        /// It runs.
        Start = "START",
        /// Somebody stopped it.
        Stop = "STOP",
        /// It succeeded.
        Success = "SUCCESS",
    }
}

/// A deployment changed its state.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct DeploymentStateChange {
    /// The applications, by name. By default all of the account and region.
    pub applications: Vec<Prop<String>>,
    /// The deployment groups, by name. By default all.
    pub deployment_groups: Vec<Prop<String>>,
    /// The states. By default all.
    pub states: Vec<DeploymentState>,
}

/// A deployment to one instance changed its state.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct InstanceStateChange {
    /// The applications, by name. By default all of the account and region.
    pub applications: Vec<Prop<String>>,
    /// The deployment groups, by name. By default all.
    pub deployment_groups: Vec<Prop<String>>,
    /// The states. By default all.
    pub states: Vec<DeploymentState>,
}

/// A stack of CloudFormation changed its status.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct StackStatusChange {
    /// The stacks, by their ids, which are ARNs. By default all of the account and region.
    pub stacks: Vec<Prop<String>>,
    /// The statuses, such as `UPDATE_COMPLETE`, or [`Filter::suffix`] with `_FAILED`. By default all.
    pub statuses: Vec<Filter>,
}

fn pattern(
    kind: &str,
    applications: &[Prop<String>],
    groups: &[Prop<String>],
    states: Vec<DeploymentState>,
) -> EventPattern {
    EventPattern::of("aws.codedeploy", format!("CodeDeploy {kind} State-change Notification"))
        .detail_if_any("application", names(applications))
        .detail_if_any("deploymentGroup", names(groups))
        .detail_if_any("state", states)
}

impl From<DeploymentStateChange> for EventPattern {
    fn from(change: DeploymentStateChange) -> Self {
        pattern("Deployment", &change.applications, &change.deployment_groups, change.states)
    }
}

impl From<InstanceStateChange> for EventPattern {
    fn from(change: InstanceStateChange) -> Self {
        pattern("Instance", &change.applications, &change.deployment_groups, change.states)
    }
}

impl From<StackStatusChange> for EventPattern {
    fn from(change: StackStatusChange) -> Self {
        EventPattern::of("aws.cloudformation", "CloudFormation Stack Status Change")
            .detail_if_any("stack-id", names(&change.stacks))
            .detail_if_any("status-details.status", change.statuses)
    }
}
