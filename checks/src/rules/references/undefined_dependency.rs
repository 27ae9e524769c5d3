//! `DependsOn` with a resource that the template does not have, or that is not made.

use cfn_model::template::Section;
use cfn_model::{Severity, Value, nearest};

use crate::Check;
use crate::context::{Context, Resource};
use crate::finding::{Finding, Findings};
use crate::names::Named;
use crate::path::Path;

pub(super) static X: Check = Check {
    code: "undefined-dependency",
    severity: Severity::Error,
    title: "`DependsOn` with a resource that is not there",
    docs: "`DependsOn` names other resources of the same template. It is only a warning where the other resource has \
           a condition without which it is not made, while this one is.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html",
    cfn_lint: &["E3005"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for resource in &context.resources {
        for (value, name) in dependencies(resource) {
            if name == resource.id {
                let message = format!("`{name}` depends on itself");
                findings.push(Finding::new(&X, &path(resource, value), message).help("take it out"));
            } else if matches!(context.named(name), Named::Resource | Named::Perhaps) {
                conditional(context, resource, name, value, findings);
            } else {
                let mut finding = Finding::new(&X, &path(resource, value), format!("there is no resource `{name}`"));
                if context.has_foreign_macros() {
                    finding.severity = Severity::Warning;
                }
                findings.push(finding.help(match nearest(name, context.ids(Section::Resources)) {
                    Some(nearest) => format!("did you mean `{nearest}`?"),
                    None => "take it out; only resources of this template can be waited for".to_owned(),
                }));
            }
        }
    }
}

/// What a resource says to depend on, and the value that says so.
pub(super) fn dependencies<'a>(resource: &Resource<'a>) -> impl Iterator<Item = (&'a Value, &'a str)> + use<'a> {
    let all = resource.map.get("DependsOn");
    let each = all.into_iter().flat_map(|all| all.as_list().unwrap_or(std::slice::from_ref(all)));
    each.filter_map(|value| Some((value, value.as_str()?)))
}

/// The path of what says that a resource depends on another.
pub(super) fn path<'a>(resource: &Resource<'a>, value: &Value) -> Path<'a> {
    let mut path = resource.path().join("DependsOn");
    if let Some(all) = resource.map.get("DependsOn") {
        path.extend_to(value, all);
    }
    path
}

fn conditional(context: &Context<'_>, resource: &Resource<'_>, name: &str, value: &Value, findings: &mut Findings) {
    let Some(condition) = context.resource(name).and_then(|other| other.map.get("Condition")?.as_str()) else { return };
    if !context.conditions.contains(condition) {
        return;
    }
    if let Some(env) = context.conditions.assume(&resource.env, condition, false) {
        let when = context.conditions.describe(&env, &crate::conditions::Env::default());
        let mut finding = Finding::new(&X, &path(resource, value), format!("the resource `{name}` is not made{when}"));
        finding.severity = Severity::Warning;
        findings.push(finding.help("give both the same condition, or take the dependency out"));
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn dependencies_are_other_resources() {
        for (depends, expected) in [
            ("Nope", &["Resources.A.DependsOn"][..]),
            ("[B, Nope, A]", &["Resources.A.DependsOn.1", "Resources.A.DependsOn.2"]),
            ("[C]", &["Resources.A.DependsOn.0"]),
            ("B", &[]),
        ] {
            check(
                &X,
                &format!(
                    "Conditions: {{Live: !Equals [!Ref AWS::Region, x]}}\nResources:\n  \
                     A: {{Type: AWS::SNS::Topic, DependsOn: {depends}}}\n  B: {{Type: AWS::SNS::Topic}}\n  \
                     C: {{Type: AWS::SNS::Topic, Condition: Live}}\n  D: {{Type: AWS::SNS::Topic, Condition: Live, DependsOn: C}}"
                ),
                expected,
            );
        }
    }
}
