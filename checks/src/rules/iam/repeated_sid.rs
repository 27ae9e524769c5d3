//! Names that several statements of a policy have.

use cfn_model::Severity;

use super::documents::{Kind, Naming};
use super::policy::{Policy, Statement};
use crate::Check;
use crate::finding::{Finding, Findings};
use crate::schema::report;

pub(super) static X: Check = Check {
    code: "policy-repeated-sid",
    severity: Severity::Error,
    title: "two statements of a policy with the same name",
    docs: "The `Sid` of a statement is its own within the policy.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html",
    cfn_lint: &["E3510", "E3512", "E3530"],
    run: None,
};

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    let unique = matches!(policy.kind, Kind::Identity | Kind::Trust | Kind::Resource(Naming::Needed));
    // S3 takes policies whose statements share a name.
    if !unique || policy.type_name == "AWS::S3::BucketPolicy" {
        return;
    }
    let Some(statements) = policy.get("Statement") else { return };
    let mut seen: Vec<(&str, &Statement<'_>)> = Vec::new();
    for statement in &policy.statements {
        let Some(sid) = statement.object.get("Sid").and_then(|entry| entry.value.as_str()) else { continue };
        // Statements in branches of conditions need not be there together.
        let together = |other: &Statement<'_>| {
            !std::ptr::eq(other.value, statement.value)
                && policy.context.conditions.both(&other.object.env, &statement.object.env).is_some()
        };
        if seen.iter().any(|(known, other)| *known == sid && together(other)) {
            let message = format!("two statements have the `Sid` {}", report::shown(sid));
            findings.push(
                Finding::new(&X, &policy.path_to(statements), message).help("give each a name of its own, or none"),
            );
        }
        seen.push((sid, statement));
    }
}
