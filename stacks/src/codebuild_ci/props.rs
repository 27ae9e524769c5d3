//! What the CI set-up is made of, in code or in a file.

use serde::{Deserialize, Serialize};

use super::Flavor;

/// The CI set-up of one repository.
///
/// ```
/// use cfn_stacks::codebuild_ci::{CodeBuildCi, Flavor, FlavorBuild};
///
/// let flavors = vec![Flavor::new("debian"), Flavor::new("alpine")];
/// let build = FlavorBuild::new(["make \"$FLAVOR\""]);
/// let ci = CodeBuildCi::new("Containers", "https://github.com/acme/containers", flavors, build);
/// assert_eq!(ci.branches[0], "main");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CodeBuildCi {
    /// The project's name: letters and digits. Its stacks are named after it.
    pub project: String,
    /// The repository at GitHub: `https://github.com/OWNER/NAME`.
    pub repository: String,
    /// The variants that a batch builds.
    pub flavors: Vec<Flavor>,
    /// How a flavor is built for a push and at night.
    pub build: FlavorBuild,
    /// How a flavor is built for a release. As for a push by default.
    #[serde(default)]
    pub release: Option<FlavorBuild>,
    /// The secret that holds the token for the repository, under the key `token`.
    #[serde(default = "token_secret")]
    pub token_secret: String,
    /// The branches whose pushes start a build, as regular expressions on the whole name.
    #[serde(default = "branches")]
    pub branches: Vec<String>,
    /// When the nightly build starts. `None` for no nightly build.
    #[serde(default = "nightly")]
    pub nightly: Option<String>,
    /// The folder of the repository that takes the buildspec files.
    #[serde(default = "buildspec_folder")]
    pub buildspec_folder: String,
    /// After how many days the artifacts of pushes and nights are deleted.
    #[serde(default = "artifact_days")]
    pub artifact_days: u32,
    /// After how many days the artifacts of releases are deleted.
    #[serde(default = "release_artifact_days")]
    pub release_artifact_days: u32,
    /// The project's own configuration file, which builds find in `CONFIG_FILE`, by its path in the repository.
    #[serde(default)]
    pub config_file: Option<String>,
}

fn token_secret() -> String {
    "ci/github".into()
}

fn branches() -> Vec<String> {
    ["main", "master", "develop", "(rebuild|feature|bug|enhancement|refactoring|ci|security)/.*"]
        .map(String::from)
        .into()
}

#[expect(clippy::unnecessary_wraps, reason = "it is the default of an optional field")]
fn nightly() -> Option<String> {
    Some("cron(0 2 * * ? *)".into())
}

fn buildspec_folder() -> String {
    "aws-code-build".into()
}

fn artifact_days() -> u32 {
    30
}

fn release_artifact_days() -> u32 {
    180
}

impl CodeBuildCi {
    /// The set-up of a repository at GitHub, everything else by default.
    pub fn new(
        project: impl Into<String>,
        repository: impl Into<String>,
        flavors: Vec<Flavor>,
        build: FlavorBuild,
    ) -> Self {
        CodeBuildCi {
            project: project.into(),
            repository: repository.into(),
            flavors,
            build,
            release: None,
            token_secret: token_secret(),
            branches: branches(),
            nightly: nightly(),
            buildspec_folder: buildspec_folder(),
            artifact_days: artifact_days(),
            release_artifact_days: release_artifact_days(),
            config_file: None,
        }
    }

    /// How a flavor is built for a release.
    pub(super) fn release_build(&self) -> &FlavorBuild {
        self.release.as_ref().unwrap_or(&self.build)
    }
}

/// How one flavor is built. The variable `FLAVOR` names it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FlavorBuild {
    /// Commands that install what the build needs. None by default.
    #[serde(default)]
    pub install: Vec<String>,
    /// Commands before the build, such as a sign-in. None by default.
    #[serde(default)]
    pub pre_build: Vec<String>,
    /// The commands that build.
    pub build: Vec<String>,
    /// Plain variables. None by default.
    #[serde(default)]
    pub variables: Vec<Variable>,
    /// Variables from secrets. None by default.
    #[serde(default)]
    pub secrets: Vec<SecretVariable>,
    /// The folder whose files are kept as artifacts.
    #[serde(default = "output")]
    pub artifacts: String,
    /// The size of the machine.
    #[serde(default = "compute_type")]
    pub compute_type: String,
}

fn output() -> String {
    ".build_output".into()
}

fn compute_type() -> String {
    "BUILD_GENERAL1_MEDIUM".into()
}

impl FlavorBuild {
    /// A build by these commands, everything else by default.
    pub fn new<C: Into<String>>(build: impl IntoIterator<Item = C>) -> Self {
        FlavorBuild {
            install: Vec::new(),
            pre_build: Vec::new(),
            build: build.into_iter().map(Into::into).collect(),
            variables: Vec::new(),
            secrets: Vec::new(),
            artifacts: output(),
            compute_type: compute_type(),
        }
    }
}

/// A plain variable of a build.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its value, which anyone may see.
    pub value: String,
}

/// A variable whose value a build reads from Secrets Manager when it starts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SecretVariable {
    /// Its name.
    pub name: String,
    /// The secret's name or ARN.
    pub secret: String,
    /// The key of the secret.
    pub key: String,
}

impl SecretVariable {
    /// The variable `name`, from the key `key` of a secret.
    pub fn new(name: impl Into<String>, secret: impl Into<String>, key: impl Into<String>) -> Self {
        SecretVariable { name: name.into(), secret: secret.into(), key: key.into() }
    }
}
