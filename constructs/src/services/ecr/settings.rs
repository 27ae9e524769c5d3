//! What repositories and the templates for them are set to.

use cfn_model::ecr::repository::EncryptionType;
use cfn_model::{Diagnostic, Prop};

use crate::Stack;
use crate::services::Key;

/// Whether a tag can be given to another image.
///
/// See <https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html>.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum TagMutability {
    /// No tag can, so that a tag always means the same image.
    #[default]
    Immutable,
    /// Only tags that match one of these can, such as `latest` or `dev-*`. 1 to 5 patterns, with up to two `*` each.
    ImmutableExcept(Vec<String>),
    /// Every tag can.
    Mutable,
    /// Every tag can, except those that match one of these patterns, as for [`TagMutability::ImmutableExcept`].
    MutableExcept(Vec<String>),
}

impl TagMutability {
    pub(super) fn name(&self) -> &'static str {
        match self {
            TagMutability::Immutable => "IMMUTABLE",
            TagMutability::ImmutableExcept(_) => "IMMUTABLE_WITH_EXCLUSION",
            TagMutability::Mutable => "MUTABLE",
            TagMutability::MutableExcept(_) => "MUTABLE_WITH_EXCLUSION",
        }
    }

    /// The patterns; none where it has no exceptions.
    pub(super) fn patterns(&self) -> Option<&[String]> {
        match self {
            TagMutability::ImmutableExcept(patterns) | TagMutability::MutableExcept(patterns) => Some(patterns),
            TagMutability::Immutable | TagMutability::Mutable => None,
        }
    }

    pub(super) fn check(&self, stack: &mut Stack) {
        const PROPERTY: &str = "ImageTagMutabilityExclusionFilters";
        let Some(patterns) = self.patterns() else { return };
        if !(1..=5).contains(&patterns.len()) {
            let message = format!("{} patterns of tags are given, 1 to 5 are allowed", patterns.len());
            stack.report(
                Diagnostic::error("ecr-tag-pattern", message)
                    .property(PROPERTY)
                    .help("give patterns, or leave the exceptions out"),
            );
        }
        for pattern in patterns.iter().filter(|pattern| pattern.matches('*').count() > 2) {
            stack.report(
                Diagnostic::error("ecr-tag-pattern", format!("`{pattern}` has more than two wildcards"))
                    .property(PROPERTY)
                    .help("write a pattern with fewer `*`"),
            );
        }
    }
}

/// What images are encrypted with. It cannot be changed later without replacing the repository.
///
/// See <https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum RepositoryEncryption {
    /// Keys that S3 manages (`AES256`).
    S3Managed,
    /// The account's key for ECR, `aws/ecr`, whose use can be seen in CloudTrail.
    #[default]
    EcrManaged,
    /// The account's own key.
    Key(Key),
    /// Two layers, with the account's own key (`KMS_DSSE`).
    TwoLayers(Key),
}

impl RepositoryEncryption {
    pub(super) fn kind(self) -> EncryptionType {
        match self {
            RepositoryEncryption::S3Managed => EncryptionType::Aes256,
            RepositoryEncryption::EcrManaged | RepositoryEncryption::Key(_) => EncryptionType::Kms,
            RepositoryEncryption::TwoLayers(_) => EncryptionType::KmsDsse,
        }
    }

    pub(super) fn key(self) -> Option<Key> {
        match self {
            RepositoryEncryption::S3Managed | RepositoryEncryption::EcrManaged => None,
            RepositoryEncryption::Key(key) | RepositoryEncryption::TwoLayers(key) => Some(key),
        }
    }

    pub(super) fn key_arn(self) -> Option<Prop<String>> {
        self.key().map(Key::arn)
    }
}
