//! Values that the operator of a condition cannot compare.

use std::net::IpAddr;

use cfn_model::{Severity, Value};

use super::condition_operator::base;
use super::policy::Policy;
use crate::Check;
use crate::finding::{Finding, Findings};
use crate::schema::report;

pub(super) static X: Check = Check {
    code: "policy-condition-value",
    severity: Severity::Warning,
    title: "a condition that compares with a value of the wrong kind",
    docs: "`Bool` and `Null` compare with `true` and `false`, numeric operators with numbers, `IpAddress` with addresses \
           and blocks of them, operators of ARNs with ARNs. Nothing is like a value of another kind, so the condition \
           never holds, or always does.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    cfn_lint: &[],
    run: None,
};

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    for statement in &policy.statements {
        for condition in statement.conditions() {
            let Some((fits, wanted)) = wanted(base(condition.operator)) else { continue };
            for item in policy.leaves(condition.value, &statement.object.env) {
                let text = match item {
                    Value::String(text) => text.clone(),
                    Value::Number(number) => number.to_string(),
                    Value::Bool(value) => value.to_string(),
                    _ => continue,
                };
                // Variables are known only when the policy is used.
                if !text.contains("${") && !text.contains("{{") && !fits(&text) {
                    let message =
                        format!("`{}` compares with {wanted}, {} is none", condition.operator, report::shown(&text));
                    findings.push(Finding::new(&X, &policy.path_to(item), message));
                }
            }
        }
    }
}

/// What an operator compares with: whether a text is that, and what it is called.
type Wanted = (fn(&str) -> bool, &'static str);

fn wanted(operator: &str) -> Option<Wanted> {
    match operator {
        "Bool" | "Null" => Some((is_boolean, "`true` or `false`")),
        "IpAddress" | "NotIpAddress" => Some((is_address, "addresses or blocks of them")),
        _ if operator.starts_with("Numeric") => Some((|text| text.trim().parse::<f64>().is_ok(), "numbers")),
        _ if operator.starts_with("Arn") => Some((is_arn, "ARNs")),
        _ => None,
    }
}

fn is_boolean(text: &str) -> bool {
    text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
}

fn is_address(text: &str) -> bool {
    let (address, bits) = text.split_once('/').unwrap_or((text, "0"));
    let most = match address.parse() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        Err(_) => return false,
    };
    bits.parse::<u8>().is_ok_and(|bits| bits <= most)
}

/// Whether the text is an ARN, or a pattern that one can be like.
fn is_arn(text: &str) -> bool {
    text.starts_with(['*', '?']) || text.starts_with("arn:") || "arn:".starts_with(text.trim_end_matches('*'))
}

#[cfg(test)]
mod tests {
    use super::wanted;

    #[test]
    fn each_operator_has_its_values() {
        for (operator, value, expected) in [
            ("Bool", "True", true),
            ("Bool", "yes", false),
            ("IpAddress", "10.0.0.0/8", true),
            ("IpAddress", "10.0.0.0/33", false),
            ("IpAddress", "2001:db8::/64", true),
            ("IpAddress", "10.0.0", false),
            ("NumericLessThan", "1.5", true),
            ("NumericLessThan", "many", false),
            ("ArnLike", "arn:aws:s3:::b", true),
            ("ArnLike", "ar*", true),
            ("ArnLike", "my-bucket", false),
        ] {
            let (fits, _) = wanted(operator).expect("it has values");
            assert_eq!(fits(value), expected, "{operator} {value}");
        }
        assert!(wanted("StringEquals").is_none());
    }
}
