//! The release, in code or in a file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Channel, Images};
use crate::permission::Permission;
#[cfg(feature = "schema")]
use crate::schema::{ACCOUNT, REGION};

/// The release of a product: machine images and templates with the images in them, and whatever else it is made of, through
/// channels.
///
/// ```
/// use cfn_stacks::ami_release::{AmiRelease, Images};
///
/// let connection = "arn:aws:codeconnections:us-east-2:111122223333:connection/0f9e8d7c";
/// let release = AmiRelease {
///     images: Some(Images::packer("images")),
///     regions: vec!["eu-west-1".into()],
///     ..AmiRelease::new("Readyset", "readyset", "us-east-2", connection, "acme/readyset", ["make templates"])
/// };
/// let names: Vec<&str> = release.channels.iter().map(|channel| channel.name.as_str()).collect();
/// assert_eq!(names, ["internal", "alpha", "release"]);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AmiRelease {
    /// The name of the pipeline and of its stack: letters, digits and hyphens, beginning with a letter, at most 48.
    pub name: String,
    /// The product, as it is called in the keys of what is released: lower-case letters, digits and hyphens, beginning with
    /// a letter.
    pub product: String,
    /// The account of everything, by its 12 digits. By default that of whoever deploys.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = ACCOUNT)))]
    pub account: Option<String>,
    /// The region of the pipeline and of what is released.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = REGION)))]
    pub region: String,
    /// The regions that machine images are copied to, besides `region`. None by default.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(inner(regex(pattern = REGION))))]
    pub regions: Vec<String>,
    /// The ARN of the connection to where the repository is.
    pub connection: String,
    /// The repository: `OWNER/NAME`.
    pub repository: String,
    /// The branch that releases with a name come from. `main` by default.
    #[serde(default = "branch")]
    pub main_branch: String,
    /// The other branches whose pushes are built, as patterns such as `feature/*`. None by default.
    #[serde(default)]
    pub other_branches: Vec<String>,
    /// The channels. What is in the first one is tested, and promoted to the others. `internal`, `alpha` and `release` by
    /// default.
    #[serde(default = "channels")]
    pub channels: Vec<Channel>,
    /// The machine images, and what builds them. None by default.
    #[serde(default)]
    pub images: Option<Images>,
    /// Whether a key of this release encrypts copies of machine images, which accounts of the channels may then use. Off by
    /// default: copies are as their originals.
    #[serde(default)]
    pub image_keys: bool,
    /// After how many days machine images are told to be old: they can still be used, and are found no more. Never by default.
    #[serde(default)]
    pub deprecate_after_days: Option<u32>,
    /// Commands that leave binaries in `binaries/`, which are released too. None by default.
    #[serde(default)]
    pub binaries: Vec<String>,
    /// Images of containers that are released too. None by default.
    #[serde(default)]
    pub containers: Option<Pushed>,
    /// Helm charts that are released too. None by default.
    #[serde(default)]
    pub charts: Option<Pushed>,
    /// Commands that write the templates to `templates/NAME.yaml`: with the machine images of the file `$IMAGES`, and below
    /// the URL `$RELEASE_URL`.
    pub bake: Vec<String>,
    /// The test of a release with a stack. None by default.
    #[serde(default)]
    pub smoke_test: Option<StackTest>,
    /// The e-mail addresses that are asked whether something is released. None by default.
    #[serde(default)]
    pub approvers: Vec<String>,
    /// The e-mail addresses that are told how executions end. None by default.
    #[serde(default)]
    pub notify: Vec<String>,
    /// How long a build may take, in minutes: 5 to 2,160. 180 by default, as machine images take their time.
    #[serde(default = "build_minutes")]
    pub build_minutes: u32,
}

/// What is pushed to repositories of ECR.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Pushed {
    /// The names of the repositories, which are made.
    pub repositories: Vec<String>,
    /// Commands that push one image or chart to each of them, whose URIs are in `$REPOSITORIES`: with the tag or version
    /// `$BUILD_TAG`.
    pub commands: Vec<String>,
}

/// A test of what is in the first channel: a stack is created, looked at by commands, and deleted whatever happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StackTest {
    /// The template, by its name without `.yaml`.
    pub template: String,
    /// Values of its parameters. Those that have a default may be left out. None by default.
    #[serde(default)]
    pub parameters: BTreeMap<String, String>,
    /// Commands that look whether it works. Each output of the stack is a variable, `OUTPUT_<name>`.
    pub probe: Vec<String>,
    /// What CloudFormation may do to create and delete what is in the template, and in those that it nests. Nothing by
    /// default.
    #[serde(default)]
    pub permissions: Vec<Permission>,
    /// How long it may take, with creation and deletion, in minutes: 5 to 2,160. 150 by default.
    #[serde(default = "test_minutes")]
    pub minutes: u32,
}

fn branch() -> String {
    "main".to_owned()
}

fn channels() -> Vec<Channel> {
    vec![Channel::internal(), Channel::alpha(), Channel::release()]
}

fn build_minutes() -> u32 {
    180
}

fn test_minutes() -> u32 {
    150
}

impl AmiRelease {
    /// Templates that these commands bake, of a product in that repository, everything else by default.
    pub fn new<C: Into<String>>(
        name: impl Into<String>,
        product: impl Into<String>,
        region: impl Into<String>,
        connection: impl Into<String>,
        repository: impl Into<String>,
        bake: impl IntoIterator<Item = C>,
    ) -> Self {
        AmiRelease {
            name: name.into(),
            product: product.into(),
            account: None,
            region: region.into(),
            regions: Vec::new(),
            connection: connection.into(),
            repository: repository.into(),
            main_branch: branch(),
            other_branches: Vec::new(),
            channels: channels(),
            images: None,
            image_keys: false,
            deprecate_after_days: None,
            binaries: Vec::new(),
            containers: None,
            charts: None,
            bake: bake.into_iter().map(Into::into).collect(),
            smoke_test: None,
            approvers: Vec::new(),
            notify: Vec::new(),
            build_minutes: build_minutes(),
        }
    }
}

impl StackTest {
    /// A test of that template by these commands, everything else by default.
    pub fn new<C: Into<String>>(template: impl Into<String>, probe: impl IntoIterator<Item = C>) -> Self {
        StackTest {
            template: template.into(),
            parameters: BTreeMap::new(),
            probe: probe.into_iter().map(Into::into).collect(),
            permissions: Vec::new(),
            minutes: test_minutes(),
        }
    }

    /// With the value of a parameter.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.insert(name.into(), value.into());
        self
    }

    /// With something that CloudFormation may do.
    #[must_use]
    pub fn allow<A: Into<String>, R: Into<String>>(
        mut self,
        actions: impl IntoIterator<Item = A>,
        resources: impl IntoIterator<Item = R>,
    ) -> Self {
        self.permissions.push(Permission::new(actions, resources));
        self
    }
}
