//! [`Alarm`]: a metric that crosses a threshold.

use cfn_model::cloudwatch::alarm::{ComparisonOperator, TreatMissingData};
use cfn_model::{Diagnostic, Handle, Prop, cloudwatch};

use super::{AlarmActions, Metric};
use crate::Stack;
use crate::services::Seconds;
use crate::stack::MAIN;

/// How long an alarm may look back: a day, or a week where its periods have at least an hour.
///
/// See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html>.
const DAY: u64 = 86_400;

/// An alarm on a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// The alarm itself.
    pub handle: Handle<cloudwatch::Alarm>,
}

/// How a metric compares with the threshold when something is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum AlarmComparison {
    /// It is at least that.
    #[default]
    GreaterOrEqual,
    /// It is more.
    Greater,
    /// It is less.
    Less,
    /// It is at most that.
    LessOrEqual,
}

/// What a period without data counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum MissingData {
    /// All is well: metrics that count failures have no data where nothing failed.
    #[default]
    NotBreaching,
    /// Something is wrong.
    Breaching,
    /// What the period before it counted as.
    Ignore,
    /// Nothing; without any data the alarm has the state of insufficient data.
    Missing,
}

/// What an [`Alarm`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct AlarmProps {
    /// What it looks at.
    pub metric: Metric,
    /// The threshold. 1 by default.
    pub threshold: f64,
    /// How the metric compares with the threshold when something is wrong. By default it is at least that.
    pub comparison: AlarmComparison,
    /// How many periods it looks back. 1 by default.
    pub evaluation_periods: u32,
    /// In how many of them something must be wrong. By default in all.
    pub datapoints_to_alarm: Option<u32>,
    /// What a period without data counts as. By default all is well then.
    pub missing_data: MissingData,
    /// What it does when its state changes. By default nothing.
    pub actions: AlarmActions,
    /// The alarm's name. By default CloudFormation makes one.
    pub name: Option<String>,
    /// What it is for, at most 1,024 characters. None by default.
    pub description: Option<String>,
}

impl AlarmProps {
    /// An alarm when the metric has at least the value 1 in a period: when one build failed.
    pub fn new(metric: Metric) -> Self {
        AlarmProps {
            metric,
            threshold: 1.0,
            comparison: AlarmComparison::default(),
            evaluation_periods: 1,
            datapoints_to_alarm: None,
            missing_data: MissingData::default(),
            actions: AlarmActions::default(),
            name: None,
            description: None,
        }
    }
}

impl Alarm {
    /// Adds an alarm.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: AlarmProps) -> Self {
        stack.construct(id, |stack| {
            check(stack, &props);
            let comparison = match props.comparison {
                AlarmComparison::GreaterOrEqual => ComparisonOperator::GreaterThanOrEqualToThreshold,
                AlarmComparison::Greater => ComparisonOperator::GreaterThanThreshold,
                AlarmComparison::Less => ComparisonOperator::LessThanThreshold,
                AlarmComparison::LessOrEqual => ComparisonOperator::LessThanOrEqualToThreshold,
            };
            let missing = match props.missing_data {
                MissingData::NotBreaching => TreatMissingData::NotBreaching,
                MissingData::Breaching => TreatMissingData::Breaching,
                MissingData::Ignore => TreatMissingData::Ignore,
                MissingData::Missing => TreatMissingData::Missing,
            };
            let alarm = props.metric.apply(stack, cloudwatch::Alarm::new());
            let mut alarm = alarm
                .threshold(props.threshold)
                .comparison_operator(comparison)
                .evaluation_periods(props.evaluation_periods)
                .treat_missing_data(missing);
            if let Some(datapoints) = props.datapoints_to_alarm {
                alarm = alarm.datapoints_to_alarm(datapoints);
            }
            for (property, arns) in props.actions.to_properties(stack) {
                alarm = match property {
                    "AlarmActions" => alarm.alarm_actions(arns),
                    "OKActions" => alarm.ok_actions(arns),
                    _ => alarm.insufficient_data_actions(arns),
                };
            }
            if let Some(name) = props.name {
                alarm = alarm.alarm_name(name);
            }
            if let Some(description) = props.description {
                alarm = alarm.alarm_description(description);
            }
            let handle = stack.add(MAIN, alarm);
            props.actions.grant_topics(stack);
            #[cfg(feature = "lambda")]
            props.actions.grant_functions(stack, &handle.arn());
            Alarm { handle }
        })
    }

    /// The alarm's name.
    pub fn name(self) -> Prop<String> {
        self.handle.reference()
    }

    /// The alarm's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }
}

fn check(stack: &mut Stack, props: &AlarmProps) {
    let mut report = |property: &str, message: String, help: &str| {
        stack.report(Diagnostic::error("alarm", message).property(property).help(help));
    };
    let periods = props.evaluation_periods;
    if let Some(datapoints) = props.datapoints_to_alarm.filter(|datapoints| !(1..=periods).contains(datapoints)) {
        let message = format!("something must be wrong in {datapoints} of {periods} periods");
        report("DatapointsToAlarm", message, "give a number from 1 to the number of periods");
    }
    let Seconds(period) = props.metric.period;
    let (most, words) = if period >= 3600 { (7 * DAY, "a week") } else { (DAY, "a day") };
    let span = u64::from(period) * u64::from(periods);
    if span > most {
        let message = format!("the alarm looks back {span} seconds, {most} are allowed");
        report("EvaluationPeriods", message, &format!("look back at most {words}; a week needs periods of an hour"));
    }
    if !props.threshold.is_finite() {
        report("Threshold", format!("the threshold is {}", props.threshold), "give a number");
    }
}
