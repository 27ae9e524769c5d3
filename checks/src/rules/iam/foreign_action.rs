//! Actions of other services in the policy of a resource.

use cfn_model::Severity;

use super::actions::Named;
use super::policy::Policy;
use crate::Check;
use crate::finding::{Finding, Findings};
use crate::schema::report;

pub(super) static X: Check = Check {
    code: "action-of-other-service",
    severity: Severity::Warning,
    title: "an action of another service in the policy of a resource",
    docs: "The policy of a resource says who may do what with it, which are actions of its own service. Most services \
           refuse a policy with others.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html",
    cfn_lint: &["W3037"],
    run: None,
};

/// The services whose actions the policies of a type have.
const SERVICES: &[(&str, &[&str])] = &[
    ("AWS::CodeArtifact::Domain", &["codeartifact"]),
    ("AWS::CodeArtifact::Repository", &["codeartifact"]),
    ("AWS::ECR::PublicRepository", &["ecr-public"]),
    ("AWS::ECR::RegistryPolicy", &["ecr"]),
    ("AWS::ECR::Repository", &["ecr"]),
    ("AWS::EFS::FileSystem", &["elasticfilesystem"]),
    ("AWS::Events::EventBus", &["events"]),
    ("AWS::KMS::Key", &["kms"]),
    ("AWS::KMS::ReplicaKey", &["kms"]),
    ("AWS::S3::BucketPolicy", &["s3"]),
    ("AWS::SNS::TopicInlinePolicy", &["sns"]),
    ("AWS::SNS::TopicPolicy", &["sns"]),
    ("AWS::SQS::QueueInlinePolicy", &["sqs"]),
    ("AWS::SQS::QueuePolicy", &["sqs"]),
    ("AWS::SecretsManager::ResourcePolicy", &["secretsmanager"]),
];

pub(super) fn check(policy: &Policy<'_>, findings: &mut Findings) {
    let Some((_, services)) = SERVICES.iter().find(|(type_name, _)| *type_name == policy.type_name) else { return };
    for (action, named) in policy.statements.iter().flat_map(|statement| statement.actions()) {
        let (Named::Actions(service, _) | Named::UnknownAction(service)) = named else { continue };
        if !services.contains(&service.prefix) {
            let message = format!("`{}` is another service, the policy takes actions of {}", service.prefix, {
                report::list(services.iter().copied())
            });
            findings.push(Finding::new(&X, &policy.path_to(action), message));
        }
    }
}
