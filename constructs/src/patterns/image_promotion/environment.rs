//! [`ImageEnvironment`]: where images are on their way, and what has to happen before they get there.

use cfn_model::{IntoProp, Prop, sub};

use crate::pipeline::actions::StepFunctionsAction;
use crate::services::events::EventPattern;

/// An environment: a repository for each image.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageEnvironment {
    /// Its name, with which its stage of the pipeline is called: letters, digits and `-`, at most 20.
    pub name: String,
    /// What the names of its repositories begin with. By default its name and a slash.
    pub prefix: String,
    /// The account of its repositories, by its 12 digits, where it is not the pipeline's. There,
    /// [`EnvironmentRepositories`](super::EnvironmentRepositories) adds them.
    pub account: Option<String>,
    /// Whether a key of its account encrypts its images, so that there their use can be seen and ended. Off by default: ECR
    /// encrypts them with the account's `aws/ecr`. Repositories that are there already are replaced where it changes.
    pub own_key: bool,
    /// Whether somebody has to approve before an image gets there. On by default; it means nothing for the first.
    pub approval: bool,
    /// What is tested once an image is there. Nothing by default.
    pub test: Option<ImageTest>,
}

/// A test of an image that has got to an environment.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageTest {
    /// The ARN of a state machine of Step Functions, which fails where the test does. Its input has the keys
    /// `environment`, `registry`, `repository`, `digest` and `execution`, all of them text.
    pub state_machine: Prop<String>,
}

impl ImageEnvironment {
    /// An environment that images get to after an approval, with repositories in the pipeline's own account.
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        ImageEnvironment { prefix: format!("{name}/"), name, account: None, own_key: false, approval: true, test: None }
    }

    /// With another beginning for the names of its repositories.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// With repositories in another account, by its 12 digits.
    #[must_use]
    pub fn account(mut self, account: impl Into<String>) -> Self {
        self.account = Some(account.into());
        self
    }

    /// With images that a key of its account encrypts.
    #[must_use]
    pub fn own_key(mut self) -> Self {
        self.own_key = true;
        self
    }

    /// Without an approval: images get there by themselves.
    #[must_use]
    pub fn without_approval(mut self) -> Self {
        self.approval = false;
        self
    }

    /// With a test: the state machine with that ARN.
    #[must_use]
    pub fn test(mut self, state_machine: impl IntoProp<String>) -> Self {
        self.test = Some(ImageTest { state_machine: state_machine.into_prop() });
        self
    }

    /// The name of the repository of an image.
    pub fn repository(&self, image: &str) -> String {
        format!("{}{image}", self.prefix)
    }

    /// The account of its repositories.
    pub(super) fn registry(&self) -> Prop<String> {
        match &self.account {
            Some(account) => Prop::new(account.as_str()),
            None => cfn_model::pseudo::account_id(),
        }
    }

    /// The ARN of the repository of an image.
    pub(super) fn arn(&self, image: &str) -> Prop<String> {
        sub!("arn:{partition}:ecr:{region}:{}:repository/{}", self.registry(), self.repository(image))
    }

    /// The events of pushes of an image with the tag.
    pub(super) fn pushes(&self, image: &str, tag: &str) -> EventPattern {
        let pattern = EventPattern::of("aws.ecr", "ECR Image Action")
            .detail("action-type", ["PUSH"])
            .detail("result", ["SUCCESS"])
            .detail("image-tag", [tag])
            .detail("repository-name", [self.repository(image)]);
        match self.account.as_deref() {
            Some(account) => pattern.account([account]),
            None => pattern,
        }
    }

    /// The action that tests an image, where there is a test.
    pub(super) fn test_action(&self) -> Option<StepFunctionsAction> {
        let test = self.test.as_ref()?;
        let repository = sub!("{}{}", self.prefix.as_str(), super::image_name());
        let input = cfn_model::Map::from([
            ("environment", self.name.as_str().into_prop()),
            ("registry", self.registry()),
            ("repository", repository),
            ("digest", super::image_digest()),
            ("execution", crate::pipeline::execution_id()),
        ]);
        Some(StepFunctionsAction::new("Test", test.state_machine.clone()).input(input))
    }
}
