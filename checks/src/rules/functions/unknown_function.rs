//! `Fn::` with a name that no function has.

use cfn_model::{Function, Severity, nearest};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::names::{in_loop, is_inert};

pub(super) static X: Check = Check {
    code: "unknown-function",
    severity: Severity::Error,
    title: "a function that CloudFormation does not have",
    docs: "CloudFormation takes a key that begins with `Fn::` for a function, and refuses those that it does not know. \
           With macros in the template it is only a warning: the macro may know it.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html",
    cfn_lint: &["E3002", "E3012"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for (spot, value) in context.spots.iter() {
        let Some((key, _)) = value.value.as_map().and_then(cfn_model::Map::only) else { continue };
        // `Condition` is a key in most places, and loops are keys everywhere.
        if !key.starts_with("Fn::") || key.starts_with("Fn::ForEach") {
            continue;
        }
        let path = context.spots.path(spot);
        if is_inert(&path) || in_loop(&path) {
            continue;
        }
        let finding = Finding::new(&X, &path, format!("there is no function `{key}`"));
        let names = Function::ALL.iter().map(|function| function.name());
        let mut finding = match nearest(key, names) {
            Some(nearest) => finding.help(format!("did you mean `{nearest}`?")),
            None => finding.help("if a macro or a tool works on the template, let it do so before this check"),
        };
        if context.has_foreign_macros() {
            finding.severity = Severity::Warning;
        }
        findings.push(finding);
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn only_functions_begin_like_one() {
        check(
            &X,
            "Resources: {T: {Type: AWS::SNS::Topic, Properties: {DisplayName: {Fn::Sbu: x}, TopicName: {Fn::Sub: x}}}}",
            &["Resources.T.Properties.DisplayName"],
        );
    }
}
