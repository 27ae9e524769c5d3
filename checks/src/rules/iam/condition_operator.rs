//! Operators of conditions that do not exist.

use cfn_model::{Severity, nearest};

use super::policy::Policy;
use crate::Check;
use crate::finding::{Finding, Findings};
use crate::schema::report;

pub(super) static X: Check = Check {
    code: "unknown-condition-operator",
    severity: Severity::Error,
    title: "a condition with an operator that does not exist",
    docs: "Operators compare text, numbers, dates, booleans, addresses and ARNs. `IfExists` may follow them, and \
           `ForAnyValue:` or `ForAllValues:` stand before them.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    cfn_lint: &["E3510", "E3512", "E3513", "E3530"],
    run: None,
};

const OPERATORS: &[&str] = &[
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    "BinaryEquals",
    "Bool",
    "DateEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateNotEquals",
    "IpAddress",
    "NotIpAddress",
    "Null",
    "NumericEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericNotEquals",
    "StringEquals",
    "StringEqualsIgnoreCase",
    "StringLike",
    "StringNotEquals",
    "StringNotEqualsIgnoreCase",
    "StringNotLike",
];

/// The operator without what may stand before and after it.
pub(super) fn base(operator: &str) -> &str {
    let operator = operator.strip_prefix("ForAnyValue:").or(operator.strip_prefix("ForAllValues:")).unwrap_or(operator);
    operator.strip_suffix("IfExists").unwrap_or(operator)
}

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    for statement in &policy.statements {
        let Some(condition) = statement.get("Condition") else { continue };
        for (operator, _) in condition.as_map().into_iter().flat_map(|map| map.iter()) {
            let known = OPERATORS.contains(&base(operator));
            if known || operator.starts_with("Fn::") {
                continue;
            }
            let message = format!("there is no operator {}", report::shown(operator));
            let finding = Finding::new(&X, &policy.path_to(condition).join(operator), message);
            findings.push(match nearest(base(operator), OPERATORS.iter().copied()) {
                Some(nearest) => finding.help(format!("did you mean `{}`?", operator.replace(base(operator), nearest))),
                None => finding.help("the operators are such as `StringEquals`, `ArnLike` and `Bool`"),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::base;

    #[test]
    fn quantifiers_and_suffixes_are_no_part_of_an_operator() {
        assert_eq!(base("ForAnyValue:StringLikeIfExists"), "StringLike");
        assert_eq!(base("Bool"), "Bool");
    }
}
