//! [`AnyRepository`]: a repository of this app, or one that exists already.

use cfn_model::{IntoProp, Prop, sub};

use crate::Stack;
use crate::iam::Statement;
use crate::services::Grantee;

/// What it takes to pull images.
pub(super) const PULL: [&str; 3] =
    ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];

/// What it takes to push images. Clients look first whether an image is there.
pub(super) const PUSH: [&str; 6] = [
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:CompleteLayerUpload",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
];

/// A repository of this app, or one that exists already.
///
/// What is granted here is what the grantee's own account has to allow. Where the repository is in another account,
/// its policy has to allow it too: [`Repository::grant_pull_to`](super::Repository::grant_pull_to).
/// Who pulls or pushes needs no grant on the key that encrypts images: ECR uses that itself.
///
/// See <https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html>.
pub trait AnyRepository {
    /// The repository's ARN.
    fn arn(&self) -> Prop<String>;

    /// Lets `grantee` pull images.
    fn grant_pull(&self, stack: &mut Stack, grantee: &impl Grantee)
    where
        Self: Sized,
    {
        grant(self, stack, grantee, &PULL);
    }

    /// Lets `grantee` push images.
    fn grant_push(&self, stack: &mut Stack, grantee: &impl Grantee)
    where
        Self: Sized,
    {
        grant(self, stack, grantee, &PUSH);
    }

    /// Lets `grantee` pull and push images.
    fn grant_pull_push(&self, stack: &mut Stack, grantee: &impl Grantee)
    where
        Self: Sized,
    {
        self.grant_pull(stack, grantee);
        self.grant_push(stack, grantee);
    }

    /// Lets `grantee` list images, with their tags, and see what scans have found in them.
    fn grant_describe(&self, stack: &mut Stack, grantee: &impl Grantee)
    where
        Self: Sized,
    {
        let actions = ["ecr:DescribeImageScanFindings", "ecr:DescribeImages", "ecr:ListImages"];
        grantee.allow(stack, Statement::allow(actions).on([self.arn()]));
    }
}

fn grant(repository: &impl AnyRepository, stack: &mut Stack, grantee: &impl Grantee, actions: &[&str]) {
    grantee.allow(stack, Statement::allow(actions.iter().copied()).on([repository.arn()]));
    // Signing in is to the registry as a whole, and knows no resources.
    grantee.allow(stack, Statement::allow(["ecr:GetAuthorizationToken"]).on_all_resources());
}

/// A repository that exists already. What its own policy says is for whoever made it.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedRepository {
    arn: Prop<String>,
}

impl ImportedRepository {
    pub(super) fn from_arn(arn: Prop<String>) -> Self {
        ImportedRepository { arn }
    }

    pub(super) fn from_name(name: impl IntoProp<String>) -> Self {
        ImportedRepository { arn: sub!("arn:{partition}:ecr:{region}:{account}:repository/{}", name) }
    }
}

impl AnyRepository for ImportedRepository {
    fn arn(&self) -> Prop<String> {
        self.arn.clone()
    }
}
