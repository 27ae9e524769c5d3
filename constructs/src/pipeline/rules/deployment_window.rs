//! The time is one at which the stage may run.

use crate::pipeline::{Rule, providers};

/// The time is one at which the stage may run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeploymentWindowRule {
    /// The rule's name.
    pub name: String,
    /// The minutes that are allowed: `* * 9-17 ? * MON-FRI`, with the fields seconds (always `*`),
    /// minutes, hours, day of the month, month, day of the week and, if wanted, year.
    pub cron: String,
    /// The time zone of the expression, such as `Europe/Berlin`. UTC by default.
    pub time_zone: Option<String>,
}

impl DeploymentWindowRule {
    /// The minutes that the cron expression names, in UTC.
    pub fn new(name: impl Into<String>, cron: impl Into<String>) -> Self {
        DeploymentWindowRule { name: name.into(), cron: cron.into(), time_zone: None }
    }

    /// In another time zone.
    #[must_use]
    pub fn time_zone(mut self, time_zone: impl Into<String>) -> Self {
        self.time_zone = Some(time_zone.into());
        self
    }
}

impl From<DeploymentWindowRule> for Rule {
    fn from(rule: DeploymentWindowRule) -> Self {
        let made = Rule::new(rule.name, &providers::rules::DEPLOYMENT_WINDOW).configure("Cron", rule.cron);
        match rule.time_zone {
            Some(time_zone) => made.configure("TimeZone", time_zone),
            None => made,
        }
    }
}
