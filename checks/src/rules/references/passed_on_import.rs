//! Outputs that only pass on what another stack exports.

use cfn_model::{Function, Severity};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Step;

pub(super) static X: Check = Check {
    code: "passed-on-import",
    severity: Severity::Info,
    title: "an output that passes on what another stack exports",
    docs: "Who reads this output could import the value itself; each stack in between has to be updated before the \
           first can change or go.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html",
    cfn_lint: &["W6001"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for call in context.calls.iter().filter(|call| call.call.function == Function::ImportValue) {
        if let [Step::Key("Outputs"), Step::Key(id), Step::Key("Value"), ..] = call.path(context).steps() {
            let message = format!("the output `{id}` passes on an export of another stack");
            let path = call.argument_path(context);
            findings.push(Finding::new(&X, &path, message).help("let readers import the value from where it is made"));
        }
    }
}
