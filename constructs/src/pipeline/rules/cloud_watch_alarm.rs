//! An alarm is in a state, or gets into it in time.

use cfn_model::{IntoProp, Prop, sub};

use crate::iam::Statement;
use crate::pipeline::{Rule, providers};
use crate::services::Minutes;

/// A state of an alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlarmState {
    /// The metric is beyond its threshold.
    Alarm,
    /// The metric is within its threshold.
    Ok,
    /// There is not enough data to tell.
    InsufficientData,
}

impl AlarmState {
    fn name(self) -> &'static str {
        match self {
            AlarmState::Alarm => "ALARM",
            AlarmState::Ok => "OK",
            AlarmState::InsufficientData => "INSUFFICIENT_DATA",
        }
    }
}

/// An alarm is in a state, or gets into it in time.
#[derive(Clone, Debug, PartialEq)]
pub struct CloudWatchAlarmRule {
    /// The rule's name.
    pub name: String,
    /// The alarm's name.
    pub alarm: Prop<String>,
    /// The states to wait for. By default what CodePipeline waits for.
    pub states: Vec<AlarmState>,
    /// How long to wait for one of them. By default not at all.
    pub wait: Option<Minutes>,
}

impl CloudWatchAlarmRule {
    /// A rule about the alarm of that name.
    pub fn new(name: impl Into<String>, alarm: impl IntoProp<String>) -> Self {
        CloudWatchAlarmRule { name: name.into(), alarm: alarm.into_prop(), states: Vec::new(), wait: None }
    }
}

impl From<CloudWatchAlarmRule> for Rule {
    fn from(rule: CloudWatchAlarmRule) -> Self {
        let arn = sub!("arn:{partition}:cloudwatch:{region}:{account}:alarm:{}", rule.alarm.clone());
        let mut made = Rule::new(rule.name, &providers::rules::CLOUD_WATCH_ALARM)
            .configure("AlarmName", rule.alarm)
            .needs(Statement::allow(["cloudwatch:DescribeAlarms"]).on([arn]));
        if !rule.states.is_empty() {
            let states: Vec<&str> = rule.states.iter().map(|state| state.name()).collect();
            made = made.configure("AlarmStates", states.join(","));
        }
        match rule.wait {
            Some(Minutes(minutes)) => made.configure("WaitTime", minutes.to_string()),
            None => made,
        }
    }
}
