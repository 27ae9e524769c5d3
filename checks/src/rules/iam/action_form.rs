//! Actions without the prefix of a service.

use cfn_model::Severity;

use super::actions::Named;
use super::policy::Policy;
use crate::Check;
use crate::finding::{Finding, Findings};
use crate::schema::report;

pub(super) static X: Check = Check {
    code: "action-without-service",
    severity: Severity::Error,
    title: "an action without the prefix of its service",
    docs: "An action is named by the prefix of its service, a colon and its name, such as `s3:GetObject`. IAM refuses \
           policies with actions that lack the prefix.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html",
    cfn_lint: &["W3037"],
    run: None,
};

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    for (action, named) in policy.statements.iter().flat_map(|statement| statement.actions()) {
        if let (Named::NoService, Some(text)) = (named, action.as_str()) {
            if text.contains("{{") {
                continue;
            }
            let message = format!("{} does not say of which service the action is", report::shown(text));
            findings.push(Finding::new(&X, &policy.path_to(action), message).help("write it as `s3:GetObject`"));
        }
    }
}
