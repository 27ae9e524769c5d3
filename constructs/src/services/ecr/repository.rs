//! [`Repository`]: an ECR repository.

use cfn_model::ecr::repository::{
    EncryptionConfiguration, ImageScanningConfiguration, ImageTagMutabilityExclusionFilter,
    ImageTagMutabilityExclusionFilterType, LifecyclePolicy,
};
use cfn_model::{Handle, IntoProp, Prop, ecr};

use super::any::PULL;
use super::{
    AnyRepository, ImportedRepository, LifecycleRule, RepositoryEncryption, TagMutability, check_account, lifecycle,
};
use crate::Stack;
use crate::iam::{Operator, Principal, Statement};
use crate::services::Key;
use crate::stack::{MAIN, RemovalPolicy};

/// ECR takes policies of up to this many bytes.
///
/// See <https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html>.
pub(super) const POLICY_BYTES: usize = 10_240;

/// A private repository for images: encrypted, scanned, with tags that stay, kept when the stack is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Repository {
    /// The repository itself.
    pub handle: Handle<ecr::Repository>,
    /// The key it is encrypted with, where that is the user's own.
    pub key: Option<Key>,
}

/// What a [`Repository`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct RepositoryProps {
    /// The repository's name: 2 to 256 characters, lower-case letters, digits and `._-/`.
    /// By default CloudFormation makes one.
    pub name: Option<String>,
    /// Whether a tag can be given to another image. By default none can.
    pub tags: TagMutability,
    /// What images are encrypted with. By default the account's key for ECR.
    pub encryption: RepositoryEncryption,
    /// Whether images are scanned when they are pushed. On by default.
    /// Where the registry has a [`ScanningConfiguration`](super::ScanningConfiguration), that decides instead.
    pub scan_on_push: bool,
    /// Which images go, and when. By default they are kept. At most 50 rules.
    pub lifecycle: Vec<LifecycleRule>,
    /// What becomes of the repository with the stack. By default it is kept.
    pub removal_policy: RemovalPolicy,
    /// Whether images are deleted with the repository; one with images cannot be deleted otherwise. Off by default.
    pub empty_on_delete: bool,
}

impl Default for RepositoryProps {
    fn default() -> Self {
        RepositoryProps {
            name: None,
            tags: TagMutability::default(),
            encryption: RepositoryEncryption::default(),
            scan_on_push: true,
            lifecycle: Vec::new(),
            removal_policy: RemovalPolicy::Retain,
            empty_on_delete: false,
        }
    }
}

impl Repository {
    /// Adds a repository.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: RepositoryProps) -> Self {
        stack.construct(id, |stack| {
            props.tags.check(stack);
            let mut encryption = EncryptionConfiguration::new(props.encryption.kind());
            if let Some(key) = props.encryption.key_arn() {
                encryption = encryption.kms_key(key);
            }
            let mut repository = ecr::Repository::new()
                .encryption_configuration(encryption)
                .image_scanning_configuration(ImageScanningConfiguration::new().scan_on_push(props.scan_on_push))
                .image_tag_mutability(Prop::from_value(props.tags.name()));
            if let Some(patterns) = props.tags.patterns() {
                repository = repository.image_tag_mutability_exclusion_filters(filters(patterns));
            }
            if !props.lifecycle.is_empty() {
                let text = lifecycle::text(stack, "LifecyclePolicy.LifecyclePolicyText", &props.lifecycle);
                repository = repository.lifecycle_policy(LifecyclePolicy::new().lifecycle_policy_text(text));
            }
            if let Some(name) = props.name {
                repository = repository.repository_name(name);
            }
            if props.empty_on_delete {
                repository = repository.empty_on_delete(true);
            }
            let handle = stack.add(MAIN, repository);
            stack.grow_policy(handle, "RepositoryPolicyText", POLICY_BYTES);
            stack.resource(handle).removal_policy(props.removal_policy);
            Repository { handle, key: props.encryption.key() }
        })
    }

    /// A repository that exists already, by ARN. It may be another account's.
    pub fn from_arn(arn: impl IntoProp<String>) -> ImportedRepository {
        ImportedRepository::from_arn(arn.into_prop())
    }

    /// A repository that exists already in the stack's account and region, by name.
    pub fn from_name(name: impl IntoProp<String>) -> ImportedRepository {
        ImportedRepository::from_name(name)
    }

    /// The repository's name.
    pub fn name(self) -> Prop<String> {
        self.handle.repository_name()
    }

    /// The repository's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }

    /// The repository's URI, to which `:` and a tag are added to name an image.
    pub fn uri(self) -> Prop<String> {
        self.handle.repository_uri()
    }

    /// Adds a statement to the repository's own policy. It names no resource: it is about this one.
    pub fn add_to_policy(self, stack: &mut Stack, statement: Statement) {
        stack.add_statement(self.handle, statement);
    }

    /// Lets others pull images, such as roles of other accounts. Their own accounts have to allow it, too.
    pub fn grant_pull_to(self, stack: &mut Stack, principals: impl IntoIterator<Item = Principal>) {
        self.add_to_policy(stack, Statement::allow(PULL).to(principals));
    }

    /// Lets everyone in those accounts pull images whom the account allows it. The accounts are given by their 12 digits.
    pub fn grant_pull_to_accounts<A: AsRef<str>>(self, stack: &mut Stack, accounts: impl IntoIterator<Item = A>) {
        let accounts: Vec<A> = accounts.into_iter().collect();
        stack.beside(self.handle, |stack| {
            accounts.iter().for_each(|account| check_account(stack, "RepositoryPolicyText", account.as_ref()));
        });
        self.grant_pull_to(stack, accounts.iter().map(|account| Principal::account(account.as_ref())));
    }

    /// Lets Lambda pull images for functions whose ARNs match the pattern, which may hold `*`.
    /// Functions of other accounts need it; for those of this one Lambda adds it itself.
    ///
    /// See <https://docs.aws.amazon.com/lambda/latest/dg/images-create.html>.
    pub fn grant_pull_to_lambda(self, stack: &mut Stack, functions: impl IntoProp<String>) {
        let pull = Statement::allow(["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"])
            .to([Principal::service("lambda.amazonaws.com")])
            .when(Operator::StringLike, "aws:SourceArn", [functions]);
        self.add_to_policy(stack, pull);
    }

    /// Lets CodeBuild itself pull images for a project of this account, by ARN: for projects whose images are not
    /// pulled by their own role.
    ///
    /// See <https://docs.aws.amazon.com/codebuild/latest/userguide/sample-ecr.html>.
    pub fn grant_pull_to_codebuild(self, stack: &mut Stack, project: impl IntoProp<String>) {
        let pull = Statement::allow(PULL)
            .to([Principal::service("codebuild.amazonaws.com")])
            .when(Operator::StringEquals, "aws:SourceArn", [project])
            .when(Operator::StringEquals, "aws:SourceAccount", [cfn_model::pseudo::account_id()]);
        self.add_to_policy(stack, pull);
    }
}

impl AnyRepository for Repository {
    fn arn(&self) -> Prop<String> {
        self.handle.arn()
    }
}

fn filters(patterns: &[String]) -> Vec<ImageTagMutabilityExclusionFilter> {
    let filter = |pattern: &String| {
        ImageTagMutabilityExclusionFilter::new(ImageTagMutabilityExclusionFilterType::Wildcard, pattern)
    };
    patterns.iter().map(filter).collect()
}
