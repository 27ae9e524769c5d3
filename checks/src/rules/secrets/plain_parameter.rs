//! Secrets that are taken from where they stand in plain text.

use cfn_model::Severity;

use super::places::{Given, Place};
use crate::Check;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "secret-from-plain-parameter",
    severity: Severity::Warning,
    title: "a secret that is taken from a parameter of the Parameter Store in plain text",
    docs: "`{{resolve:ssm:…}}` gives a parameter of type `String`, which is kept in plain text and shown by the stack. \
           `{{resolve:secretsmanager:…}}` and, where the property takes it, `{{resolve:ssm-secure:…}}` give secrets.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html",
    cfn_lint: &["W2501"],
    run: None,
};

pub(super) fn check(place: &Place<'_>, findings: &mut Findings) {
    if let Given::Text(text) = &place.given
        && text.contains("{{resolve:ssm:")
    {
        let message = format!("`{}` comes from a parameter in plain text", place.name);
        let help = "keep it in Secrets Manager: `{{resolve:secretsmanager:NAME}}`";
        findings.push(Finding::new(&X, &place.path(), message).help(help));
    }
}
