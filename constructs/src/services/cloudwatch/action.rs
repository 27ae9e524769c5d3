//! [`AlarmAction`]: what an alarm does when its state changes.

use cfn_model::{Diagnostic, IntoProp, Prop, sub};

use crate::Stack;
#[cfg(feature = "lambda")]
use crate::services::lambda::{ImportedFunction, Invocable};
use crate::services::sns::{AnyTopic, Topic};

/// How many actions each state of an alarm may have.
const ACTIONS: usize = 5;

/// What an alarm does when its state changes.
#[derive(Clone, Debug, PartialEq)]
pub struct AlarmAction {
    arn: Prop<String>,
    topic: Option<Topic>,
    #[cfg(feature = "lambda")]
    function: bool,
}

/// What an alarm does for each state. Nothing by default; at most 5 actions for each.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct AlarmActions {
    /// When there is something wrong.
    pub alarm: Vec<AlarmAction>,
    /// When all is well again.
    pub ok: Vec<AlarmAction>,
    /// When there is too little data to tell.
    pub insufficient_data: Vec<AlarmAction>,
}

impl AlarmAction {
    /// What the ARN names: a scaling policy, an incident response plan.
    pub fn arn(arn: impl IntoProp<String>) -> Self {
        AlarmAction {
            arn: arn.into_prop(),
            topic: None,
            #[cfg(feature = "lambda")]
            function: false,
        }
    }

    /// A message to the topic, whose policy and key let the alarms of the account publish; those of a
    /// topic that exists already are for whoever made it.
    pub fn topic(topic: &impl AnyTopic) -> Self {
        AlarmAction { topic: topic.owned(), ..AlarmAction::arn(topic.arn()) }
    }

    /// A call of the function, which the alarm is allowed.
    #[cfg(feature = "lambda")]
    pub fn function(function: &impl Invocable) -> Self {
        AlarmAction { function: true, ..AlarmAction::arn(function.invoke_arn()) }
    }
}

impl AlarmActions {
    /// The same for an alarm and for its end.
    pub fn alarm_and_ok(action: AlarmAction) -> Self {
        AlarmActions { alarm: vec![action.clone()], ok: vec![action], insufficient_data: Vec::new() }
    }

    /// Those for an alarm only.
    pub fn alarm(actions: impl IntoIterator<Item = AlarmAction>) -> Self {
        AlarmActions { alarm: actions.into_iter().collect(), ..AlarmActions::default() }
    }

    fn all(&self) -> impl Iterator<Item = &AlarmAction> {
        self.alarm.iter().chain(&self.ok).chain(&self.insufficient_data)
    }

    /// The ARNs for each state that has an action, with the name of its property. Problems are reported.
    pub(super) fn to_properties(&self, stack: &mut Stack) -> Vec<(&'static str, Vec<Prop<String>>)> {
        let states = [
            ("AlarmActions", &self.alarm),
            ("OKActions", &self.ok),
            ("InsufficientDataActions", &self.insufficient_data),
        ];
        for (property, actions) in states {
            let count = actions.len();
            if count > ACTIONS {
                stack.report(
                    Diagnostic::error("alarm-actions", format!("there are {count} {property}, {ACTIONS} are allowed"))
                        .property(property)
                        .help("publish to one topic, which tells the others"),
                );
            }
        }
        states
            .into_iter()
            .filter(|(_, actions)| !actions.is_empty())
            .map(|(property, actions)| (property, actions.iter().map(|action| action.arn.clone()).collect()))
            .collect()
    }

    /// Lets the alarms of the account publish to the topics.
    pub(super) fn grant_topics(&self, stack: &mut Stack) {
        for topic in self.all().filter_map(|action| action.topic) {
            let alarms = sub!("arn:{partition}:cloudwatch:{region}:{account}:alarm:*");
            topic.grant_publish_to_service(stack, "cloudwatch.amazonaws.com", Some(alarms));
        }
    }

    /// Lets the alarm call the functions.
    #[cfg(feature = "lambda")]
    pub(super) fn grant_functions(&self, stack: &mut Stack, alarm: &Prop<String>) {
        let mut allowed: Vec<&Prop<String>> = Vec::new();
        for AlarmAction { arn, .. } in self.all().filter(|action| action.function) {
            if !allowed.contains(&arn) {
                allowed.push(arn);
                let id = format!("Permission{}", allowed.len());
                let function = ImportedFunction::from_arn(arn.clone());
                function.allow_service(stack, &id, "lambda.alarms.cloudwatch.amazonaws.com", alarm.clone());
            }
        }
    }
}
