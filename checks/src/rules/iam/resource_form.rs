//! Resources that are no ARNs.

use cfn_model::{Severity, Value};

use super::documents::{Kind, Naming};
use super::policy::Policy;
use crate::Check;
use crate::finding::{Finding, Findings};
use crate::pattern;
use crate::schema::report;

pub(super) static X: Check = Check {
    code: "policy-resource-form",
    severity: Severity::Error,
    title: "a resource in a policy that is no ARN",
    docs: "A resource is an ARN, of which parts may be wildcards, or `*`. The policy of a bucket names the bucket or what \
           is in it; `*` is refused there.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html",
    cfn_lint: &["E3510", "E3514"],
    run: None,
};

/// Either a name of an ARN's first three parts and no more, or all six with an account that can be one.
const ARN: &str = r"^(arn:(aws[A-Za-z-]*|\*):[^:]+:[^:]*(:(\d{12}|\*|aws|\$\{[^}]+\})?:.+|))$";

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    let star = policy.type_name != "AWS::S3::BucketPolicy";
    if !matches!(policy.kind, Kind::Identity | Kind::Resource(Naming::Needed)) {
        return;
    }
    for statement in &policy.statements {
        for resource in &statement.resources {
            let text = match resource {
                Value::String(text) if !text.contains("{{") => text.as_str(),
                Value::Number(number) => &number.to_string(),
                _ => continue,
            };
            if text == "*" && star || pattern::matches(ARN, text) != Some(false) {
                continue;
            }
            let message = match text {
                "*" => "the policy of a bucket does not take `*` for a resource".to_owned(),
                _ => format!("{} is no ARN", report::shown(text)),
            };
            let help = if text.contains("${AWS::") {
                "write it with `Fn::Sub`, or the variables stay as they are"
            } else if star {
                "write an ARN such as `arn:aws:s3:::BUCKET/*`, or `*`"
            } else {
                "write `arn:aws:s3:::BUCKET` for the bucket, `arn:aws:s3:::BUCKET/*` for what is in it"
            };
            findings.push(Finding::new(&X, &policy.path_to(resource), message).help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arns_have_six_parts() {
        for (text, expected) in [
            ("arn:aws:s3:::b", true),
            ("arn:aws:s3:::b/${aws:username}/*", true),
            ("arn:*:iam::111122223333:role/a", true),
            ("arn:aws:iam::${aws:PrincipalAccount}:role/a", true),
            ("arn:aws:iam::1234:role/a", false),
            ("my-bucket", false),
            ("arn:aws", false),
        ] {
            assert_eq!(pattern::matches(ARN, text), Some(expected), "{text}");
        }
    }
}
