//! Branches of `Fn::If` that are never taken.

use cfn_model::{Function, Severity, Value};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "unreachable-branch",
    severity: Severity::Warning,
    title: "a branch of `Fn::If` that is never taken",
    docs: "Around the function, a condition of the resource or another `Fn::If` already decides: one of the branches \
           can never be taken.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html",
    cfn_lint: &["W1028"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for call in context.calls.iter().filter(|call| call.call.function == Function::If) {
        let Some([Value::String(name), _, _]) = call.call.argument.as_list() else { continue };
        if !context.conditions.contains(name) {
            continue;
        }
        for (index, holds) in [(1, true), (2, false)] {
            if context.conditions.assume(&call.env, name, holds).is_none() {
                let path = call.argument_path(context).join(index);
                let message = format!("this is never taken: `{name}` is always {} here", !holds);
                findings
                    .push(Finding::new(&X, &path, message).help("write the other branch in the place of the function"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn what_is_decided_is_not_asked_again() {
        check(
            &X,
            "Conditions: {A: !Equals [!Ref AWS::Region, a], B: !Equals [!Ref AWS::Region, b]}\nResources:\n  \
             T: {Type: AWS::SNS::Topic, Condition: A, Properties: {DisplayName: !If [A, x, y], TopicName: !If [B, x, y]}}\n  \
             U: {Type: AWS::SNS::Topic, Properties: {DisplayName: !If [A, x, !If [B, y, z]]}}",
            &["Resources.T.Properties.DisplayName.Fn::If.2", "Resources.T.Properties.TopicName.Fn::If.1"],
        );
    }
}
