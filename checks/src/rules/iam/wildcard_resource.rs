//! Actions that are allowed on every resource, and need not be.

use cfn_model::Severity;

use super::actions::Action;
use super::documents::Kind;
use super::fit::{as_substitution, is_star};
use super::policy::{Policy, Statement};
use crate::Check;
use crate::finding::{Finding, Findings};
use crate::schema::report;

pub(super) static X: Check = Check {
    code: "wildcard-resource",
    severity: Severity::Warning,
    title: "an action is allowed on every resource that could be limited to some",
    docs: "Most actions can be limited to resources by their ARN. Those that cannot need `*`; give them a statement of \
           their own. A statement with a condition is taken to be limited by that.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
    cfn_lint: &[],
    run: None,
};

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    if policy.kind != Kind::Identity {
        return;
    }
    for statement in policy.statements.iter().filter(|statement| statement.allows() && !statement.is_conditional()) {
        let star = statement.resources.iter().find(|resource| is_star(resource));
        let (Some(star), true, true) = (star, statement.contains("Resource"), statement.contains("Action")) else {
            continue;
        };
        let (limitable, others) = sorted(statement);
        let Some((first, action)) = limitable.first() else { continue };
        let message = match limitable.len() {
            1 => format!("`{first}` is allowed on every resource"),
            count => format!("`{first}` and {} more are allowed on every resource", count - 1),
        };
        let mut help = match action.plainest_arn() {
            Some(form) => format!("name the resources, such as `{}`", as_substitution(form)),
            None => "name the resources".to_owned(),
        };
        if !others.is_empty() {
            let names = report::list(others.iter().copied());
            help.push_str(&format!("; a statement of its own on `*` is for {names}"));
        }
        findings.push(Finding::new(&X, &policy.path_to(star), message).help(help));
    }
}

/// The actions that can be limited to resources, the graver ones first, and those that cannot.
fn sorted<'s>(statement: &'s Statement<'_>) -> (Vec<(&'s str, Action)>, Vec<&'s str>) {
    let (mut limitable, mut others) = (Vec::new(), Vec::new());
    for (action, named) in statement.actions() {
        let text = action.as_str().unwrap_or_default();
        // All actions of a service, and roles that are passed, are findings of their own.
        if text.ends_with(":*") || text.eq_ignore_ascii_case("iam:PassRole") {
            continue;
        }
        let actions = named.actions();
        let can_be_limited = actions.iter().all(|action| action.takes_resources());
        match actions.first() {
            // To see what there is is mostly to see all of it.
            Some(_) if can_be_limited && actions.iter().all(|action| action.only_lists()) => {}
            Some(first) if can_be_limited => limitable.push((text, *first)),
            Some(_) => others.push(text),
            None => {}
        }
    }
    limitable.sort_by_key(|(_, action)| action.only_reads());
    (limitable, others)
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn only_what_could_be_limited_is_told() {
        let template = "
            Resources:
              P:
                Type: AWS::IAM::ManagedPolicy
                Properties:
                  PolicyDocument:
                    Statement:
                      - {Effect: Allow, Action: [ecr:GetAuthorizationToken, ecr:PutImage], Resource: '*'}
                      - {Effect: Allow, Action: [ecr:GetAuthorizationToken, 'ec2:Describe*'], Resource: '*'}
                      - {Effect: Deny, Action: ecr:PutImage, Resource: '*'}
                      - Effect: Allow
                        Action: ecr:PutImage
                        Resource: ['arn:aws:ecr:*:*:repository/a', '*']
                      - Effect: Allow
                        Action: ecr:PutImage
                        Resource: '*'
                        Condition: {StringEquals: {'aws:ResourceTag/team': release}}";
        let policy = "Resources.P.Properties.PolicyDocument.Statement";
        let expected = [format!("{policy}.0.Resource"), format!("{policy}.3.Resource.1")];
        check(&X, template, &expected.each_ref().map(String::as_str));
    }
}
