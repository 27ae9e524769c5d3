//! Principals that cannot do the action by which a trust policy lets them assume the role.

use cfn_model::{Severity, Value};

use super::documents::Kind;
use super::policy::{Policy, Statement};
use crate::Check;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "trust-policy-principal",
    severity: Severity::Warning,
    title: "a trust policy whose action is not for its principal",
    docs: "Accounts and services assume roles by `sts:AssumeRole`, those whom a web identity provider knows by \
           `sts:AssumeRoleWithWebIdentity`, those whom a SAML provider knows by `sts:AssumeRoleWithSAML`. With another \
           action nobody can assume the role.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp.html",
    cfn_lint: &[],
    run: None,
};

const PLAIN: &str = "AssumeRole";
const WEB: &str = "AssumeRoleWithWebIdentity";
const SAML: &str = "AssumeRoleWithSAML";

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    if policy.kind != Kind::Trust {
        return;
    }
    for statement in policy.statements.iter().filter(|statement| statement.allows()) {
        let Some(Value::Map(principals)) = statement.get("Principal") else {
            continue;
        };
        let kinds: Vec<&str> = principals.iter().map(|(kind, _)| kind).collect();
        let federated = match kinds.as_slice() {
            [] => continue,
            ["Federated"] => true,
            kinds if kinds.iter().all(|kind| matches!(*kind, "AWS" | "Service")) => false,
            _ => continue,
        };
        let Some(ways) = ways(statement) else { continue };
        let fits = |way: &str| if federated { way != PLAIN } else { way == PLAIN };
        if ways.is_empty() || ways.iter().any(|way| fits(way)) {
            continue;
        }
        let (who, help) = if federated {
            (
                "an identity provider",
                "write `sts:AssumeRoleWithWebIdentity`, or for a SAML provider `sts:AssumeRoleWithSAML`",
            )
        } else {
            ("an account or a service", "write `sts:AssumeRole`")
        };
        let path = policy.path_to(statement.get("Action").unwrap_or(statement.value));
        let message = format!("`sts:{}` is not how {who} assumes a role", ways[0]);
        findings.push(Finding::new(&X, &path, message).help(help));
    }
}

/// The ways of assuming a role that a statement names; `None` where it may name others.
fn ways(statement: &Statement<'_>) -> Option<Vec<&'static str>> {
    if !statement.contains("Action") {
        return None;
    }
    let mut ways = Vec::new();
    for (_, named) in statement.actions() {
        match named.actions() {
            [] => return None,
            actions => ways.extend(actions.iter().map(|a| a.name).filter(|name| [PLAIN, WEB, SAML].contains(name))),
        }
    }
    Some(ways)
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn each_kind_of_principal_has_its_way() {
        let template = "
            Resources:
              R:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Statement:
                      - {Effect: Allow, Principal: {Federated: !Ref P}, Action: sts:AssumeRole}
                      - {Effect: Allow, Principal: {Federated: !Ref P}, Action: [sts:AssumeRoleWithSAML, sts:TagSession]}
                      - {Effect: Allow, Principal: {AWS: '111122223333'}, Action: sts:AssumeRoleWithSAML}
                      - {Effect: Allow, Principal: {AWS: '111122223333'}, Action: sts:TagSession}
                      - {Effect: Allow, Principal: {AWS: '111122223333', Federated: a}, Action: sts:AssumeRole}";
        let policy = "Resources.R.Properties.AssumeRolePolicyDocument.Statement";
        let expected = [format!("{policy}.0.Action"), format!("{policy}.2.Action")];
        check(&X, template, &expected.each_ref().map(String::as_str));
    }
}
