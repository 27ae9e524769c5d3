//! What stops a deployment, takes it back, and tells of it: alarms, rollback, triggers.

use cfn_model::codedeploy::deployment_group::{
    Alarm, AlarmConfiguration, AutoRollbackConfiguration, AutoRollbackConfigurationEvents, TriggerConfig,
};
use cfn_model::{Diagnostic, IntoProp, Prop, codedeploy, sub};

use crate::Stack;
use crate::iam::Statement;
use crate::services::{Grantee, Role};

/// What a trigger tells of. Events of instances are those of servers only.
///
/// See <https://docs.aws.amazon.com/codedeploy/latest/userguide/monitoring-sns-event-notifications-create-trigger.html>.
pub use cfn_model::codedeploy::deployment_group::TriggerConfigTriggerEvents as TriggerEvent;

/// How many alarms a group may have.
///
/// See <https://docs.aws.amazon.com/codedeploy/latest/APIReference/API_CreateDeploymentGroup.html>.
const MOST_ALARMS: usize = 10;

/// How many triggers a group may have.
///
/// See <https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html>.
const MOST_TRIGGERS: usize = 10;

/// What stops a deployment, and what happens then.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Safety {
    /// The names of the metric alarms of CloudWatch that stop a deployment. None by default; at most 10 with the next.
    pub alarms: Vec<Prop<String>>,
    /// The names of composite alarms that stop it. None by default. Those can only be read by a role that may look at
    /// every alarm of the account.
    pub composite_alarms: Vec<Prop<String>>,
    /// Whether a deployment goes on where the state of an alarm cannot be read. Off by default.
    pub ignore_poll_alarm_failure: bool,
    /// When the last good revision is deployed again.
    pub auto_rollback: AutoRollback,
    /// What is told to topics. At most 10; none by default.
    pub triggers: Vec<Trigger>,
}

/// When CodeDeploy deploys the last good revision again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AutoRollback {
    /// When a deployment fails. On by default.
    pub on_failure: bool,
    /// When an alarm of the group stops it. On by default; without alarms it means nothing.
    pub on_alarm: bool,
    /// When somebody stops it. Off by default.
    pub on_request: bool,
}

impl Default for AutoRollback {
    fn default() -> Self {
        AutoRollback { on_failure: true, on_alarm: true, on_request: false }
    }
}

impl AutoRollback {
    /// Never.
    pub const NEVER: Self = AutoRollback { on_failure: false, on_alarm: false, on_request: false };
}

/// Messages to an SNS topic.
#[derive(Clone, Debug, PartialEq)]
pub struct Trigger {
    /// The trigger's name, which no other of the group has.
    pub name: String,
    /// The topic, by ARN. Where the topic is encrypted with a key of your own, grant that to the group as well.
    pub topic: Prop<String>,
    /// What is told.
    pub events: Vec<TriggerEvent>,
}

impl Trigger {
    /// A trigger that tells a topic, by ARN, of the events.
    pub fn new(
        name: impl Into<String>,
        topic: impl IntoProp<String>,
        events: impl IntoIterator<Item = TriggerEvent>,
    ) -> Self {
        Trigger { name: name.into(), topic: topic.into_prop(), events: events.into_iter().collect() }
    }
}

impl Safety {
    /// Puts all of it into the group, and lets the group's role do its part.
    pub(super) fn apply(
        self,
        stack: &mut Stack,
        role: Role,
        group: codedeploy::DeploymentGroup,
    ) -> codedeploy::DeploymentGroup {
        let has_alarms = !self.alarms.is_empty() || !self.composite_alarms.is_empty();
        let mut group = group.auto_rollback_configuration(self.auto_rollback.to_property(has_alarms));
        if has_alarms {
            let count = self.alarms.len() + self.composite_alarms.len();
            check_count(stack, count, MOST_ALARMS, "alarms", "AlarmConfiguration.Alarms");
            role.allow(stack, self.look_at_alarms());
            let names = self.alarms.into_iter().chain(self.composite_alarms);
            let alarms: Vec<Alarm> = names.map(|name| Alarm::new().name(name)).collect();
            group = group.alarm_configuration(
                AlarmConfiguration::new()
                    .alarms(alarms)
                    .enabled(true)
                    .ignore_poll_alarm_failure(self.ignore_poll_alarm_failure),
            );
        }
        if !self.triggers.is_empty() {
            check_triggers(stack, &self.triggers);
            let topics = self.triggers.iter().map(|trigger| trigger.topic.clone());
            role.allow(stack, Statement::allow(["sns:Publish"]).on(topics));
            let triggers: Vec<TriggerConfig> = self.triggers.into_iter().map(Trigger::into_property).collect();
            group = group.trigger_configurations(triggers);
        }
        group
    }
}

impl Safety {
    /// What it takes to see the states of the alarms.
    ///
    /// See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html>.
    fn look_at_alarms(&self) -> Statement {
        let look = Statement::allow(["cloudwatch:DescribeAlarms"]);
        if !self.composite_alarms.is_empty() {
            return look.on_all_resources();
        }
        look.on(self
            .alarms
            .iter()
            .map(|name| sub!("arn:{partition}:cloudwatch:{region}:{account}:alarm:{}", name.clone())))
    }
}

impl AutoRollback {
    fn to_property(self, has_alarms: bool) -> AutoRollbackConfiguration {
        use AutoRollbackConfigurationEvents::{DeploymentFailure, DeploymentStopOnAlarm, DeploymentStopOnRequest};
        let events: Vec<AutoRollbackConfigurationEvents> = [
            (self.on_failure, DeploymentFailure),
            (self.on_alarm && has_alarms, DeploymentStopOnAlarm),
            (self.on_request, DeploymentStopOnRequest),
        ]
        .into_iter()
        .filter_map(|(on, event)| on.then_some(event))
        .collect();
        let rollback = AutoRollbackConfiguration::new().enabled(!events.is_empty());
        if events.is_empty() { rollback } else { rollback.events(events) }
    }
}

impl Trigger {
    fn into_property(self) -> TriggerConfig {
        TriggerConfig::new().trigger_events(self.events).trigger_name(self.name).trigger_target_arn(self.topic)
    }
}

fn check_triggers(stack: &mut Stack, triggers: &[Trigger]) {
    check_count(stack, triggers.len(), MOST_TRIGGERS, "triggers", "TriggerConfigurations");
    for (index, trigger) in triggers.iter().enumerate() {
        let name = &trigger.name;
        if triggers[..index].iter().any(|other| other.name == *name) {
            stack.report(
                Diagnostic::error("codedeploy-trigger", format!("two triggers are named `{name}`"))
                    .property("TriggerConfigurations")
                    .help("give one of them another name"),
            );
        }
        if trigger.events.is_empty() {
            stack.report(
                Diagnostic::error("codedeploy-trigger", format!("the trigger `{name}` has no events"))
                    .property("TriggerConfigurations")
                    .help("name the events it tells of, or leave it out"),
            );
        }
    }
}

/// Reports that there are more of something than CodeDeploy takes.
pub(super) fn check_count(stack: &mut Stack, count: usize, most: usize, what: &str, property: &str) {
    if count > most {
        stack.report(
            Diagnostic::error("codedeploy-limit", format!("{count} {what} are given, {most} are allowed"))
                .property(property)
                .help(format!("take some of the {what} out, or use a second deployment group")),
        );
    }
}
