//! Conditions of stages with results that they do not have.

use cfn_model::Severity;

use crate::Check;
use crate::cases::Case;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::providers;
use crate::schema::report::list;

pub(super) static X: Check = Check {
    code: "condition-result",
    severity: Severity::Error,
    title: "a result that the conditions of a stage do not have",
    docs: "What follows from a condition depends on when it is looked at: before a stage the run fails or skips the \
           stage, after a success it fails or is rolled back, after a failure it is rolled back, retried or goes on. \
           A stage is skipped by the rules `LambdaInvoke` and `VariableCheck` only.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works-conditions.html",
    cfn_lint: &[],
    run: Some(run),
};

/// The results that each kind of conditions can have.
const RESULTS: [(&str, &[&str]); 3] = [
    ("BeforeEntry", &["FAIL", "SKIP"]),
    ("OnSuccess", &["FAIL", "ROLLBACK"]),
    ("OnFailure", &["FAIL", "RETRY", "ROLLBACK", "SKIP"]),
];

fn run(context: &Context<'_>, findings: &mut Findings) {
    for stage in context.pipelines.iter().flat_map(|pipeline| &pipeline.stages) {
        for (place, allowed) in RESULTS {
            for condition in stage.case.select(&[place, "Conditions", "*"], &context.conditions) {
                for result in condition.key("Result", &context.conditions) {
                    let Some(name) = result.value.as_str() else { continue };
                    if !allowed.contains(&name) {
                        let message = format!("`{name}` is no result of `{place}`");
                        let help = format!("allowed are {}", list(allowed.iter().copied()));
                        findings.push(Finding::new(&X, &result.path(), message).help(help));
                    } else if name == "SKIP" && place == "BeforeEntry" {
                        skipping(context, &condition, findings);
                    }
                }
            }
        }
        retry(context, &stage.case, findings);
    }
}

/// Only some rules can let a stage be skipped.
fn skipping(context: &Context<'_>, condition: &Case<'_>, findings: &mut Findings) {
    for provider in condition.select(&["Rules", "*", "RuleTypeId", "Provider"], &context.conditions) {
        if let Some(name) = provider.value.as_str()
            && providers::find_rule(name).is_some_and(|rule| !rule.skips)
        {
            let message = format!("the rule `{name}` cannot let a stage be skipped");
            let help = "take `LambdaInvoke` or `VariableCheck`, or let the condition fail";
            findings.push(Finding::new(&X, &provider.path(), message).help(help));
        }
    }
}

/// What is said of retries makes sense only where the stage is retried.
fn retry(context: &Context<'_>, stage: &Case<'_>, findings: &mut Findings) {
    for failure in stage.key("OnFailure", &context.conditions) {
        let results = failure.key("Result", &context.conditions);
        let is_other = |case: &Case<'_>| case.value.as_str().is_some_and(|name| name != "RETRY");
        if results.is_empty() || !results.iter().all(is_other) {
            continue;
        }
        for configuration in failure.key("RetryConfiguration", &context.conditions) {
            let message = "`RetryConfiguration` has no effect, the stage is not retried";
            findings.push(Finding::new(&X, &configuration.path(), message).help("set `Result: RETRY`"));
        }
    }
}
