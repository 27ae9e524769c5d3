//! Elements that policies do not have, or not policies of this kind.

use cfn_model::{Severity, nearest};

use super::documents::{Kind, Naming};
use super::policy::Policy;
use crate::Check;
use crate::finding::{Finding, Findings};
use crate::schema::report;

pub(super) static X: Check = Check {
    code: "policy-unknown-element",
    severity: Severity::Error,
    title: "a policy element that does not exist, or not in a policy of this kind",
    docs: "A policy has `Version`, `Id` and `Statement`; a statement says what is allowed or denied. Who is meant \
           stands only in policies of resources and in trust policies; on what stands in all but trust policies and \
           those of ECR repositories, which are about the one thing that they belong to.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html",
    cfn_lint: &["E3510", "E3512", "E3513", "E3530"],
    run: None,
};

const OF_POLICY: &[&str] = &["Version", "Id", "Statement"];
const ALWAYS: &[&str] = &["Sid", "Effect", "Action", "NotAction", "Condition"];
const WHO: &[&str] = &["Principal", "NotPrincipal"];
const ON_WHAT: &[&str] = &["Resource", "NotResource"];

/// The elements of a statement in a policy of a kind.
fn of_statement(kind: Kind) -> impl Iterator<Item = &'static str> + Clone {
    let more: &[&[&str]] = match kind {
        Kind::Identity => &[ON_WHAT],
        Kind::Trust | Kind::Resource(Naming::Refused) => &[WHO],
        Kind::Resource(_) => &[WHO, ON_WHAT],
    };
    std::iter::once(&ALWAYS).chain(more).flat_map(|names| names.iter().copied())
}

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    for entry in policy.object.entries.iter().filter(|entry| !OF_POLICY.contains(&entry.key)) {
        let message = format!("a policy has no element `{}`", entry.key);
        findings.push(
            Finding::new(&X, &policy.path().join(entry.key), message).help(help(entry.key, OF_POLICY.iter().copied())),
        );
    }
    let elements = of_statement(policy.kind);
    for statement in &policy.statements {
        for entry in statement.object.entries.iter().filter(|entry| !elements.clone().any(|name| name == entry.key)) {
            let key = entry.key;
            let (message, help) = match policy.kind {
                Kind::Identity if WHO.contains(&key) => (
                    format!("a policy of a user, group or role has no `{key}`"),
                    "take it out: the policy is about whom it is attached to".to_owned(),
                ),
                Kind::Trust if ON_WHAT.contains(&key) => (
                    format!("a trust policy has no `{key}`"),
                    "take it out: the policy is about the role that it belongs to".to_owned(),
                ),
                Kind::Resource(Naming::Refused) if ON_WHAT.contains(&key) => (
                    format!("the policy of a repository has no `{key}`"),
                    "take it out: the policy is about the repository that it belongs to".to_owned(),
                ),
                _ => (format!("a statement has no element `{key}`"), help(key, elements.clone())),
            };
            findings.push(Finding::new(&X, &policy.path_to(statement.value).join(key), message).help(help));
        }
    }
}

fn help(key: &str, elements: impl Iterator<Item = &'static str> + Clone) -> String {
    match nearest(key, elements.clone()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("the elements are {}", report::list(elements)),
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn each_kind_has_its_elements() {
        let template = "
            Resources:
              R:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Statement: {Effect: Allow, Principal: {AWS: '*'}, Action: sts:AssumeRole, Resource: '*'}
                  Policies:
                    - PolicyName: a
                      PolicyDocument:
                        Statements: []
                        Statement: [{Effect: Allow, Action: s3:GetObject, Resource: '*', Principal: '*'}]
              E:
                Type: AWS::ECR::Repository
                Properties:
                  RepositoryPolicyText:
                    Statement: [{Effect: Allow, Principal: '*', Action: ecr:BatchGetImage, Resource: '*'}]";
        let expected = [
            "Resources.R.Properties.AssumeRolePolicyDocument.Statement.Resource",
            "Resources.R.Properties.Policies.0.PolicyDocument.Statements",
            "Resources.R.Properties.Policies.0.PolicyDocument.Statement.0.Principal",
            "Resources.E.Properties.RepositoryPolicyText.Statement.0.Resource",
        ];
        check(&X, template, &expected);
    }
}
