//! What stands beside the properties of a resource, and cannot.

use cfn_model::template::Section;
use cfn_model::{Function, Map, Severity, Value};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Path;

pub(super) static X: Check = Check {
    code: "wrong-attribute",
    severity: Severity::Error,
    title: "an attribute of a resource that is not what CloudFormation wants",
    docs: "`Type` and `Condition` are names, `DependsOn` is a name or a list of names, and `Version` belongs to custom \
           resources only. An attribute that CloudFormation does not have is a warning where a macro may take it.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html",
    cfn_lint: &["E3001"],
    run: Some(run),
};

/// What stands beside the properties of a resource; the last two are SAM's.
const ATTRIBUTES: &[&str] = &[
    "Type",
    "Properties",
    "DependsOn",
    "Condition",
    "DeletionPolicy",
    "UpdateReplacePolicy",
    "CreationPolicy",
    "UpdatePolicy",
    "Metadata",
    "Version",
    "Connectors",
    "IgnoreGlobals",
];

fn run(context: &Context<'_>, findings: &mut Findings) {
    for (id, resource) in context.entries(Section::Resources).filter(|(id, _)| !id.starts_with("Fn::")) {
        let path = || Path::of(["Resources", id]);
        names(resource, path, findings);
        let type_name = resource.get("Type").and_then(Value::as_str);
        let custom = |name: &str| name.starts_with("Custom::") || name == "AWS::CloudFormation::CustomResource";
        if let (Some(_), Some(name)) = (resource.get("Version"), type_name.filter(|name| !custom(name))) {
            let message = format!("`Version` was given, which {name} does not have");
            findings.push(Finding::new(&X, &path(), message).help("take it out; only custom resources have a version"));
        }
        if type_name.is_some_and(custom) {
            for policy in ["CreationPolicy", "UpdatePolicy"].into_iter().filter(|policy| resource.contains_key(policy))
            {
                let message = format!("a custom resource has no `{policy}`");
                findings.push(Finding::new(&X, &path().join(policy), message).help("take it out"));
            }
        }
        unknown(context, resource, path, findings);
    }
}

/// The attributes that are names.
fn names<'a>(resource: &'a Map, path: impl Fn() -> Path<'a>, findings: &mut Findings) {
    let mut wrong = |path: &Path<'_>, value: &Value, help: &str| {
        let message = format!("{} was given, a name is wanted", value.kind());
        findings.push(Finding::new(&X, path, message).help(help));
    };
    for (attribute, help) in [("Type", "write the name of the type"), ("Condition", "write the name of a condition")] {
        // A function is a finding of its own.
        if let Some(value) = resource.get(attribute).filter(|value| value.as_str().is_none() && !value.is_expression())
        {
            wrong(&path().join(attribute), value, help);
        }
    }
    let help = "write the logical id of a resource, or a list of them";
    match resource.get("DependsOn") {
        Some(Value::List(items)) => {
            for (index, item) in items.iter().enumerate().filter(|(_, item)| item.as_str().is_none()) {
                if !item.is_expression() {
                    wrong(&path().join("DependsOn").join(index), item, help);
                }
            }
        }
        Some(value) if value.as_str().is_none() && !value.is_expression() => {
            wrong(&path().join("DependsOn"), value, help)
        }
        _ => {}
    }
}

/// Attributes that the reader lets pass, because a macro, or the tool that makes the type, may take them.
fn unknown<'a>(context: &Context<'a>, resource: &'a Map, path: impl Fn() -> Path<'a>, findings: &mut Findings) {
    let made = resource.get("Type").is_some_and(|value| {
        value.as_map().is_some() || value.as_intrinsic().is_some_and(|call| call.function == Function::Transform)
    });
    if !made && !context.has_foreign_macros() {
        return;
    }
    for name in resource.keys().filter(|name| !ATTRIBUTES.contains(&&***name) && !name.starts_with("Fn::")) {
        let mut finding = Finding::new(&X, &path().join(&**name), format!("a resource has no attribute `{name}`"));
        if context.has_foreign_macros() {
            finding.severity = Severity::Warning;
        }
        findings.push(finding.help("let the macro or tool that takes it do so before this check"));
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn attributes_are_names() {
        for (attributes, expected) in [
            ("DependsOn: [1]", &["Resources.T.DependsOn.0"][..]),
            ("DependsOn: {a: b}", &["Resources.T.DependsOn"]),
            ("Condition: [a]", &["Resources.T.Condition"]),
            ("Version: '1'", &["Resources.T"]),
            ("DependsOn: [T]", &[]),
        ] {
            check(&X, &format!("Resources: {{T: {{Type: AWS::SNS::Topic, {attributes}}}}}"), expected);
        }
        check(
            &X,
            "Resources: {C: {Type: Custom::A, Version: '1', CreationPolicy: {}}}",
            &["Resources.C.CreationPolicy"],
        );
        check(&X, "Transform: Own\nResources: {T: {Type: AWS::SNS::Topic, Mode: a}}", &["Resources.T.Mode"]);
    }
}
