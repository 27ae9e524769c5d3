//! CloudWatch: metrics, and alarms on them.

mod action;
mod alarm;
mod composite;
mod metric;

pub use action::{AlarmAction, AlarmActions};
pub use alarm::{Alarm, AlarmComparison, AlarmProps, MissingData};
pub use composite::{AlarmRule, CompositeAlarm, CompositeAlarmProps};
pub use metric::{Metric, Statistic};
