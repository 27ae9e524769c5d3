//! Elements without which a policy says nothing.

use cfn_model::Severity;

use super::documents::{Kind, Naming};
use super::policy::Policy;
use crate::Check;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "policy-missing-element",
    severity: Severity::Error,
    title: "a policy without an element that it needs",
    docs: "A policy needs statements. A statement needs an effect and actions; in policies of resources and in trust \
           policies it needs whom it is about, in policies of users, groups and roles on what.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    cfn_lint: &["E3510", "E3512", "E3513", "E3530"],
    run: None,
};

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    if !policy.object.open && !policy.object.contains("Statement") {
        let message = "the policy has no `Statement`";
        findings.push(Finding::new(&X, &policy.path(), message).help("add it: a list of what is allowed or denied"));
    }
    let names_resources = matches!(policy.kind, Kind::Identity | Kind::Resource(Naming::Needed));
    let wanted = [
        (true, "Effect", "Effect", "say `Allow` or `Deny`"),
        (true, "Action", "NotAction", "name the actions, such as `s3:GetObject`"),
        (policy.kind != Kind::Identity, "Principal", "NotPrincipal", "say whom the statement is about"),
        (names_resources, "Resource", "NotResource", "name what the actions are on by its ARN"),
    ];
    for statement in policy.statements.iter().filter(|statement| !statement.object.open) {
        for (is_wanted, name, other, help) in wanted {
            if is_wanted && !statement.contains(name) && !statement.contains(other) {
                let message = format!("the statement has no `{name}`");
                findings.push(Finding::new(&X, &policy.path_to(statement.value), message).help(help));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn what_is_needed_depends_on_the_kind() {
        let template = r#"
            Conditions: {A: !Equals [!Ref AWS::Region, a]}
            Resources:
              T:
                Type: AWS::SNS::TopicPolicy
                Properties:
                  Topics: [t]
                  PolicyDocument:
                    Statement:
                      - {Effect: Allow, Action: sns:Publish, Resource: "*"}
                      - Effect: Allow
                        Principal: "*"
                        Action: sns:Publish
                        Resource: !If [A, "*", !Ref AWS::NoValue]
              P:
                Type: AWS::SSO::PermissionSet
                Properties:
                  InlinePolicy: '{"Version": "2012-10-17"}'"#;
        let expected = [
            "Resources.T.Properties.PolicyDocument.Statement.0",
            "Resources.T.Properties.PolicyDocument.Statement.1",
            "Resources.P.Properties.InlinePolicy",
        ];
        check(&X, template, &expected);
    }
}
