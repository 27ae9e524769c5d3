//! [`Permission`]: who may do what, as the policies of a template say.

use cfn_checks::Options;
use cfn_graph::label;
use cfn_model::template::{ResourceView, Template};
use cfn_model::{Map, Value};

/// What the checks call what allows more than anybody needs.
const WIDE: &[&str] =
    &["allow-all-but", "open-federation", "open-principal", "pass-any-role", "wildcard-action", "wildcard-resource"];

/// A statement of a policy.
#[derive(Debug)]
pub(super) struct Permission {
    /// The logical id of the resource that the policy is in.
    pub(super) holder: String,
    pub(super) kind: Kind,
    /// Who it is about: roles by their logical ids, principals by their names.
    pub(super) who: Vec<String>,
    pub(super) allows: bool,
    /// The actions, as they are written.
    pub(super) actions: Vec<String>,
    /// What they are done to; empty where the policy is that thing's own.
    pub(super) resources: Vec<String>,
    /// The logical ids that the resources are named by.
    pub(super) names: Vec<String>,
    pub(super) conditional: bool,
    /// Why this is more than anybody needs, where it is.
    pub(super) wide: Option<String>,
}

/// What a policy is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// What somebody may do.
    Identity,
    /// Who may take a role.
    Trust,
    /// Who may do something with a resource.
    Resource,
}

impl Permission {
    /// The statement in a line, without who it is about: `may codebuild:StartBuild on ${Build.Arn}`.
    pub(super) fn says(&self) -> String {
        let verb = if self.allows { "may" } else { "may not" };
        let on = if self.resources.is_empty() { String::new() } else { format!(" on {}", self.resources.join(", ")) };
        let condition = if self.conditional { ", under a condition" } else { "" };
        format!("{verb} {}{on}{condition}", self.actions.join(", "))
    }
}

/// The statements of all policies of a template, in its order.
pub(super) fn permissions(template: &Template) -> Vec<Permission> {
    let wide = wide(template);
    let mut found = Vec::new();
    for (id, resource) in template.resources() {
        let Some(properties) = resource.properties() else { continue };
        for arn in resource.property("ManagedPolicyArns").and_then(Value::as_list).unwrap_or_default() {
            found.push(managed(id, arn));
        }
        let mut path = vec!["Resources".to_owned(), id.to_owned(), "Properties".to_owned()];
        for (name, value) in properties.iter() {
            path.push(name.to_owned());
            documents(value, &mut path, &mut |path, statement| {
                let why = wide.iter().find(|(steps, _)| steps.starts_with(path)).map(|(_, why)| why.clone());
                found.push(read(id, resource, &path[3], statement, why));
            });
            path.pop();
        }
    }
    found
}

/// What the checks find too wide, suppressed or not: where, and why.
fn wide(template: &Template) -> Vec<(Vec<String>, String)> {
    let mut bare = template.clone();
    for resource in bare.section_mut(cfn_model::Section::Resources).values_mut() {
        // Whoever accepted a finding has not made it narrower.
        resource.as_map_mut().map(|map| map.remove("Metadata"));
    }
    let findings = cfn_checks::check(&bare, &Options::default());
    let wide = findings.into_iter().filter(|finding| WIDE.contains(&finding.check.code));
    wide.map(|finding| (finding.steps, finding.message)).collect()
}

/// Calls `found` with each statement in a value, and its path.
fn documents(value: &Value, path: &mut Vec<String>, found: &mut impl FnMut(&[String], &Map)) {
    let mut below = |step: String, value: &Value, path: &mut Vec<String>| {
        path.push(step);
        documents(value, path, found);
        path.pop();
    };
    match value {
        Value::Map(map) => match map.get("Statement") {
            Some(statements) if !path.ends_with(&["Statement".to_owned()]) => {
                path.push("Statement".to_owned());
                match statements {
                    Value::Map(one) => found(path, one),
                    Value::List(items) => {
                        for (index, item) in items.iter().enumerate() {
                            path.push(index.to_string());
                            item.as_map().into_iter().for_each(|one| found(path, one));
                            path.pop();
                        }
                    }
                    _ => {}
                }
                path.pop();
            }
            _ => map.iter().for_each(|(name, value)| below(name.to_owned(), value, path)),
        },
        Value::List(items) => {
            items.iter().enumerate().for_each(|(index, item)| below(index.to_string(), item, path));
        }
        _ => {}
    }
}

