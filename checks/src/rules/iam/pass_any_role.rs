//! Statements that allow to pass any role.

use cfn_model::Severity;

use super::actions::Named;
use super::documents::Kind;
use super::fit::is_star;
use super::policy::Policy;
use crate::Check;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "pass-any-role",
    severity: Severity::Warning,
    title: "any role may be passed to a service",
    docs: "Who may pass every role to a service can have the service do what the mightiest of the roles may. Name the \
           roles, and the service with a condition on `iam:PassedToService`.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
    cfn_lint: &[],
    run: None,
};

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    if policy.kind != Kind::Identity {
        return;
    }
    for statement in policy.statements.iter().filter(|statement| statement.allows() && !statement.is_conditional()) {
        let passes = statement.contains("Action")
            && statement.actions().any(|(action, named)| match named {
                Named::Actions(service, _) if service.prefix == "iam" => {
                    let text = action.as_str().unwrap_or_default();
                    super::actions::matches(text.trim_start_matches(|letter| letter != ':'), ":PassRole")
                }
                _ => false,
            });
        let star = statement.resources.iter().find(|resource| is_star(resource));
        if let (true, true, Some(star)) = (passes, statement.contains("Resource"), star) {
            let help = "name the roles, such as `arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${RoleName}`";
            findings
                .push(Finding::new(&X, &policy.path_to(star), "`iam:PassRole` is allowed for every role").help(help));
        }
    }
}
