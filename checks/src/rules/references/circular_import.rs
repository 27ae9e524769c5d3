//! Stacks that import from each other, and a stack that imports from itself.

use cfn_model::Severity;

use crate::Check;
use crate::app::{exports, imports};
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(crate) static X: Check = Check {
    code: "circular-import",
    severity: Severity::Error,
    title: "stacks that import from each other",
    docs: "A stack that imports is deployed after the one that exports. Where that leads back to the stack itself, none \
           of them can be first.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    let exports = exports(context.template, context.options, &context.conditions, None);
    if exports.is_empty() {
        return;
    }
    for (name, path) in imports(context.template, context.options, None) {
        if exports.iter().any(|export| export.name == name) {
            let message = format!("`{name}` is an export of this very template");
            findings
                .push(Finding::new(&X, &path, message).help("refer to what is exported, with `Ref` or `Fn::GetAtt`"));
        }
    }
}
