//! Functions that only `AWS::LanguageExtensions` knows.

use cfn_model::{Function, Severity, Value};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::names::is_inert;
use crate::path::Path;

pub(super) static X: Check = Check {
    code: "needs-language-extensions",
    severity: Severity::Error,
    title: "a function of `AWS::LanguageExtensions` without that transform",
    docs: "`Fn::Length`, `Fn::ToJsonString`, `Fn::ForEach` and the default value of `Fn::FindInMap` are evaluated by \
           the transform `AWS::LanguageExtensions`, which the template has to name.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html",
    cfn_lint: &["E1030", "E1031", "E1032"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    if context.has_language_extensions() || context.has_foreign_macros() {
        return;
    }
    for (spot, value) in context.spots.iter() {
        let mut report = |path: &Path<'_>, what: &str, severity| {
            if is_inert(path) {
                return;
            }
            let message = format!("{what} needs the transform `AWS::LanguageExtensions`");
            let mut finding = Finding::new(&X, path, message).help("add `Transform: AWS::LanguageExtensions`");
            finding.severity = severity;
            findings.push(finding);
        };
        let path = || context.spots.path(spot);
        match value.value {
            Value::Intrinsic(call) => match (call.function, &call.argument) {
                (Function::Length | Function::ToJsonString, _) => {
                    report(&path(), &format!("`{}`", call.function.name()), Severity::Error);
                }
                (Function::FindInMap, Value::List(items)) if items.len() == 4 => {
                    report(&path().join(call.function.name()).join(3), "the default value", Severity::Warning);
                }
                _ => {}
            },
            Value::Map(map) => {
                for key in map.keys().filter(|key| key.starts_with("Fn::ForEach")) {
                    report(&path().join(&**key), &format!("`{key}`"), Severity::Error);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn the_transform_is_asked_for() {
        let resources = "Resources: {T: {Type: AWS::SNS::Topic, Properties: {DisplayName: {Fn::Length: [a]}}}, \
                         'Fn::ForEach::A': [X, [a], {'${X}': {Type: AWS::SNS::Topic}}]}";
        check(&X, resources, &["Resources.Fn::ForEach::A", "Resources.T.Properties.DisplayName"]);
        check(&X, &format!("Transform: AWS::LanguageExtensions\n{resources}"), &[]);
    }
}
