//! Two resources of one name.

use std::collections::BTreeMap;

use cfn_model::{Severity, Value};

use super::related::properties;
use crate::Check;
use crate::conditions::Env;
use crate::context::{Context, Resource};
use crate::data::Node;
use crate::finding::{Finding, Findings};
use crate::schema::scenarios;

pub(super) static X: Check = Check {
    code: "repeated-identifier",
    severity: Severity::Error,
    title: "two resources of a type with the same name",
    docs: "AWS tells resources of a type apart by a name, or several properties together. Where two have the same, \
           the second cannot be made.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html",
    cfn_lint: &["E3019"],
    run: Some(run),
};

/// A resource as it is under certain conditions, by what tells it apart.
struct Named<'c, 'a> {
    resource: &'c Resource<'a>,
    values: Vec<&'a Value>,
    env: Env,
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    // Those that are written the same, by their type and their text: only they are compared.
    let mut alike: BTreeMap<(&str, String), Vec<Named<'_, '_>>> = BTreeMap::new();
    for (type_name, resources) in context.by_type() {
        let mut resources = resources.iter().map(|index| &context.resources[*index]).peekable();
        let Some(names) = resources.peek().and_then(|resource| identifiers(resource)) else { continue };
        for named in resources.flat_map(|resource| named(context, resource, &names)) {
            alike.entry((type_name, format!("{:?}", named.values))).or_default().push(named);
        }
    }
    let mut repeated: Vec<(&Resource<'_>, &Resource<'_>)> = Vec::new();
    for alike in alike.values() {
        for one in alike {
            let same = |other: &&Named<'_, '_>| {
                other.resource.id != one.resource.id && context.conditions.both(&one.env, &other.env).is_some()
            };
            let told = repeated.iter().any(|(told, _)| told.id == one.resource.id);
            repeated.extend(alike.iter().find(same).filter(|_| !told).map(|other| (one.resource, other.resource)));
        }
    }
    for (resource, other) in repeated {
        let names = identifiers(resource).unwrap_or_default();
        let path = resource.properties_path();
        let path = if let [name] = names[..] { path.join(name) } else { path };
        let names = crate::schema::list(names.into_iter());
        let message = format!("`{}` has the same {names} as `{}`, which is of the same type", resource.id, other.id);
        findings.push(Finding::new(&X, &path, message).help("give one of them another name"));
    }
}

/// The properties of those names, in each combination of conditions in which all of it is given.
fn named<'c, 'a>(context: &Context<'a>, resource: &'c Resource<'a>, names: &[&str]) -> Vec<Named<'c, 'a>> {
    let Some(map) = properties(resource).and_then(|case| case.map()) else { return Vec::new() };
    if !names.iter().all(|name| map.contains_key(name)) {
        return Vec::new();
    }
    let of_object = |object: scenarios::Object<'a>| {
        let values: Option<Vec<&Value>> = names.iter().map(|name| Some(object.get(name)?.value)).collect();
        Some(Named { resource, values: values?, env: object.env })
    };
    scenarios::objects(map, &context.conditions, &resource.env).into_iter().filter_map(of_object).collect()
}

/// The properties that a user sets and that tell resources of the type apart; `None` where AWS makes one of them up.
fn identifiers(resource: &Resource<'_>) -> Option<Vec<&'static str>> {
    // A project has an id in the registry; its name is what has to differ.
    if resource.type_name == "AWS::CodeBuild::Project" {
        return Some(vec!["Name"]);
    }
    let schema = resource.schema?;
    let set_by_aws = schema.get("readOnlyProperties");
    let pointers: Vec<&str> = schema.get("primaryIdentifier").into_iter().flat_map(Node::strings).collect();
    let names: Option<Vec<&str>> = pointers
        .iter()
        .filter(|pointer| !set_by_aws.is_some_and(|list| list.holds(pointer)))
        .map(|pointer| pointer.strip_prefix("/properties/").filter(|name| !name.contains('/')))
        .collect();
    names.filter(|names| !names.is_empty() && names.len() == pointers.len())
}

#[cfg(test)]
mod tests {
    use super::X;

    fn check(conditions: &str, expected: &[&str]) {
        let yaml = format!(
            "Conditions: {{P: !Equals [!Ref AWS::Region, a], N: !Not [!Condition P]}}\nResources:\n\
             \x20 A: {{Type: AWS::ECR::Repository, Properties: {{RepositoryName: app}}}}\n\
             \x20 B: {{Type: AWS::ECR::Repository, {conditions}}}\n"
        );
        crate::testing::check(&X, &yaml, expected);
    }

    #[test]
    fn names_differ_where_both_are_made() {
        let both = ["Resources.A.Properties.RepositoryName", "Resources.B.Properties.RepositoryName"];
        check("Properties: {RepositoryName: app}", &both);
        check("Condition: P, Properties: {RepositoryName: app}", &both);
        check("Properties: {RepositoryName: !If [P, app, other]}", &both);
        check("Properties: {RepositoryName: other}", &[]);
        check("Properties: {RepositoryName: !If [P, !Ref AWS::NoValue, other]}", &[]);
    }

    #[test]
    fn resources_that_are_never_made_together_may_share_a_name() {
        let yaml = "Conditions: {P: !Equals [!Ref AWS::Region, a], N: !Not [!Condition P]}\nResources:\n\
                    \x20 A: {Type: AWS::ECR::Repository, Condition: P, Properties: {RepositoryName: app}}\n\
                    \x20 B: {Type: AWS::ECR::Repository, Condition: N, Properties: {RepositoryName: app}}\n";
        crate::testing::check(&X, yaml, &[]);
    }
}
