//! The promotion, in code or in a file.

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use crate::schema::{ACCOUNT, REGION};

/// The promotion of images through environments.
///
/// ```
/// use cfn_stacks::image_promotion::{Environment, ImagePromotion};
///
/// let environments = ["dev", "test", "prod"].map(Environment::new);
/// let promotion = ImagePromotion::new("Images", ["shop", "basket"], environments);
/// assert!(promotion.environments[2].approval);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ImagePromotion {
    /// The name of the pipeline and of its stack: letters, digits and hyphens, beginning with a letter, at most 32.
    pub name: String,
    /// The account of the pipeline, by its 12 digits. Needed where an environment is in another one; by default the
    /// account of whoever deploys.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = ACCOUNT)))]
    pub account: Option<String>,
    /// The region of everything. By default that of whoever deploys.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = REGION)))]
    pub region: Option<String>,
    /// The names of the images, with which the names of the repositories of every environment end.
    pub images: Vec<String>,
    /// The environments, in the order in which images get there: at least two. Images are pushed to the first.
    pub environments: Vec<Environment>,
    /// The tag that moves from image to image, at whose pushes the pipeline starts. `latest` by default.
    #[serde(default = "latest")]
    pub moving_tag: String,
    /// How long an approval is waited for, in minutes: 5 to 86,400. 7 days by default.
    #[serde(default = "week")]
    pub approval_minutes: u32,
    /// The e-mail addresses that are asked for approvals. None by default.
    #[serde(default)]
    pub approvers: Vec<String>,
    /// The e-mail addresses that are told how executions end. None by default.
    #[serde(default)]
    pub notify: Vec<String>,
}

/// An environment: a repository for each image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Environment {
    /// Its name, with which its stage is called: letters, digits and hyphens, at most 20.
    pub name: String,
    /// What the names of its repositories begin with. By default its name and a slash.
    #[serde(default)]
    pub prefix: Option<String>,
    /// The account of its repositories, by its 12 digits. By default the pipeline's.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = ACCOUNT)))]
    pub account: Option<String>,
    /// Whether a key of its account encrypts its images, so that there their use can be seen and ended. Off by default: ECR
    /// encrypts them with the account's own. Repositories that are there already are replaced where it changes.
    #[serde(default)]
    pub own_key: bool,
    /// Whether somebody has to approve before an image gets there. On by default; it means nothing for the first.
    #[serde(default = "on")]
    pub approval: bool,
    /// The ARN of a state machine that tests each image which has got there, and fails where the test does. None by
    /// default.
    #[serde(default)]
    pub test_state_machine: Option<String>,
}

fn latest() -> String {
    "latest".to_owned()
}

fn week() -> u32 {
    7 * 24 * 60
}

fn on() -> bool {
    true
}

impl ImagePromotion {
    /// These images through these environments, everything else by default.
    pub fn new<I: Into<String>>(
        name: impl Into<String>,
        images: impl IntoIterator<Item = I>,
        environments: impl IntoIterator<Item = Environment>,
    ) -> Self {
        ImagePromotion {
            name: name.into(),
            account: None,
            region: None,
            images: images.into_iter().map(Into::into).collect(),
            environments: environments.into_iter().collect(),
            moving_tag: latest(),
            approval_minutes: week(),
            approvers: Vec::new(),
            notify: Vec::new(),
        }
    }
}

impl Environment {
    /// An environment that images get to after an approval, with repositories in the pipeline's own account.
    pub fn new(name: impl Into<String>) -> Self {
        Environment {
            name: name.into(),
            prefix: None,
            account: None,
            own_key: false,
            approval: true,
            test_state_machine: None,
        }
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

    /// With a test: the state machine with that ARN.
    #[must_use]
    pub fn test(mut self, state_machine: impl Into<String>) -> Self {
        self.test_state_machine = Some(state_machine.into());
        self
    }
}
