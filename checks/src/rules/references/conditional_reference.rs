//! References to resources that are not made in every case in which the reference is there.

use cfn_model::{Severity, Value};

use crate::Check;
use crate::conditions::Env;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "conditional-reference",
    severity: Severity::Warning,
    title: "a reference to a resource that is not always made",
    docs: "A resource with a condition is not there when the condition does not hold, and what refers to it then fails \
           with an unresolved dependency. The reference needs the same condition around it, or on its own resource.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html",
    cfn_lint: &["W1001"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for mention in &context.mentions {
        let call = mention.call(&context.calls);
        let Some(index) = mention.resource.filter(|_| matches!(call.place.section, "Resources" | "Outputs")) else {
            continue;
        };
        let condition = context.resources[index].map.get("Condition").and_then(Value::as_str);
        let Some(condition) = condition.filter(|condition| context.conditions.contains(condition)) else { continue };
        if let Some(env) = context.conditions.assume(&call.env, condition, false) {
            let when = context.conditions.describe(&env, &Env::default());
            let message = format!("the resource `{}` is not made{when}", mention.name);
            let help = format!("write `!If [{condition}, …, !Ref AWS::NoValue]`, or give both the same condition");
            findings.push(Finding::new(&X, &call.path(context), message).help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn a_reference_needs_the_condition_of_what_it_refers_to() {
        for (entries, expected) in [
            (
                "B: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref A}}",
                &["Resources.B.Properties.DisplayName"][..],
            ),
            ("B: {Type: AWS::SNS::Topic, Properties: {DisplayName: !If [Live, !Ref A, x]}}", &[]),
            (
                "B: {Type: AWS::SNS::Topic, Properties: {DisplayName: !If [Live, x, !Ref A]}}",
                &["Resources.B.Properties.DisplayName.Fn::If.2"],
            ),
            ("B: {Type: AWS::SNS::Topic, Condition: Live, Properties: {DisplayName: !Sub '${A}'}}", &[]),
            ("B: {Type: AWS::SNS::Topic, Condition: More, Properties: {DisplayName: !Ref A}}", &[]),
        ] {
            check(
                &X,
                &format!(
                    "Conditions: {{Live: !Equals [!Ref AWS::Region, x], Other: !Equals [!Ref AWS::StackName, y], \
                     More: !And [!Condition Live, !Condition Other]}}\n\
                     Resources: {{A: {{Type: AWS::SNS::Topic, Condition: Live}}, {entries}}}"
                ),
                expected,
            );
        }
    }
}
