//! The release train, in code or in a file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::permission::Permission;
#[cfg(feature = "schema")]
use crate::schema::{ACCOUNT, REGION};

/// A release train for extensions of the CloudFormation registry: from a push to the repository, over tests
/// in two accounts, to publishing in many regions.
///
/// ```
/// use cfn_stacks::registry_release::{Accounts, Extension, Language, Namespace, RegistryRelease, TrainSource};
///
/// let accounts = Accounts::new("111111111111", "222222222222", "333333333333");
/// let shelf = Extension::new("Acme::Storage::Shelf", "resources/shelf", Language::Python);
/// let namespace = Namespace::new("Acme", "acme/extensions", [shelf]);
/// let train = RegistryRelease {
///     regions: vec!["eu-central-1".into(), "us-east-1".into()],
///     ..RegistryRelease::new("Registry", accounts, "eu-central-1", TrainSource::webhook("registry/webhook"), [namespace])
/// };
/// assert_eq!(train.namespaces[0].release_branch, "release");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RegistryRelease {
    /// The train's name: letters and digits, beginning with a letter. The names of its stacks begin with it.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^[A-Za-z][A-Za-z0-9]*$")))]
    pub name: String,
    /// The accounts.
    pub accounts: Accounts,
    /// The region of all that is there once: pipelines of tests, webhooks, the image, what is received for publishing.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = REGION)))]
    pub region: String,
    /// The regions to publish in, in this order. Only `region` by default.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(inner(regex(pattern = REGION))))]
    pub regions: Vec<String>,
    /// The namespaces, each with pipelines of its own.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub namespaces: Vec<Namespace>,
    /// How pushes reach the pipelines.
    pub source: TrainSource,
    /// The e-mail addresses that are told how the executions of every pipeline end. None by default.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(inner(email)))]
    pub notify: Vec<String>,
    /// The image that builds run in.
    #[serde(default)]
    pub image: TrainImage,
    /// Variables of all builds that publish whose values differ by region: the variable, and its values. None by default.
    #[serde(default)]
    pub regional_variables: BTreeMap<String, RegionalValues>,
    /// How carefully the regions are changed.
    #[serde(default)]
    pub rollout: Rollout,
    /// The folder of each repository that takes the buildspecs and the scripts.
    #[serde(default = "release_folder")]
    pub release_folder: String,
    /// How long a build may take, in minutes: 5 to 2,160. 180 by default, for stacks take their time.
    #[serde(default = "build_minutes")]
    #[cfg_attr(feature = "schema", schemars(range(min = 5, max = 2160)))]
    pub build_minutes: u32,
    /// Whether the settings of API Gateway's logs, of which an account and region have one set, are made here.
    /// On by default; off where the accounts have them already.
    #[serde(default = "on")]
    pub api_gateway_settings: bool,
}

fn release_folder() -> String {
    "release".into()
}

fn build_minutes() -> u32 {
    180
}

fn on() -> bool {
    true
}

impl RegistryRelease {
    /// A train that publishes in its own region, everything else by default.
    pub fn new(
        name: impl Into<String>,
        accounts: Accounts,
        region: impl Into<String>,
        source: TrainSource,
        namespaces: impl IntoIterator<Item = Namespace>,
    ) -> Self {
        RegistryRelease {
            name: name.into(),
            accounts,
            region: region.into(),
            regions: Vec::new(),
            namespaces: namespaces.into_iter().collect(),
            source,
            notify: Vec::new(),
            image: TrainImage::default(),
            regional_variables: BTreeMap::new(),
            rollout: Rollout::default(),
            release_folder: release_folder(),
            build_minutes: build_minutes(),
            api_gateway_settings: on(),
        }
    }
}

/// The accounts of a train, each by its 12 digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Accounts {
    /// Where contract tests run, and where the image is.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = ACCOUNT)))]
    pub ci: String,
    /// Where integration tests run.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = ACCOUNT)))]
    pub beta: String,
    /// The publisher.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = ACCOUNT)))]
    pub prod: String,
}

impl Accounts {
    /// These accounts.
    pub fn new(ci: impl Into<String>, beta: impl Into<String>, prod: impl Into<String>) -> Self {
        Accounts { ci: ci.into(), beta: beta.into(), prod: prod.into() }
    }
}

