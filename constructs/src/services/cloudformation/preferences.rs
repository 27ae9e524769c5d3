//! [`OperationPreferences`]: in which order and how carefully a stack set is rolled out.

use cfn_model::Diagnostic;
use cfn_model::cloudformation::stack_set::{ConcurrencyMode, OperationPreferences as Property, RegionConcurrencyType};

use crate::Stack;

/// A number of accounts, or a part of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// So many accounts.
    Count(u32),
    /// That part of the accounts, in percent, rounded down.
    Percent(u32),
}

/// In which order and how carefully changes are rolled out.
///
/// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-concepts.html>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationPreferences {
    /// The regions, the first to be changed first. By default CloudFormation chooses the order.
    pub region_order: Vec<String>,
    /// Whether all regions are changed at once. Off by default: the next one follows when one is done.
    pub parallel_regions: bool,
    /// In how many accounts of a region changes are made at once. One by default.
    pub concurrent: Amount,
    /// In how many accounts of a region changes may fail before the rest is left as it is. None by default.
    pub failure_tolerance: Amount,
    /// Whether as many accounts are changed at once as `concurrent` says, however many may fail. Off by
    /// default: no more than one more than may fail are changed at once.
    pub soft_failure_tolerance: bool,
}

impl Default for OperationPreferences {
    fn default() -> Self {
        OperationPreferences {
            region_order: Vec::new(),
            parallel_regions: false,
            concurrent: Amount::Count(1),
            failure_tolerance: Amount::Count(0),
            soft_failure_tolerance: false,
        }
    }
}

impl OperationPreferences {
    pub(super) fn to_property(&self, stack: &mut Stack, regions: &[String]) -> Property {
        self.check(stack, regions);
        let mut preferences = Property::new();
        if !self.region_order.is_empty() {
            preferences = preferences.region_order(self.region_order.clone());
        }
        preferences = preferences.region_concurrency_type(if self.parallel_regions {
            RegionConcurrencyType::Parallel
        } else {
            RegionConcurrencyType::Sequential
        });
        preferences = match self.concurrent {
            Amount::Count(count) => preferences.max_concurrent_count(i64::from(count)),
            Amount::Percent(percent) => preferences.max_concurrent_percentage(i64::from(percent)),
        };
        preferences = match self.failure_tolerance {
            Amount::Count(count) => preferences.failure_tolerance_count(i64::from(count)),
            Amount::Percent(percent) => preferences.failure_tolerance_percentage(i64::from(percent)),
        };
        if self.soft_failure_tolerance {
            preferences = preferences.concurrency_mode(ConcurrencyMode::SoftFailureTolerance);
        }
        preferences
    }

    fn check(&self, stack: &mut Stack, regions: &[String]) {
        let mut report = |property: &str, message: String, help: String| {
            let property = format!("OperationPreferences.{property}");
            stack.report(Diagnostic::error("stack-set-preferences", message).property(property).help(help));
        };
        for (index, region) in self.region_order.iter().enumerate() {
            let place = format!("RegionOrder.{index}");
            if self.region_order[..index].contains(region) {
                report(&place, format!("the region `{region}` is there twice"), "take one of the two out".into());
            } else if !regions.contains(region) {
                let known = regions.join("`, `");
                report(&place, format!("nothing is deployed to `{region}`"), format!("the regions are `{known}`"));
            }
        }
        if matches!(self.concurrent, Amount::Count(0) | Amount::Percent(0)) {
            let help = "give a number from 1".to_owned();
            report("MaxConcurrentCount", "changes in 0 accounts at once never come to an end".into(), help);
        }
        for (what, amount) in
            [("MaxConcurrentPercentage", self.concurrent), ("FailureTolerancePercentage", self.failure_tolerance)]
        {
            if let Amount::Percent(percent @ 101..) = amount {
                report(what, format!("{percent} percent of the accounts"), "give at most 100 percent".into());
            }
        }
        if let (Amount::Count(concurrent), Amount::Count(tolerance), false) =
            (self.concurrent, self.failure_tolerance, self.soft_failure_tolerance)
            && concurrent > tolerance + 1
        {
            let possible = tolerance + 1;
            stack.report(
                Diagnostic::warning(
                    "stack-set-preferences",
                    format!("where {tolerance} may fail, {possible} are changed at once, not {concurrent}"),
                )
                .property("OperationPreferences.MaxConcurrentCount")
                .help("let more of them fail, or set `soft_failure_tolerance`"),
            );
        }
    }
}
