//! An image is built from a Dockerfile and pushed.

use cfn_model::{IntoProp, Prop, sub};

use super::common::{known, props, with_commas, wrong};
use crate::iam::{Operator, Statement};
use crate::pipeline::{Action, Artifact, IntoAction, log_permissions, providers};

/// An image is built from a Dockerfile, on CodePipeline's own compute, and pushed to a repository of ECR.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECRBuildAndPublish.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct EcrBuildAndPublishAction {
    /// The action's name.
    pub name: String,
    /// The name of the repository.
    pub repository: Prop<String>,
    /// The artifact that holds the Dockerfile.
    pub input: Artifact,
    /// Where the Dockerfile is. At the artifact's root by default.
    pub dockerfile: Option<String>,
    /// The image's tags, which may be variables of the pipeline. `latest` by default, which a repository
    /// whose tags stay takes only once.
    pub tags: Vec<Prop<String>>,
    /// Where the repository is. In the account's private registry by default.
    pub registry: RegistryType,
}

/// A registry of ECR.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum RegistryType {
    /// The account's own in this region.
    #[default]
    Private,
    /// The public gallery, where everybody may pull.
    Public,
}

impl EcrBuildAndPublishAction {
    /// The image of the artifact's Dockerfile goes to the repository of that name.
    pub fn new(name: impl Into<String>, repository: impl IntoProp<String>, input: Artifact) -> Self {
        EcrBuildAndPublishAction {
            name: name.into(),
            repository: repository.into_prop(),
            input,
            dockerfile: None,
            tags: Vec::new(),
            registry: RegistryType::default(),
        }
    }

    /// With tags of the image.
    #[must_use]
    pub fn tags<T: IntoProp<String>>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        self.tags.extend(props(tags));
        self
    }

    /// The digest of the image, for later actions.
    pub fn image_digest(&self) -> Prop<String> {
        self.variable("ECRImageDigestId")
    }
}

impl IntoAction for EcrBuildAndPublishAction {
    fn into_action(self) -> Action {
        let mut action = Action::new(self.name, &providers::ecr::BUILD_AND_PUBLISH)
            .configure("ECRRepositoryName", self.repository.clone())
            .configure_some("DockerFilePath", self.dockerfile)
            .configure_some("ImageTags", with_commas(&self.tags))
            .reads([self.input]);
        action.permissions.extend(log_permissions());
        for tag in self.tags.iter().filter_map(known).filter(|tag| !is_tag(tag)) {
            let help = "use letters, digits and `_.-`, 1 to 128, beginning with a letter, a digit or `_`";
            action = action.problem("ImageTags", wrong(format!("`{tag}` is no tag of an image"), help));
        }
        match self.registry {
            RegistryType::Private => push_privately(action, &self.repository),
            RegistryType::Public => push_publicly(action.configure("RegistryType", "public"), &self.repository),
        }
    }

    fn name(&self) -> &str {
        &self.name
    }
}

fn push_privately(action: Action, repository: &Prop<String>) -> Action {
    let arn = sub!("arn:{partition}:ecr:{region}:{account}:repository/{}", repository.clone());
    let push = [
        "ecr:BatchCheckLayerAvailability",
        "ecr:CompleteLayerUpload",
        "ecr:DescribeRepositories",
        "ecr:GetDownloadUrlForLayer",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
    ];
    action
        .needs(Statement::allow(push).on([arn]))
        // Signing in is to the registry as a whole, and knows no resource.
        .needs(Statement::allow(["ecr:GetAuthorizationToken"]).on_all_resources())
}

fn push_publicly(action: Action, repository: &Prop<String>) -> Action {
    // Public repositories are in no region.
    let arn = sub!("arn:{partition}:ecr-public::{account}:repository/{}", repository.clone());
    let push = [
        "ecr-public:BatchCheckLayerAvailability",
        "ecr-public:CompleteLayerUpload",
        "ecr-public:DescribeRepositories",
        "ecr-public:InitiateLayerUpload",
        "ecr-public:PutImage",
        "ecr-public:UploadLayerPart",
    ];
    action
        .needs(Statement::allow(push).on([arn]))
        // Signing in is to the registry as a whole, and knows no resource.
        .needs(Statement::allow(["ecr-public:GetAuthorizationToken"]).on_all_resources())
        .needs(Statement::allow(["sts:GetServiceBearerToken"]).on_all_resources().when(
            Operator::StringEquals,
            "sts:AWSServiceName",
            ["ecr-public.amazonaws.com"],
        ))
}

/// Whether the text can be an image's tag.
///
/// See <https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutImage.html>
/// and <https://github.com/distribution/reference/blob/main/regexp.go>.
pub(super) fn is_tag(text: &str) -> bool {
    let letter = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    (1..=128).contains(&text.len())
        && text.starts_with(letter)
        && text.chars().all(|next| letter(next) || ".-".contains(next))
}
