//! The name of a pseudo parameter where its value was meant.

use cfn_model::{Function, Severity};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::names::{PSEUDO, in_loop, is_inert};
use crate::path::Step;
use crate::spots::{Text, inside};

pub(super) static X: Check = Check {
    code: "raw-pseudo-parameter",
    severity: Severity::Warning,
    title: "the name of a pseudo parameter as a text",
    docs: "`AWS::Region` and the other pseudo parameters are values only in `Ref` and `Fn::Sub`; written alone they are \
           texts like any other.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html",
    cfn_lint: &["W1054"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    let is_argument = |text: &Text<'_>| context.spots.steps(text.spot).next() == Some(Step::Key("Ref"));
    for text in context.texts.iter().filter(|text| PSEUDO.contains(&text.text) && !is_argument(text)) {
        let (path, text) = (context.spots.path(text.spot), text.text);
        if inside(&path) != Some(Function::Ref) && !is_inert(&path) && !in_loop(&path) {
            let message = format!("`{text}` is the name of a pseudo parameter, and a text here");
            findings.push(Finding::new(&X, &path, message).help(format!("write `!Ref {text}`")));
        }
    }
}
