//! Parameters that nothing refers to.

use std::collections::BTreeSet;

use cfn_model::template::Section;
use cfn_model::{Function, Severity, Value};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Path;

pub(super) static X: Check = Check {
    code: "unused-parameter",
    severity: Severity::Warning,
    title: "a parameter that nothing refers to",
    docs: "Who deploys the template is asked for a value that changes nothing; often it was meant to be used. \
           Templates with macros are not looked at: the macro may read it.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html",
    cfn_lint: &["W2001"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    let transforms = |name: &&str| *name != "AWS::LanguageExtensions";
    if context.transforms.iter().any(transforms) || context.has_foreign_macros() {
        return;
    }
    if context.ids(Section::Parameters).next().is_none() {
        return;
    }
    let used: BTreeSet<&str> = context.mentions.iter().map(|mention| mention.name).collect();
    // `Fn::ValueOf` names a parameter; `Fn::RefAll` and `Fn::ValueOfAll` mean all parameters of a type.
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for call in &context.calls {
        let first = call.call.argument.as_str().or_else(|| call.call.argument.as_list()?.first()?.as_str());
        if let (Function::ValueOf | Function::RefAll | Function::ValueOfAll, Some(name)) = (call.call.function, first) {
            named.insert(name);
        }
    }
    // A loop's collection may be a reference in a place where it is no function.
    let open = context.is_open(Section::Resources);
    for id in context.ids(Section::Parameters) {
        let type_name = context.parameter(id).and_then(|parameter| parameter.get("Type")).and_then(Value::as_str);
        if used.contains(id) || named.contains(id) || type_name.is_some_and(|name| named.contains(name)) || open {
            continue;
        }
        let path = Path::of(["Parameters", id]);
        findings
            .push(Finding::new(&X, &path, format!("the parameter `{id}` is not used")).help("use it, or take it out"));
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn parameters_are_used_in_many_ways() {
        let parameters = "Parameters: {P: {Type: String}}\n";
        for (rest, expected) in [
            ("Resources: {T: {Type: AWS::SNS::Topic}}", &["Parameters.P"][..]),
            ("Resources: {T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Sub '${P}'}}}", &[]),
            ("Resources: {T: {Type: AWS::SNS::Topic}}\nConditions: {C: !Equals [!Ref P, a]}", &[]),
            ("Resources: {T: {Type: AWS::SNS::Topic}}\nTransform: Own", &[]),
            (
                "Resources: {T: {Type: AWS::SNS::Topic}}\n\
                 Rules: {R: {Assertions: [{Assert: {'Fn::Contains': [[a], {'Fn::ValueOf': [P, x]}]}}]}}",
                &[],
            ),
        ] {
            check(&X, &format!("{parameters}{rest}"), expected);
        }
    }
}