fn read(id: &str, resource: ResourceView<'_>, property: &str, statement: &Map, wide: Option<String>) -> Permission {
    let type_name = resource.type_name().unwrap_or_default();
    let kind = match type_name {
        _ if property == "AssumeRolePolicyDocument" => Kind::Trust,
        "AWS::SSO::PermissionSet" => Kind::Identity,
        _ if type_name.starts_with("AWS::IAM::") => Kind::Identity,
        _ => Kind::Resource,
    };
    let either = |name: &str| match (statement.get(name), statement.get(&format!("Not{name}"))) {
        (Some(value), _) => texts(value, ""),
        (None, Some(value)) => vec![format!("all but {}", texts(value, "").join(", "))],
        (None, None) => Vec::new(),
    };
    let mut names = Vec::new();
    for element in ["Resource", "NotResource"].iter().filter_map(|name| statement.get(name)) {
        element.walk(&mut |node| names.extend(node.as_intrinsic().map(|call| call.names()).unwrap_or_default()));
    }
    // `*` in the policy of a key is the key.
    let resources = either("Resource").into_iter().filter(|text| kind != Kind::Resource || text != "*");
    Permission {
        holder: id.to_owned(),
        kind,
        who: if kind == Kind::Identity { holders(id, resource) } else { principals(either("Principal")) },
        allows: statement.get("Effect").and_then(Value::as_str) != Some("Deny"),
        actions: either("Action"),
        resources: resources.collect(),
        names: names.into_iter().map(str::to_owned).collect(),
        conditional: statement.contains_key("Condition"),
        wide,
    }
}

/// Principals as one would say them.
fn principals(texts: Vec<String>) -> Vec<String> {
    texts.into_iter().map(|text| if text == "*" { "everybody".to_owned() } else { text }).collect()
}

/// A managed policy, of which only the name is known here.
fn managed(id: &str, arn: &Value) -> Permission {
    let wide = label(arn).ends_with(":policy/AdministratorAccess").then(|| "everything is allowed".to_owned());
    Permission {
        holder: id.to_owned(),
        kind: Kind::Identity,
        who: vec![id.to_owned()],
        allows: true,
        actions: vec![format!("what {} allows", label(arn))],
        resources: Vec::new(),
        names: Vec::new(),
        conditional: false,
        wide,
    }
}

/// Who has the policy of a resource: the roles that it names, or the resource itself.
fn holders(id: &str, resource: ResourceView<'_>) -> Vec<String> {
    let lists = ["Roles", "Users", "Groups"].iter().filter_map(|name| resource.property(name));
    let named: Vec<String> = lists
        .flat_map(|list| list.as_list().unwrap_or_default())
        .map(|value| match value.as_intrinsic().map(|call| call.names()).as_deref() {
            Some([name]) => (*name).to_owned(),
            _ => label(value),
        })
        .collect();
    if named.is_empty() || resource.type_name() == Some("AWS::IAM::User") { vec![id.to_owned()] } else { named }
}

/// The texts of an element: one, several, or by kind as principals are.
fn texts(value: &Value, kind: &str) -> Vec<String> {
    match value {
        Value::List(items) => items.iter().flat_map(|item| texts(item, kind)).collect(),
        Value::Map(kinds) => kinds.iter().flat_map(|(kind, value)| texts(value, kind)).collect(),
        // A service is told by its name, and everybody by the star.
        other => match (kind, label(other)) {
            ("Federated" | "CanonicalUser", text) => vec![format!("{kind} {text}")],
            ("AWS", text) if text.bytes().all(|byte| byte.is_ascii_digit()) => vec![format!("account {text}")],
            (_, text) => vec![text],
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        let template = Template::parse(text, "").expect("a template").template;
        let line = |permission: &Permission| {
            let wide = if permission.wide.is_some() { " (wide)" } else { "" };
            format!("{:?} {} {}{wide}", permission.kind, permission.who.join(", "), permission.says())
        };
        permissions(&template).iter().map(line).collect()
    }

    #[test]
    fn every_policy_is_read_as_what_it_is_for() {
        let found = of("
            Resources:
              Role:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Version: '2012-10-17'
                    Statement: {Effect: Allow, Principal: {Service: codebuild.amazonaws.com}, Action: sts:AssumeRole}
                  ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess']
              More:
                Type: AWS::IAM::Policy
                Properties:
                  PolicyName: more
                  Roles: [!Ref Role]
                  PolicyDocument:
                    Version: '2012-10-17'
                    Statement:
                      - {Effect: Allow, Action: 's3:*', Resource: !Sub '${Bucket.Arn}/*'}
                      - {Effect: Deny, Action: [s3:PutObject], NotResource: a, Condition: {Bool: {x: 'true'}}}
              Bucket: {Type: AWS::S3::Bucket}
              Access:
                Type: AWS::S3::BucketPolicy
                Properties:
                  Bucket: !Ref Bucket
                  PolicyDocument:
                    Version: '2012-10-17'
                    Statement: {Effect: Allow, Principal: {AWS: '111122223333'}, Action: s3:Get*, Resource: '*'}");
        assert_eq!(
            found,
            [
                "Identity Role may what arn:aws:iam::aws:policy/AdministratorAccess allows (wide)",
                "Trust codebuild.amazonaws.com may sts:AssumeRole",
                "Identity Role may s3:* on ${Bucket.Arn}/* (wide)",
                "Identity Role may not s3:PutObject on all but a, under a condition",
                "Resource account 111122223333 may s3:Get*",
            ]
        );
    }
}
