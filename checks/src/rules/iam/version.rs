//! Versions of the policy language that there are not.

use cfn_model::Severity;

use super::policy::Policy;
use crate::Check;
use crate::finding::{Finding, Findings};
use crate::schema::report;

pub(super) static X: Check = Check {
    code: "policy-version",
    severity: Severity::Error,
    title: "a version of the policy language that does not exist",
    docs: "`Version` names the language that a policy is written in, not the day on which the policy was: `2012-10-17`, \
           or the old `2008-10-17`.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html",
    cfn_lint: &["E3510", "E3512", "E3513", "E3530"],
    run: None,
};

/// The version of the language that knows all of it.
pub(super) const CURRENT: &str = "2012-10-17";
pub(super) const OLD: &str = "2008-10-17";

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    if let Some(version) = policy.get("Version")
        && let Some(text) = version.as_str().filter(|text| ![CURRENT, OLD].contains(text))
    {
        let message = format!("there is no version {} of the policy language", report::shown(text));
        findings.push(Finding::new(&X, &policy.path_to(version), message).help(format!("write `{CURRENT}`")));
    }
}
