//! Principals that IAM does not know.

use cfn_model::{Severity, Value, nearest};

use super::documents::Kind;
use super::policy::{Policy, Statement};
use crate::Check;
use crate::finding::{Finding, Findings};
use crate::pattern;
use crate::schema::report;

pub(super) static X: Check = Check {
    code: "policy-principal",
    severity: Severity::Error,
    title: "a principal that has no form that IAM knows",
    docs: "A principal is `*`, or a map from its kind to whom is meant: `AWS` to accounts by their 12 digits and to \
           ARNs of roles, users and accounts, `Service` to names such as `codebuild.amazonaws.com`, `Federated` to \
           identity providers, `CanonicalUser` to the ids that S3 has for accounts.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    cfn_lint: &["E3512", "E3513", "E3530"],
    run: None,
};

const KINDS: [&str; 4] = ["AWS", "CanonicalUser", "Federated", "Service"];

/// Accounts, and users, roles and sessions of theirs.
const OF_AWS: &str =
    r"^(\*|\d{12}|arn:aws[a-z-]*:iam::(\d{12}|cloudfront):(root|user|group|role).*|arn:aws[a-z-]*:sts::\d{12}:.+)$";

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    if policy.kind == Kind::Identity {
        return;
    }
    for statement in &policy.statements {
        let Some(principal) = statement.get("Principal").or_else(|| statement.get("NotPrincipal")) else { continue };
        match principal {
            Value::String(text) if text != "*" => {
                let message = format!("{} is no principal, which is `*` or a map", report::shown(text));
                let help = if text.contains(".amazonaws.") {
                    format!("write `{{Service: {text}}}`")
                } else {
                    "write a map such as `{AWS: ARN}`".to_owned()
                };
                findings.push(Finding::new(&X, &policy.path_to(principal), message).help(help));
            }
            Value::Map(map) => {
                for (kind, value) in map.iter() {
                    of_kind(policy, statement, kind, value, findings);
                }
            }
            _ => {}
        }
    }
}

fn of_kind(policy: &Policy<'_>, statement: &Statement<'_>, kind: &str, of: &Value, findings: &mut Findings) {
    if !KINDS.contains(&kind) && !kind.starts_with("Fn::") {
        let help = match nearest(kind, KINDS) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => format!("the kinds are {}", report::list(KINDS.into_iter())),
        };
        let message = format!("there is no kind of principals `{kind}`");
        return findings.push(Finding::new(&X, &policy.path_to(of), message).help(help));
    }
    for item in policy.leaves(of, &statement.object.env) {
        let text = match item {
            Value::String(text) if !text.contains("${") && !text.contains("{{") => text.as_str(),
            Value::Number(number) => &number.to_string(),
            _ => continue,
        };
        let problem = match kind {
            "AWS" if pattern::matches(OF_AWS, text) == Some(false) => Some((
                "no account, and no ARN of a user, role or session",
                "write the 12 digits of an account, or an ARN such as `arn:aws:iam::111122223333:role/NAME`",
            )),
            "Service" if !text.contains('.') && text != "*" => {
                Some(("no name of a service", "write it as `codebuild.amazonaws.com`"))
            }
            _ => None,
        };
        if let Some((what, help)) = problem {
            findings
                .push(Finding::new(&X, &policy.path_to(item), format!("{} is {what}", report::shown(text))).help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn principals_have_one_of_four_kinds() {
        let template = "
            Resources:
              R:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Statement:
                      - {Effect: Allow, Action: sts:AssumeRole, Principal: {AWS: ['111122223333', root, !Ref A]}}
                      - {Effect: Allow, Action: sts:AssumeRole, Principal: {Services: ec2.amazonaws.com}}
                      - {Effect: Allow, Action: sts:AssumeRole, Principal: {Service: ec2}}
                      - {Effect: Allow, Action: sts:AssumeRole, Principal: ec2.amazonaws.com}
                      - {Effect: Allow, Action: sts:AssumeRole, Principal: {AWS: 'arn:aws:iam::12:root'}}";
        let statement = |rest: &str| format!("Resources.R.Properties.AssumeRolePolicyDocument.Statement.{rest}");
        let expected = [
            statement("0.Principal.AWS.1"),
            statement("1.Principal.Services"),
            statement("2.Principal.Service"),
            statement("3.Principal"),
            statement("4.Principal.AWS"),
        ];
        check(&X, template, &expected.each_ref().map(String::as_str));
    }
}
