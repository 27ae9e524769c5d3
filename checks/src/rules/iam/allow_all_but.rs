//! Statements that allow all but something.

use cfn_model::Severity;

use super::policy::Policy;
use crate::Check;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "allow-all-but",
    severity: Severity::Warning,
    title: "all but something is allowed",
    docs: "`NotAction`, `NotResource` and `NotPrincipal` with `Allow` allow everything that is not named, also what AWS \
           adds tomorrow, and with `NotPrincipal` also everybody without an account. They are meant for `Deny`.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",
    cfn_lint: &[],
    run: None,
};

const ELEMENTS: &[(&str, &str, &str)] = &[
    ("NotAction", "every action but these is allowed", "name the actions that are needed in `Action`"),
    ("NotResource", "the actions are allowed on every resource but these", "name the resources in `Resource`"),
    ("NotPrincipal", "everybody but these is allowed", "name who is meant in `Principal`"),
];

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    for statement in policy.statements.iter().filter(|statement| statement.allows()) {
        for (name, message, help) in ELEMENTS {
            if statement.contains(name) {
                findings.push(Finding::new(&X, &policy.path_to(statement.value).join(*name), *message).help(*help));
            }
        }
    }
}
