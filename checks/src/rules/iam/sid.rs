//! Names of statements that IAM refuses.

use cfn_model::Severity;

use super::documents::Kind;
use super::policy::Policy;
use crate::Check;
use crate::finding::{Finding, Findings};
use crate::schema::report;

pub(super) static X: Check = Check {
    code: "policy-sid",
    severity: Severity::Error,
    title: "the name of a statement with letters that it cannot have",
    docs: "In policies of users, groups and roles a `Sid` holds letters and digits of ASCII, and nothing else.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_sid.html",
    cfn_lint: &["E3510"],
    run: None,
};

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    if policy.kind != Kind::Identity {
        return;
    }
    for sid in policy.statements.iter().filter_map(|statement| statement.get("Sid")) {
        let Some(text) = sid.as_str() else { continue };
        let fits = |letter: char| letter.is_ascii_alphanumeric();
        if text.is_empty() || !text.chars().all(fits) {
            let kept: String = text.chars().filter(|letter| fits(*letter)).collect();
            let message =
                format!("{} is no name of a statement, which has letters and digits only", report::shown(text));
            let help =
                if kept.is_empty() { "take it out".to_owned() } else { format!("write {}", report::shown(&kept)) };
            findings.push(Finding::new(&X, &policy.path_to(sid), message).help(help));
        }
    }
}
