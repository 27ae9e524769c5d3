//! Actions that their service does not have.

use cfn_model::{Severity, nearest};

use super::actions::{Named, Service};
use super::policy::Policy;
use crate::Check;
use crate::finding::{Finding, Findings};
use crate::schema::report;

pub(super) static X: Check = Check {
    code: "unknown-iam-action",
    severity: Severity::Warning,
    title: "an action that its service does not have",
    docs: "Actions are mostly named as the operations of the service, but not always: `s3:ListBucket` is what \
           `ListObjectsV2` needs. IAM takes a policy with an action that nothing has; nobody is then allowed, or denied, \
           what was meant. A name with wildcards has to match at least one action.",
    source: "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
    cfn_lint: &["W3037"],
    run: None,
};

/// Operations of services and what IAM calls the permission for them.
const OPERATIONS: &[(&str, &str)] = &[
    ("ecr:Login", "ecr:GetAuthorizationToken"),
    ("ecr:PullImage", "ecr:BatchGetImage` with `ecr:GetDownloadUrlForLayer"),
    ("ecr:PushImage", "ecr:PutImage` with the actions of uploading layers"),
    ("kms:DeleteKey", "kms:ScheduleKeyDeletion"),
    ("kms:ReEncrypt", "kms:ReEncryptFrom` and `kms:ReEncryptTo"),
    ("lambda:Invoke", "lambda:InvokeFunction"),
    ("s3:CopyObject", "s3:GetObject` and `s3:PutObject"),
    ("s3:DeleteObjects", "s3:DeleteObject"),
    ("s3:HeadBucket", "s3:ListBucket"),
    ("s3:HeadObject", "s3:GetObject"),
    ("s3:ListBuckets", "s3:ListAllMyBuckets"),
    ("s3:ListMultipartUploads", "s3:ListBucketMultipartUploads"),
    ("s3:ListObjectVersions", "s3:ListBucketVersions"),
    ("s3:ListObjects", "s3:ListBucket"),
    ("s3:ListObjectsV2", "s3:ListBucket"),
    ("s3:ListParts", "s3:ListMultipartUploadParts"),
    ("s3:UploadPart", "s3:PutObject"),
];

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    for (action, named) in policy.statements.iter().flat_map(|statement| statement.actions()) {
        let (Named::UnknownAction(service), Some(text)) = (named, action.as_str()) else { continue };
        let name = text.split_once(':').map_or(text, |(_, name)| name);
        if name.contains(['{', '$']) {
            continue;
        }
        let message = if name.contains(['*', '?']) {
            format!("no action of `{}` is like {}", service.prefix, report::shown(name))
        } else {
            format!("`{}` has no action {}", service.prefix, report::shown(name))
        };
        let finding = Finding::new(&X, &policy.path_to(action), message);
        findings.push(match suggestion(*service, name) {
            Some(suggestion) => finding.help(format!("did you mean `{suggestion}`?")),
            None => finding.help("look it up in the service authorization reference"),
        });
    }
}

fn suggestion(service: Service, name: &str) -> Option<String> {
    let text = format!("{}:{name}", service.prefix);
    if let Some((_, action)) = OPERATIONS.iter().find(|(operation, _)| operation.eq_ignore_ascii_case(&text)) {
        return Some((*action).to_owned());
    }
    let nearest = nearest(name.trim_matches(['*', '?']), service.actions().map(|action| action.name))?;
    Some(format!("{}:{nearest}", service.prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_lead_to_their_permission() {
        let suggest = |prefix: &str, name: &str| suggestion(Service::of(prefix).expect("a service"), name);
        assert_eq!(suggest("s3", "ListObjectsV2").as_deref(), Some("s3:ListBucket"));
        assert_eq!(suggest("codebuild", "StartBuilds").as_deref(), Some("codebuild:StartBuild"));
        assert_eq!(suggest("s3", "Frobnicate"), None);
    }
}
