//! References to resources where CloudFormation does not know any yet.

use cfn_model::Severity;

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::names::Named;
use crate::path::Step;

pub(super) static X: Check = Check {
    code: "early-reference",
    severity: Severity::Error,
    title: "a reference to a resource where only parameters are known",
    docs: "Conditions and rules are evaluated before anything is made, and the names of exports and imports are \
           fixed then, too: only parameters, pseudo parameters and mappings may stand there.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html",
    cfn_lint: &["E1010", "E1019", "E1020"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for mention in &context.mentions {
        let call = mention.call(&context.calls);
        let mut steps = context.spots.steps(call.spot);
        let place = match call.place.section {
            "Conditions" => "a condition",
            "Rules" => "a rule",
            "Outputs" if call.place.key == Some("Export") => "the name of an export",
            _ if steps.any(|step| step == Step::Key("Fn::ImportValue")) => "the name of an import",
            _ => continue,
        };
        if context.named(mention.name) == Named::Resource {
            let path = super::undefined_reference::path(context, mention);
            let message = format!("{place} cannot depend on the resource `{}`", mention.name);
            findings.push(Finding::new(&X, &path, message).help("refer to a parameter, or write the text itself"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn only_parameters_are_known_early() {
        let resources = "Parameters: {P: {Type: String}}\nResources: {T: {Type: AWS::SNS::Topic}}\n";
        for (section, expected) in [
            ("Conditions: {C: !Equals [!Ref T, !Ref P]}", &["Conditions.C.Fn::Equals.0.Ref"][..]),
            ("Outputs: {O: {Value: !Ref T, Export: {Name: !Sub '${T}-x'}}}", &["Outputs.O.Export.Name.Fn::Sub"]),
            ("Outputs: {O: {Value: !Ref T, Export: {Name: !Sub '${AWS::StackName}-x'}}}", &[]),
            ("Outputs: {O: {Value: !ImportValue {'Fn::Sub': '${T}-x'}}}", &["Outputs.O.Value.Fn::ImportValue.Fn::Sub"]),
            (
                "Rules: {R: {Assertions: [{Assert: !Equals [!GetAtt T.TopicArn, x]}]}}",
                &["Rules.R.Assertions.0.Assert.Fn::Equals.0.Fn::GetAtt.0"],
            ),
        ] {
            check(&X, &format!("{resources}{section}"), expected);
        }
    }
}
