//! Runtimes of Lambda that are over, or about to be.

use cfn_model::Severity;

use super::related::select;
use crate::Check;
use crate::cases::Case;
use crate::context::Context;
use crate::data::Node;
use crate::facts;
use crate::finding::{Finding, Findings};

const PAGE: &str = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html";

pub(super) static RETIRED: Check = Check {
    code: "retired-runtime",
    severity: Severity::Error,
    title: "a runtime with which no function can be made any more",
    docs: "Some time after a runtime is deprecated, Lambda makes no new functions with it, and later does not change \
           those that there are. What is over is told as of the day of the facts that come with these checks.",
    source: PAGE,
    cfn_lint: &["E2531", "E2533"],
    run: Some(run_retired),
};

pub(super) static DEPRECATED: Check = Check {
    code: "deprecated-runtime",
    severity: Severity::Warning,
    title: "a runtime that is no longer maintained",
    docs: "A deprecated runtime gets no more security updates, and functions with it will stop being made and changed.",
    source: PAGE,
    cfn_lint: &["W2531"],
    run: Some(run_deprecated),
};

fn run_retired(context: &Context<'_>, findings: &mut Findings) {
    for (case, runtime) in runtimes(context) {
        let date = |key: &str| runtime.get(key).and_then(Node::as_str);
        let message = match (date("create"), date("update")) {
            (_, Some(date)) => format!("cannot be changed to since {date}, nor new functions be made with it"),
            (Some(date), None) => format!("makes no new functions since {date}"),
            (None, None) => continue,
        };
        findings.push(finding(&RETIRED, &case, runtime, &message));
    }
}

fn run_deprecated(context: &Context<'_>, findings: &mut Findings) {
    for (case, runtime) in runtimes(context) {
        let over = runtime.get("create").is_some() || runtime.get("update").is_some();
        if let Some(date) = runtime.get("deprecated").and_then(Node::as_str).filter(|_| !over) {
            findings.push(finding(&DEPRECATED, &case, runtime, &format!("is deprecated since {date}")));
        }
    }
}

fn finding(check: &'static Check, case: &Case<'_>, runtime: Node, message: &str) -> Finding {
    let name = case.value.as_str().unwrap_or_default();
    let finding = Finding::new(check, &case.path(), format!("the runtime `{name}` {message}"));
    match runtime.get("successor").and_then(Node::as_str) {
        Some(successor) => finding.help(format!("move to `{successor}`")),
        None => finding.help("move to a runtime that is maintained"),
    }
}

/// The runtimes of functions of which something is over.
fn runtimes<'a>(context: &Context<'a>) -> Vec<(Case<'a>, Node)> {
    let functions = context.of_type("AWS::Lambda::Function").chain(context.of_type("AWS::Serverless::Function"));
    let cases = functions.flat_map(|function| select(context, function, &["Runtime"]));
    cases
        .filter_map(|case| Some((facts::runtime(case.value.as_str()?)?, case)))
        .map(|(node, case)| (case, node))
        .collect()
}
