//! [`CreationTemplate`]: what repositories look like that ECR creates by itself.

use cfn_model::ecr::repository_creation_template as model;
use cfn_model::{Handle, Prop, ecr, sub};

/// What ECR creates a repository for.
///
/// See <https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html>.
pub use cfn_model::ecr::repository_creation_template::AppliedForItem as AppliedFor;

use super::{LifecycleRule, RepositoryEncryption, TagMutability, lifecycle};
use crate::Stack;
use crate::iam::{PolicyDocument, Principal, Statement};
use crate::services::json_text::json_text;
use crate::services::{Grantee, Key, Role, RoleProps};
use crate::stack::MAIN;

/// What repositories look like that ECR creates by itself: for a pull-through cache, for copies of images, or for
/// images that are pushed. Those that are there already stay as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CreationTemplate {
    /// The template itself.
    pub handle: Handle<ecr::RepositoryCreationTemplate>,
    /// The role that ECR creates repositories with, where they have tags or a key.
    pub role: Option<Role>,
}

/// What a [`CreationTemplate`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct CreationTemplateProps {
    /// What the names of its repositories begin with, or `ROOT` for all that no other template is about.
    /// Only one template of the registry has it.
    pub prefix: String,
    /// What ECR creates them for.
    pub applied_for: Vec<AppliedFor>,
    /// What the template is for, at most 256 characters. None by default.
    pub description: Option<String>,
    /// Whether a tag can be given to another image. By default every tag can, as caches and copies need it.
    pub tags: TagMutability,
    /// What images are encrypted with. By default keys that S3 manages, which is all that ECR does without a role.
    pub encryption: RepositoryEncryption,
    /// Which images go, and when. By default they are kept. At most 50 rules.
    pub lifecycle: Vec<LifecycleRule>,
    /// The policy of its repositories, whose statements name no resources. By default they have none.
    pub policy: PolicyDocument,
    /// The tags of its repositories, as resources. None by default.
    pub resource_tags: Vec<(String, String)>,
}

impl CreationTemplateProps {
    /// Repositories with names that begin so, created for one of those, everything else by default.
    pub fn new(prefix: impl Into<String>, applied_for: impl IntoIterator<Item = AppliedFor>) -> Self {
        CreationTemplateProps {
            prefix: prefix.into(),
            applied_for: applied_for.into_iter().collect(),
            description: None,
            tags: TagMutability::Mutable,
            encryption: RepositoryEncryption::S3Managed,
            lifecycle: Vec::new(),
            policy: PolicyDocument::default(),
            resource_tags: Vec::new(),
        }
    }
}

impl CreationTemplate {
    /// Adds a template. A second one for the same prefix in the same account and region is an error.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: CreationTemplateProps) -> Self {
        stack.construct(id, |stack| {
            stack.claim(format!("repository creation template for the prefix `{}`", props.prefix));
            props.tags.check(stack);
            let key = props.encryption.key();
            let needs_role = props.encryption != RepositoryEncryption::S3Managed || !props.resource_tags.is_empty();
            let role = needs_role.then(|| role(stack, &props.prefix, key));

            let mut encryption =
                model::EncryptionConfiguration::new(Prop::from_value(props.encryption.kind().as_str()));
            if let Some(key) = key {
                encryption = encryption.kms_key(key.arn());
            }
            let mut template = ecr::RepositoryCreationTemplate::new(props.applied_for, props.prefix)
                .encryption_configuration(encryption)
                .image_tag_mutability(Prop::from_value(props.tags.name()));
            if let Some(patterns) = props.tags.patterns() {
                let kind = model::ImageTagMutabilityExclusionFilterType::Wildcard;
                let filters: Vec<model::ImageTagMutabilityExclusionFilter> =
                    patterns.iter().map(|text| model::ImageTagMutabilityExclusionFilter::new(kind, text)).collect();
                template = template.image_tag_mutability_exclusion_filters(filters);
            }
            if let Some(description) = props.description {
                template = template.description(description);
            }
            if !props.lifecycle.is_empty() {
                template = template.lifecycle_policy(lifecycle::text(stack, "LifecyclePolicy", &props.lifecycle));
            }
            if !props.policy.is_empty() {
                template = template.repository_policy(json_text(&props.policy.to_value()));
            }
            if !props.resource_tags.is_empty() {
                let tags: Vec<model::Tag> =
                    props.resource_tags.into_iter().map(|(key, value)| model::Tag::new(key, value)).collect();
                template = template.resource_tags(tags);
            }
            if let Some(role) = role {
                template = template.custom_role_arn(role.arn());
            }
            CreationTemplate { handle: stack.add(MAIN, template), role }
        })
    }
}

/// The role that ECR creates repositories with.
///
/// See <https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-custom.html>.
fn role(stack: &mut Stack, prefix: &str, key: Option<Key>) -> Role {
    let trust = Statement::allow(["sts:AssumeRole"]).to([Principal::service("ecr.amazonaws.com")]);
    let props = RoleProps::trusting(trust).description("Creates repositories with tags and keys.");
    let role = Role::new(stack, "Role", props);
    let names = if prefix == "ROOT" { "*".to_owned() } else { format!("{}/*", prefix.trim_end_matches('/')) };
    let repositories = sub!("arn:{partition}:ecr:{region}:{account}:repository/{}", names);
    let create = ["ecr:CreateRepository", "ecr:ReplicateImage", "ecr:TagResource"];
    role.allow(stack, Statement::allow(create).on([repositories]));
    if let Some(key) = key {
        let use_key = ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"];
        role.allow(stack, Statement::allow(use_key).on([key.arn()]));
    }
    role
}
