//! Two exports of one name.

use cfn_model::Severity;

use crate::Check;
use crate::app::{exports, repeated_within};
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(crate) static X: Check = Check {
    code: "repeated-export",
    severity: Severity::Error,
    title: "two exports of one name",
    docs: "The name of an export is one of a kind in an account and region: two outputs of one template, or of two \
           stacks of an app that are deployed to the same place, cannot have the same.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    let exports = exports(context.template, context.options, &context.conditions, None);
    for export in repeated_within(context, &exports) {
        let message = format!("`{}` is exported twice", export.name);
        findings.push(Finding::new(&X, &export.path, message).help("give one of them another name"));
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn an_export_is_made_once_in_each_case() {
        let yaml = |condition| {
            format!(
                "Conditions: {{Live: !Equals [!Ref AWS::Region, x], Trial: !Not [!Condition Live]}}\n\
                 Resources: {{T: {{Type: AWS::SNS::Topic}}}}\nOutputs:\n  \
                 A: {{Value: a, Condition: Live, Export: {{Name: x}}}}\n  B: {{Value: a, Condition: {condition}, Export: {{Name: x}}}}"
            )
        };
        check(&X, &yaml("Trial"), &[]);
        check(&X, &yaml("Live"), &["Outputs.B.Export.Name"]);
    }
}
