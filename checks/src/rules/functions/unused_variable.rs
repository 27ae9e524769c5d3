//! Values of `Fn::Sub` that its text does not use.

use cfn_model::{Function, Severity};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::mentions::{substitution, variables};

pub(super) static X: Check = Check {
    code: "unused-variable",
    severity: Severity::Warning,
    title: "a value for `Fn::Sub` that its text does not use",
    docs: "The second argument of `Fn::Sub` gives values to variables of the text. One that is not in the text is \
           often misspelt in one of the two places.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html",
    cfn_lint: &["W1019"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for call in context.calls.iter().filter(|call| call.call.function == Function::Sub) {
        let Some((text, Some(values))) = substitution(&call.call.argument) else { continue };
        for key in values.keys().filter(|key| !variables(text).any(|name| name == **key)) {
            let path = call.argument_path(context).join(1).join(&**key);
            let help = format!("write `${{{key}}}` in the text, or take the value out");
            findings.push(Finding::new(&X, &path, format!("the text has no variable `${{{key}}}`")).help(help));
        }
    }
}
