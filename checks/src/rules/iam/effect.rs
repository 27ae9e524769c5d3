//! Effects other than `Allow` and `Deny`.

use cfn_model::{Severity, Value};

use super::policy::{Policy, Statement};
use crate::Check;
use crate::finding::{Finding, Findings};
use crate::schema::report;

pub(super) static X: Check = Check {
    code: "policy-effect",
    severity: Severity::Error,
    title: "an effect that is neither `Allow` nor `Deny`",
    docs: "A statement allows or denies; case counts.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_effect.html",
    cfn_lint: &["E3510", "E3512", "E3513", "E3530"],
    run: None,
};

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    let is_right =
        |statement: &&Statement<'_>| matches!(statement.get("Effect").and_then(Value::as_str), Some("Allow" | "Deny"));
    let others = policy.statements.iter().filter(|statement| !is_right(statement));
    for effect in others.filter_map(|statement| statement.get("Effect")) {
        let text = match effect {
            Value::String(text) => text.clone(),
            Value::Bool(value) => value.to_string(),
            Value::Number(number) => number.to_string(),
            _ => continue,
        };
        if !matches!(text.as_str(), "Allow" | "Deny") {
            let message = format!("{} is no effect, a statement says `Allow` or `Deny`", report::shown(&text));
            let finding = Finding::new(&X, &policy.path_to(effect), message);
            findings.push(match ["Allow", "Deny"].into_iter().find(|name| name.eq_ignore_ascii_case(text.trim())) {
                Some(name) => finding.help(format!("write `{name}`")),
                None => finding,
            });
        }
    }
}
