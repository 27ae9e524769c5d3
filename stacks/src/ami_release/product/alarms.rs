//! Alarms that tell the topic of the product.

use cfn_constructs::Stack;
use cfn_constructs::services::Seconds;
use cfn_constructs::services::cloudwatch::{
    Alarm, AlarmAction, AlarmActions, AlarmComparison, AlarmProps, Metric, Statistic,
};
use cfn_model::Prop;

/// An alarm that the metric has been beyond the threshold for three periods of five minutes.
pub(super) fn alarm(
    stack: &mut Stack,
    id: &str,
    topic: &Prop<String>,
    metric: Metric,
    comparison: AlarmComparison,
    threshold: f64,
    description: &str,
) {
    let action = AlarmAction::arn(topic.clone());
    Alarm::new(
        stack,
        id,
        AlarmProps {
            comparison,
            threshold,
            evaluation_periods: 3,
            actions: AlarmActions::alarm_and_ok(action),
            description: Some(description.to_owned()),
            ..AlarmProps::new(metric)
        },
    );
}

/// The average of a metric in five minutes.
pub(super) fn average(namespace: &str, name: &str, dimension: &str, value: Prop<String>) -> Metric {
    Metric::new(namespace, name).dimension(dimension, value).statistic(Statistic::Average).period(Seconds(300))
}
