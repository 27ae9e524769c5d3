//! Statements that allow everybody.

use cfn_model::{Severity, Value};

use super::documents::Kind;
use super::fit::is_star;
use super::policy::{Policy, Statement};
use crate::Check;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "open-principal",
    severity: Severity::Warning,
    title: "everybody is allowed, without a condition",
    docs: "`*` for a principal means everybody who has an account at AWS, and for some services everybody else too. \
           Name accounts, roles or services, or add a condition such as on `aws:PrincipalOrgID`.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous",
    cfn_lint: &[],
    run: None,
};

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    // Who uses an endpoint has permissions of their own; a public repository is one.
    let open = matches!(policy.type_name, "AWS::EC2::VPCEndpoint" | "AWS::ECR::PublicRepository");
    if policy.kind == Kind::Identity || open || is_limited(policy) {
        return;
    }
    for statement in policy.statements.iter().filter(|statement| statement.allows() && !statement.is_conditional()) {
        if let Some(element) = everybody(policy, statement) {
            let message = match policy.kind {
                Kind::Trust => "everybody at AWS may assume the role".to_owned(),
                _ => "everybody is allowed what the statement says".to_owned(),
            };
            let help = "name who is meant, such as `{AWS: !Sub 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root'}`, \
                        or add a condition";
            findings.push(Finding::new(&X, &policy.path_to(element), message).help(help));
        }
    }
}

/// The principal that is everybody.
fn everybody<'d>(policy: &Policy<'d>, statement: &Statement<'d>) -> Option<&'d Value> {
    let principal = statement.get("Principal")?;
    match principal {
        Value::Map(map) => policy.leaves(map.get("AWS")?, &statement.object.env).into_iter().find(|item| is_star(item)),
        value => is_star(value).then_some(value),
    }
}

/// Whether a statement denies under a condition what others allow to everybody, as policies of APIs do.
fn is_limited(policy: &Policy<'_>) -> bool {
    policy.type_name == "AWS::ApiGateway::RestApi"
        && policy.statements.iter().any(|statement| !statement.allows() && statement.is_conditional())
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn everybody_is_a_star_without_a_condition() {
        let template = "
            Resources:
              P:
                Type: AWS::SNS::TopicPolicy
                Properties:
                  Topics: [!Ref T]
                  PolicyDocument:
                    Statement:
                      - {Effect: Allow, Principal: '*', Action: sns:Publish, Resource: '*'}
                      - {Effect: Allow, Principal: {AWS: ['111122223333', '*']}, Action: sns:Publish, Resource: '*'}
                      - {Effect: Deny, Principal: '*', Action: sns:Publish, Resource: '*'}
                      - Effect: Allow
                        Principal: '*'
                        Action: sns:Publish
                        Resource: '*'
                        Condition: {StringEquals: {'aws:PrincipalOrgID': o-1234567890}}";
        let policy = "Resources.P.Properties.PolicyDocument.Statement";
        let expected = [format!("{policy}.0.Principal"), format!("{policy}.1.Principal.AWS.1")];
        check(&X, template, &expected.each_ref().map(String::as_str));
    }
}
