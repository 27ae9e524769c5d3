//! Log groups with more subscriptions than they can have.

use cfn_model::Severity;

use super::related::{same, select};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "subscription-filters",
    severity: Severity::Error,
    title: "a log group with too many subscription filters",
    docs: "A log group has at most five subscription filters.",
    source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html",
    cfn_lint: &["E2529"],
    run: Some(run),
};

const LIMIT: usize = 5;

fn run(context: &Context<'_>, findings: &mut Findings) {
    let filters = context.of_type("AWS::Logs::SubscriptionFilter");
    let groups: Vec<_> = filters.flat_map(|filter| select(context, filter, &["LogGroupName"])).collect();
    for (index, group) in groups.iter().enumerate() {
        let is_same = |other: &&crate::cases::Case<'_>| {
            same(context, group.value, other.value) == Some(true)
                && context.conditions.both(&group.env, &other.env).is_some()
        };
        // Told once, at the first that is too many.
        if groups[..index].iter().filter(is_same).count() == LIMIT {
            let count = groups.iter().filter(is_same).count();
            let message = format!("the log group has {count} subscription filters, at most {LIMIT} are allowed");
            findings.push(Finding::new(&X, &group.path(), message).help("let one subscriber pass the logs on"));
        }
    }
}
