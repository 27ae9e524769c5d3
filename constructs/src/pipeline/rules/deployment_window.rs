//! The time is one at which the stage may run.

use crate::pipeline::{ConfigurationKey, Rule, RuleProvider};

/// What AWS says of rules about times.
pub static DEPLOYMENT_WINDOW: RuleProvider = RuleProvider {
    provider: "DeploymentWindow",
    version: "1",
    inputs: 0..=0,
    configuration: &[
        ConfigurationKey::required("Cron", "The minutes that are allowed, as a cron expression of 6 or 7 fields."),
        ConfigurationKey::optional("TimeZone", "The time zone of the expression."),
    ],
    skips: false,
    page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html",
};

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
        let made = Rule::new(rule.name, &DEPLOYMENT_WINDOW).configure("Cron", rule.cron);
        match rule.time_zone {
            Some(time_zone) => made.configure("TimeZone", time_zone),
            None => made,
        }
    }
}