/// How pushes reach the pipelines of the CI and beta accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum TrainSource {
    /// A webhook of GitHub calls a function, which starts a build that clones the repository and puts it into a
    /// bucket. One webhook in each account serves all namespaces.
    Webhook {
        /// The secret, by name, whose text is the one that the webhook signs with. Both accounts have one.
        secret: String,
        /// The secret, by name, that holds a token which may read the repositories, under the key `token`.
        /// By default repositories are public.
        #[serde(default)]
        token_secret: Option<String>,
    },
    /// The pipelines read the repositories through connections, and triggers of theirs start them. No function,
    /// no clone build and no bucket.
    Connection {
        /// The ARN of the connection of the CI account.
        ci: String,
        /// The ARN of the connection of the beta account.
        beta: String,
    },
}

impl TrainSource {
    /// A webhook that signs with the text of that secret, for public repositories.
    pub fn webhook(secret: impl Into<String>) -> Self {
        TrainSource::Webhook { secret: secret.into(), token_secret: None }
    }
}

/// A namespace: the part of type names before the first `::`, and the repository of its extensions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Namespace {
    /// The namespace: letters and digits, beginning with a letter.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^[A-Za-z][A-Za-z0-9]*$")))]
    pub name: String,
    /// The repository at GitHub: `OWNER/NAME`.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^[^/:@ ]+/[^/:@ ]+$")))]
    pub repository: String,
    /// The branch whose pushes start contract tests.
    #[serde(default = "branch")]
    pub branch: String,
    /// The branch whose pushes start integration tests, and with them publishing.
    #[serde(default = "release_branch")]
    pub release_branch: String,
    /// Its extensions.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub extensions: Vec<Extension>,
    /// E-mail addresses that are told how the executions of its pipelines end, besides those of the train. None by default.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(inner(email)))]
    pub notify: Vec<String>,
    /// What the names of its resources begin with: at most 24 lower-case letters, digits and hyphens. By default
    /// the names of the train and the namespace, in lower case.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = r"^[a-z][a-z0-9-]{0,23}$")))]
    pub prefix: Option<String>,
}

fn branch() -> String {
    "main".into()
}

fn release_branch() -> String {
    "release".into()
}

impl Namespace {
    /// A namespace with these extensions, everything else by default.
    pub fn new(
        name: impl Into<String>,
        repository: impl Into<String>,
        extensions: impl IntoIterator<Item = Extension>,
    ) -> Self {
        Namespace {
            name: name.into(),
            repository: repository.into(),
            branch: branch(),
            release_branch: release_branch(),
            extensions: extensions.into_iter().collect(),
            notify: Vec::new(),
            prefix: None,
        }
    }
}

/// One extension: a resource type, a hook or a module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// Its type name: `Namespace::Service::Name`, and for a module `::MODULE` behind it.
    #[cfg_attr(
        feature = "schema",
        schemars(regex(pattern = r"^[A-Za-z0-9]{2,64}(::[A-Za-z0-9]{2,64}){2}(::MODULE)?$"))
    )]
    pub type_name: String,
    /// Its folder in the repository.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub path: String,
    /// What it is. A resource type by default.
    #[serde(default)]
    pub kind: ExtensionKind,
    /// The language of its handlers. None for a module.
    #[serde(default)]
    pub language: Option<Language>,
    /// What its handlers may do, in the tests and when users of the extension run them. Nothing by default.
    #[serde(default)]
    pub permissions: Vec<Permission>,
    /// What its tests may do besides: create what their templates hold. Nothing by default.
    #[serde(default)]
    pub test_permissions: Vec<Permission>,
    /// Plain variables of its builds. None by default.
    #[serde(default)]
    pub variables: BTreeMap<String, String>,
    /// Variables that its builds read from the Parameter Store of their account and region when they start, such as
    /// tokens for its tests: the variable and the parameter. None by default.
    #[serde(default)]
    pub parameters: BTreeMap<String, String>,
    /// When its builds run, 1 to 999: after those of a lower number, beside those of the same. 1 by default.
    #[serde(default = "run_order")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 999)))]
    pub run_order: u32,
}

