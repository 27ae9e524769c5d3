//! Policies in the old version of the language.

use cfn_model::Severity;

use super::policy::Policy;
use super::version::{CURRENT, OLD};
use crate::Check;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "policy-old-version",
    severity: Severity::Warning,
    title: "a policy in the old version of the language",
    docs: "In a policy of version `2008-10-17`, variables such as `${aws:username}` are taken for plain text.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html",
    cfn_lint: &["W2511"],
    run: None,
};

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    if let Some(version) = policy.get("Version").filter(|version| version.as_str() == Some(OLD)) {
        let message = format!("the policy is written in version `{OLD}` of the language");
        findings.push(Finding::new(&X, &policy.path_to(version), message).help(format!("write `{CURRENT}`")));
    }
}
