//! Actions in trust policies that have nothing to do with assuming a role.

use cfn_model::Severity;

use super::actions::Named;
use super::documents::Kind;
use super::policy::Policy;
use crate::Check;
use crate::finding::{Finding, Findings};
use crate::schema::report;

pub(super) static X: Check = Check {
    code: "trust-policy-action",
    severity: Severity::Error,
    title: "an action in a trust policy that is not about assuming the role",
    docs: "A trust policy says who may assume the role, and how: `sts:AssumeRole`, `sts:AssumeRoleWithWebIdentity`, \
           `sts:AssumeRoleWithSAML`, with `sts:TagSession` and the like. What the role may do stands in its own \
           policies. IAM refuses other services' actions here.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-trust-policy.html",
    cfn_lint: &[],
    run: None,
};

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    if policy.kind != Kind::Trust {
        return;
    }
    for (action, named) in policy.statements.iter().flat_map(|statement| statement.actions()) {
        let (Named::Actions(service, _) | Named::UnknownAction(service)) = named else { continue };
        if service.prefix != "sts" {
            let text = action.as_str().unwrap_or_default();
            let message = format!("{} is not about assuming the role", report::shown(text));
            let help = "write `sts:AssumeRole`; what the role may do belongs in `Policies`";
            findings.push(Finding::new(&X, &policy.path_to(action), message).help(help));
        }
    }
}
