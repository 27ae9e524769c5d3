//! `Fn::Equals` whose result is known before deployment.

use std::borrow::Cow;

use cfn_model::{Function, Severity, Value};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "constant-comparison",
    severity: Severity::Warning,
    title: "a comparison that always has the same result",
    docs: "Two texts that are written out are always equal, or never; so is a value and itself. One of them was most \
           likely meant to be a reference.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html",
    cfn_lint: &["W8003"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for call in context.calls.iter().filter(|call| call.call.function == Function::Equals) {
        let Some([left, right]) = call.call.argument.as_list() else { continue };
        let result = match (literal(left), literal(right)) {
            (Some(left), Some(right)) => left == right,
            (None, None) if left == right => true,
            _ => continue,
        };
        let message = format!("the comparison is always {result}");
        findings.push(Finding::new(&X, &call.path(context), message).help("compare with `!Ref` of a parameter"));
    }
}

fn literal(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) if text.contains("{{resolve:") => None,
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        Value::Bool(value) => Some(Cow::Borrowed(if *value { "true" } else { "false" })),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn what_is_written_out_is_known() {
        for (arguments, expected) in [
            ("[a, b]", &["Conditions.C"][..]),
            ("[true, 'true']", &["Conditions.C"]),
            ("[!Ref AWS::Region, !Ref AWS::Region]", &["Conditions.C"]),
            ("[!Ref AWS::Region, a]", &[]),
        ] {
            let conditions = format!("Conditions: {{C: !Equals {arguments}}}");
            check(&X, &format!("{conditions}\nResources: {{T: {{Type: AWS::SNS::Topic, Condition: C}}}}"), expected);
        }
    }
}
