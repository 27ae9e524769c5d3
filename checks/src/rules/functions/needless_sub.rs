//! `Fn::Sub` of a text without variables.

use cfn_model::{Function, Severity, Value};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::mentions::substitution;

pub(super) static X: Check = Check {
    code: "needless-sub",
    severity: Severity::Info,
    title: "`Fn::Sub` of a text without variables",
    docs: "The text is the same without the function. Where a variable was meant, it is written `${Name}`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html",
    cfn_lint: &["W1020"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    // SAM and loops put variables of their own in.
    if context.is_serverless() || context.has_foreign_macros() || context.has_language_extensions() {
        return;
    }
    for call in context.calls.iter().filter(|call| call.call.function == Function::Sub) {
        // `${!Name}` needs the function to become `${Name}`.
        if substitution(&call.call.argument).is_some_and(|(text, _)| !text.contains("${")) {
            let path = call.argument_path(context);
            let path = if matches!(call.call.argument, Value::List(_)) { path.join(0) } else { path };
            findings
                .push(Finding::new(&X, &path, "the text has no variables").help("write the text without `Fn::Sub`"));
        }
    }
}