fn run_order() -> u32 {
    1
}

impl Extension {
    /// A resource type with handlers in that language, everything else by default.
    pub fn new(type_name: impl Into<String>, path: impl Into<String>, language: Language) -> Self {
        Extension {
            type_name: type_name.into(),
            path: path.into(),
            kind: ExtensionKind::Resource,
            language: Some(language),
            permissions: Vec::new(),
            test_permissions: Vec::new(),
            variables: BTreeMap::new(),
            parameters: BTreeMap::new(),
            run_order: run_order(),
        }
    }

    /// A module, everything else by default.
    pub fn module(type_name: impl Into<String>, path: impl Into<String>) -> Self {
        let module = Extension::new(type_name, path, Language::Python);
        Extension { kind: ExtensionKind::Module, language: None, ..module }
    }

    /// With something that its handlers may do.
    #[must_use]
    pub fn allow<A: Into<String>, R: Into<String>>(
        mut self,
        actions: impl IntoIterator<Item = A>,
        resources: impl IntoIterator<Item = R>,
    ) -> Self {
        self.permissions.push(Permission::new(actions, resources));
        self
    }

    /// With something that its tests may do besides.
    #[must_use]
    pub fn allow_tests<A: Into<String>, R: Into<String>>(
        mut self,
        actions: impl IntoIterator<Item = A>,
        resources: impl IntoIterator<Item = R>,
    ) -> Self {
        self.test_permissions.push(Permission::new(actions, resources));
        self
    }
}

/// What an extension is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExtensionKind {
    /// A resource type.
    #[default]
    Resource,
    /// A hook.
    Hook,
    /// A module.
    Module,
}

impl ExtensionKind {
    /// The name by which CloudFormation registers it.
    pub fn name(self) -> &'static str {
        match self {
            ExtensionKind::Resource => "RESOURCE",
            ExtensionKind::Hook => "HOOK",
            ExtensionKind::Module => "MODULE",
        }
    }
}

/// The language of handlers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names are those of the languages")]
pub enum Language {
    Go,
    Java,
    Python,
    TypeScript,
}

impl Language {
    /// Its name in small letters.
    pub fn name(self) -> &'static str {
        match self {
            Language::Go => "go",
            Language::Java => "java",
            Language::Python => "python",
            Language::TypeScript => "typescript",
        }
    }
}

/// The image that builds run in: one of a repository of the CI account, which the train makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct TrainImage {
    /// The name of the repository. `registry-release` by default.
    pub repository: String,
    /// The tag. `1` by default. A tag stays with its image: another image gets another tag, here too.
    pub tag: String,
    /// Images for publishing in regions where that of the CI account is not used: region and image. None by default.
    pub regional: BTreeMap<String, String>,
}

impl Default for TrainImage {
    fn default() -> Self {
        TrainImage { repository: "registry-release".into(), tag: "1".into(), regional: BTreeMap::new() }
    }
}

/// The values of a variable, by region.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RegionalValues {
    /// The value in regions that have none of their own. Without it, every region of the train needs one.
    #[serde(default)]
    pub default: Option<String>,
    /// Region and value. None by default.
    #[serde(default)]
    pub regions: BTreeMap<String, String>,
}

/// How carefully the regional pipelines are changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Rollout {
    /// Whether all regions are changed at once. Off by default: they are changed in their order.
    pub parallel_regions: bool,
    /// In how many accounts of a region changes are made at once. 1 by default.
    pub concurrent_accounts: u32,
    /// In how many accounts of a region changes may fail before the rest is left as it is. 0 by default.
    pub failure_tolerance: u32,
    /// The organizational units, by id, whose accounts the organization deploys to; the prod account is one of them and a
    /// delegated administrator. None by default: the train makes roles that deploy to the prod account.
    #[cfg_attr(
        feature = "schema",
        schemars(inner(regex(pattern = r"^(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32})$")))
    )]
    pub organizational_units: Vec<String>,
}

impl Default for Rollout {
    fn default() -> Self {
        Rollout {
            parallel_regions: false,
            concurrent_accounts: 1,
            failure_tolerance: 0,
            organizational_units: Vec::new(),
        }
    }
}
