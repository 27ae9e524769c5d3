//! Elements that have the wrong form: a map where a list is wanted, and the like.

use cfn_model::{Function, Severity, Value};

use super::policy::{Policy, Statement};
use crate::Check;
use crate::finding::{Finding, Findings};
use crate::schema::scenarios;

pub(super) static X: Check = Check {
    code: "policy-wrong-type",
    severity: Severity::Error,
    title: "an element of a policy that has the wrong form",
    docs: "Statements and conditions are maps; actions and resources are text or lists of text, not empty ones; \
           a policy that is given as text is JSON.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    cfn_lint: &["E3510", "E3512", "E3513", "E3530"],
    run: Some(super::run),
};

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    if let Some(id) = policy.get("Id").filter(|id| !is_single(id)) {
        wrong(policy, id, "`Id`", "text", findings);
    }
    let is_list_of_maps =
        |value: &Value| value.as_list().is_some_and(|items| items.iter().all(|item| item.as_map().is_some()));
    if let Some(statements) = policy.get("Statement").filter(|statements| !is_list_of_maps(statements)) {
        for item in policy.leaves(statements, &policy.object.env) {
            if item.as_map().is_none() {
                wrong(policy, item, "a statement", "a map", findings);
            }
        }
    }
    for statement in &policy.statements {
        for name in ["Action", "NotAction", "Resource", "NotResource"] {
            if let Some(value) = statement.get(name).filter(|value| !is_plain(value)) {
                texts(policy, statement, value, name, findings);
            }
        }
        for name in ["Sid", "Effect"] {
            if let Some(value) = statement.get(name).filter(|value| !is_single(value)) {
                wrong(policy, value, &format!("`{name}`"), "text", findings);
            }
        }
        if let Some(principal) = statement.get("Principal").or_else(|| statement.get("NotPrincipal"))
            && let Value::List(_) | Value::Number(_) | Value::Bool(_) | Value::Null = principal
        {
            wrong(policy, principal, "a principal", "`*` or a map such as `{AWS: ARN}`", findings);
        }
        if let Some(condition) = statement.get("Condition").filter(|condition| !is_plain_condition(condition)) {
            conditions(policy, condition, findings);
        }
    }
}

fn texts(policy: &Policy<'_>, statement: &Statement<'_>, value: &Value, name: &str, findings: &mut Findings) {
    if value.as_list().is_some_and(<[Value]>::is_empty) {
        let message = format!("`{name}` is an empty list, at least one entry is needed");
        return findings.push(Finding::new(&X, &policy.path_to(value), message));
    }
    for item in policy.leaves(value, &statement.object.env) {
        if !is_single(item) {
            wrong(policy, item, &format!("an entry of `{name}`"), "text", findings);
        }
    }
}

/// Whether the value is text or a list of texts, written or made by functions without branches.
fn is_plain(value: &Value) -> bool {
    let is_text = |value: &Value| match value {
        Value::String(_) => true,
        Value::Intrinsic(call) => call.function != Function::If,
        _ => false,
    };
    value.as_list().map_or_else(|| is_text(value), |items| !items.is_empty() && items.iter().all(is_text))
}

/// Whether the value is a map of operators, each with keys that are compared with something plain.
fn is_plain_condition(condition: &Value) -> bool {
    let is_plain_operator = |keys: &Value| keys.as_map().is_some_and(|keys| keys.values().all(is_plain));
    condition.as_map().is_some_and(|operators| operators.values().all(is_plain_operator))
}

fn conditions(policy: &Policy<'_>, condition: &Value, findings: &mut Findings) {
    let Value::Map(operators) = condition else {
        return if !condition.is_expression() {
            wrong(policy, condition, "`Condition`", "a map of operators", findings);
        };
    };
    for (operator, keys) in operators.iter() {
        let Value::Map(keys) = keys else {
            if !keys.is_expression() {
                wrong(policy, keys, &format!("`{operator}`"), "a map of condition keys", findings);
            }
            continue;
        };
        for (key, value) in keys.iter() {
            for value in std::iter::once(value).chain(value.as_list().unwrap_or_default()) {
                if let Value::Map(_) = value {
                    wrong(policy, value, &format!("what `{key}` is compared with"), "text or a list", findings);
                }
            }
        }
    }
}

/// Whether the value is, or may be, a single one.
fn is_single(value: &Value) -> bool {
    !matches!(value, Value::Map(_) | Value::List(_) | Value::Null) || scenarios::is_no_value(value)
}

fn wrong(policy: &Policy<'_>, value: &Value, what: &str, wanted: &str, findings: &mut Findings) {
    let message = format!("{what} is {}, {wanted} is wanted", value.kind());
    findings.push(Finding::new(&X, &policy.path_to(value), message));
}

/// A policy that is given as text of something else.
pub(super) fn not_json(path: &crate::path::Path<'_>, findings: &mut Findings) {
    findings.push(Finding::new(&X, path, "the policy is text that is not JSON").help("write it as a map"));
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn every_element_has_its_form() {
        let template = "
            Resources:
              P:
                Type: AWS::IAM::ManagedPolicy
                Properties:
                  PolicyDocument:
                    Statement:
                      - text
                      - {Effect: Allow, Action: [], Resource: [{a: b}]}
                      - {Effect: Deny, Action: {a: b}, Resource: '*', Condition: [a]}
                      - Effect: Deny
                        Action: '*'
                        Resource: '*'
                        Condition: {'Null': a, Bool: {aws:SecureTransport: {a: b}}}
              S:
                Type: AWS::SSO::PermissionSet
                Properties: {InlinePolicy: hello}";
        let statement = |rest: &str| format!("Resources.P.Properties.PolicyDocument.Statement.{rest}");
        let expected = [
            statement("0"),
            statement("1.Action"),
            statement("1.Resource.0"),
            statement("2.Action"),
            statement("2.Condition"),
            statement("3.Condition.Null"),
            statement("3.Condition.Bool.aws:SecureTransport"),
            "Resources.S.Properties.InlinePolicy".to_owned(),
        ];
        check(&X, template, &expected.each_ref().map(String::as_str));
    }
}
