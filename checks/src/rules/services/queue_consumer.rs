//! Queues that give functions too little time or too many messages.

use cfn_model::Severity;

use super::related::{number, pairs, target, truth};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "queue-consumer",
    severity: Severity::Error,
    title: "a queue that does not fit the function that reads it",
    docs: "Lambda refuses a queue that shows a message again before the function has to be done with it, and more than \
           ten messages at once from a FIFO queue.",
    source: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
    cfn_lint: &["E3505", "E3705"],
    run: Some(run),
};

/// The seconds that a function runs at most, and that a message stays hidden, unless told otherwise.
const DEFAULT_TIMEOUT: f64 = 3.0;
const DEFAULT_VISIBILITY: f64 = 30.0;
const FIFO_BATCH: f64 = 10.0;

fn run(context: &Context<'_>, findings: &mut Findings) {
    for pair in pairs(context, "AWS::Lambda::EventSourceMapping", &["EventSourceArn"], "AWS::SQS::Queue") {
        if pair.to(context, &["FifoQueue"]).iter().any(|fifo| truth(fifo.value) == Some(true)) {
            for size in pair.from(context, &["BatchSize"]) {
                if number(size.value).is_some_and(|size| size > FIFO_BATCH) {
                    let message = format!("a FIFO queue gives at most {FIFO_BATCH} messages at once");
                    findings.push(Finding::new(&X, &size.path(), message).help("give a smaller batch"));
                }
            }
        }
        let function = pair.from(context, &["FunctionName"]).iter().find_map(|name| target(context, name.value));
        let Some(function) = function.filter(|function| function.type_name == "AWS::Lambda::Function") else {
            continue;
        };
        let timeouts = super::related::select(context, function, &["Timeout"]);
        let timeout = match timeouts.first() {
            None => Some(DEFAULT_TIMEOUT),
            Some(timeout) => number(timeout.value),
        };
        let visibilities = pair.to(context, &["VisibilityTimeout"]);
        let (visibility, path) = match visibilities.first() {
            None => (Some(DEFAULT_VISIBILITY), pair.to.properties_path().join("VisibilityTimeout")),
            Some(visibility) => (number(visibility.value), visibility.path()),
        };
        if let (Some(timeout), Some(visibility)) = (timeout, visibility)
            && visibility < timeout
        {
            let message = format!(
                "a message is hidden for {visibility} seconds, the function `{}` runs for up to {timeout}",
                function.id
            );
            let help = format!("give at least {timeout} seconds; AWS advises six times as many");
            findings.push(Finding::new(&X, &path, message).help(help));
        }
    }
}
