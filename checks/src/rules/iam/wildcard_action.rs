//! Statements that allow every action of a service, or of all.

use cfn_model::{Severity, Value};

use super::actions::{Action, Named, Service};
use super::documents::Kind;
use super::policy::{Policy, Statement};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::schema::report;

pub(super) static X: Check = Check {
    code: "wildcard-action",
    severity: Severity::Warning,
    title: "every action of a service is allowed, or of all services",
    docs: "A statement that allows all actions of a service allows to delete what the service holds, to change who may \
           use it, and what AWS adds tomorrow. Name what is needed.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    cfn_lint: &[],
    run: None,
};

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    // The owner of a key and the users of an endpoint are limited by other policies; so is who has a boundary.
    let limited = matches!(policy.type_name, "AWS::KMS::Key" | "AWS::KMS::ReplicaKey" | "AWS::EC2::VPCEndpoint");
    if limited || policy.kind == Kind::Trust || is_boundary(policy) {
        return;
    }
    for statement in policy.statements.iter().filter(|statement| statement.allows() && statement.contains("Action")) {
        for (action, named) in statement.actions() {
            let text = action.as_str().unwrap_or_default();
            match named {
                Named::Everything => {
                    let message = "every action of every service is allowed";
                    let help = "name the actions that are needed, such as `codebuild:StartBuild`";
                    findings.push(Finding::new(&X, &policy.path_to(action), message).help(help));
                }
                Named::Actions(service, actions) if text.ends_with(":*") => {
                    let changing = actions.iter().filter(|action| !action.only_reads()).count();
                    let message = format!(
                        "all {} actions of `{}` are allowed, {changing} of which change something",
                        actions.len(),
                        service.prefix
                    );
                    let help = match narrower(policy, statement, *service, actions).as_slice() {
                        [] => "name those that are needed".to_owned(),
                        patterns => {
                            let patterns = report::list(patterns.iter().map(String::as_str));
                            format!("name those that are needed; for reading alone {patterns} will do")
                        }
                    };
                    findings.push(Finding::new(&X, &policy.path_to(action), message).help(help));
                }
                _ => {}
            }
        }
    }
}

/// Patterns of actions that only read what the statement's resources are.
fn narrower(policy: &Policy<'_>, statement: &Statement<'_>, service: Service, actions: &[Action]) -> Vec<String> {
    let fit = policy.fit(statement);
    let mut verbs: Vec<&str> = Vec::new();
    for action in actions.iter().filter(|action| action.only_reads()) {
        let verb = verb(action.name);
        let new = !verbs.contains(&verb) && fit.is_none_or(|fit| fit.fits_action(*action));
        // A verb by which others change something says too much.
        if new && actions.iter().all(|other| !other.name.starts_with(verb) || other.only_reads()) {
            verbs.push(verb);
        }
    }
    verbs.iter().map(|verb| format!("{}:{verb}*", service.prefix)).collect()
}

/// The first word of an action's name, or the first two where that is `Batch`.
fn verb(name: &str) -> &str {
    let start = if name.starts_with("Batch") { "Batch".len() + 1 } else { 1 };
    let rest = name.get(start..).unwrap_or_default();
    rest.find(|letter: char| letter.is_ascii_uppercase()).map_or(name, |end| &name[..start + end])
}

/// Whether the policy is the permissions boundary of something in the template.
fn is_boundary(policy: &Policy<'_>) -> bool {
    policy.type_name == "AWS::IAM::ManagedPolicy" && boundaries(policy.context).any(|name| name == policy.id)
}

fn boundaries<'c>(context: &'c Context<'_>) -> impl Iterator<Item = &'c str> {
    context.resources.iter().filter_map(|resource| match resource.property("PermissionsBoundary")? {
        Value::Intrinsic(call) => call.argument.as_str(),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn what_is_limited_elsewhere_may_be_wide() {
        let template = "
            Resources:
              Boundary:
                Type: AWS::IAM::ManagedPolicy
                Properties: {PolicyDocument: {Statement: {Effect: Allow, Action: 'codebuild:*', Resource: '*'}}}
              User: {Type: AWS::IAM::User, Properties: {PermissionsBoundary: !Ref Boundary}}
              Wide:
                Type: AWS::IAM::ManagedPolicy
                Properties:
                  PolicyDocument:
                    Statement:
                      - {Effect: Allow, Action: ['codebuild:*', 'ecr:Get*'], Resource: '*'}
                      - {Effect: Deny, Action: 's3:*', Resource: '*'}
                      - {Effect: Allow, Action: '*', Resource: '*'}";
        let policy = "Resources.Wide.Properties.PolicyDocument.Statement";
        let expected = [format!("{policy}.0.Action.0"), format!("{policy}.2.Action")];
        check(&X, template, &expected.each_ref().map(String::as_str));
    }
}
