//! [`Build`] and [`Commands`]: what is compiled, tested and scanned.

use std::collections::BTreeMap;

use cfn_constructs::buildspec::{self, Artifacts, Buildspec, Env, Phase};
use cfn_constructs::iam::Statement;
use cfn_constructs::pipeline::actions::{CodeBuildAction, CommandsAction};
use cfn_constructs::pipeline::{self, Artifact, IntoAction, Output};
use cfn_constructs::services::codebuild::{
    BuildEnvironment, BuildspecSource, ComputeType, EnvironmentVariable, ImageCredentials, Project, ProjectProps,
    Source,
};
use cfn_constructs::services::{Grantee, Minutes, Secret};
use cfn_model::codebuild::project::EnvironmentType;
use cfn_model::{Prop, sub};
use serde::{Deserialize, Serialize};

use super::{Making, Permission};

/// A build with CodeBuild. Its project, role and log group are made.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html>.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Build {
    /// Its name, and that of its artifact: letters, digits, hyphens and underscores, at most 100 characters.
    pub name: String,
    /// When it runs, 1 to 999: after the actions of its stage that have a lower number. 1 by default.
    #[serde(default)]
    pub run_order: Option<u32>,
    /// The artifact that it builds, by the name of the action that writes it.
    pub input: String,
    /// Other artifacts that it reads, at most 4. A build finds each in the folder `$CODEBUILD_SRC_DIR_NAME`. None by
    /// default.
    #[serde(default)]
    pub extra_inputs: Vec<String>,
    /// The buildspec, by its path in the artifact. `buildspec.yml` by default, unless there are commands.
    #[serde(default)]
    pub buildspec: Option<String>,
    /// The commands that build, in the place of a buildspec. None by default.
    #[serde(default)]
    pub commands: Vec<String>,
    /// Whether it writes an artifact. The buildspec says of which files. Off by default.
    #[serde(default)]
    pub output: bool,
    /// The files of the artifact, where there is no buildspec that says so, as patterns. All files by default.
    #[serde(default)]
    pub files: Vec<String>,
    /// Whether it counts as a test. Off by default.
    #[serde(default)]
    pub test: bool,
    /// The image that it runs in: one of CodeBuild's own, of ECR or of everybody. CodeBuild's standard image by default.
    #[serde(default)]
    pub image: Option<String>,
    /// Whether it runs on ARM rather than on x86. Off by default.
    #[serde(default)]
    pub arm: bool,
    /// The size of its machine. `small` by default.
    #[serde(default)]
    pub machine: BuildMachine,
    /// Whether it may run Docker, which takes root on its machine. Off by default.
    #[serde(default)]
    pub privileged: bool,
    /// Variables that anyone may see, which may name those of the pipeline: `#{variables.NAME}`. None by default.
    #[serde(default)]
    pub variables: BTreeMap<String, String>,
    /// Variables that are read from the Parameter Store, each with the name of a parameter. None by default.
    #[serde(default)]
    pub parameters: BTreeMap<String, String>,
    /// Variables that are read from Secrets Manager. None by default.
    #[serde(default)]
    pub secrets: BTreeMap<String, SecretKey>,
    /// The variables of `commands` that later actions read as `#{<action>Variables.NAME}`. None by default; a buildspec
    /// names them itself.
    #[serde(default)]
    pub exported_variables: Vec<String>,
    /// What it may do besides reading and writing its artifacts and its log. Nothing by default.
    #[serde(default)]
    pub permissions: Vec<Permission>,
    /// How long it may take, in minutes: 5 to 2,160. 60 by default.
    #[serde(default = "hour")]
    pub minutes: u32,
}

/// The size of a build's machine.
///
/// See <https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-compute-types.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BuildMachine {
    /// 2 vCPUs and 4 GiB of memory.
    #[default]
    Small,
    /// 4 vCPUs and 8 GiB of memory.
    Medium,
    /// 8 vCPUs and 16 GiB of memory.
    Large,
    /// 36 vCPUs and 72 GiB of memory.
    #[serde(rename = "xlarge")]
    XLarge,
    /// 72 vCPUs and 144 GiB of memory.
    #[serde(rename = "2xlarge")]
    X2Large,
}

/// One key of a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SecretKey {
    /// The secret's name or ARN.
    pub secret: String,
    /// The key of its JSON.
    pub key: String,
}

/// A few shell commands, without a project: on Linux, for at most 55 minutes, with the pipeline's role.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html>.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Commands {
    /// Its name, and that of its artifact: letters, digits, hyphens and underscores, at most 100 characters.
    pub name: String,
    /// When it runs, 1 to 999: after the actions of its stage that have a lower number. 1 by default.
    #[serde(default)]
    pub run_order: Option<u32>,
    /// The artifact that they run in, by the name of the action that writes it.
    pub input: String,
    /// Other artifacts that they read, at most 9. None by default.
    #[serde(default)]
    pub extra_inputs: Vec<String>,
    /// The commands, 1 to 50 of one line each.
    pub commands: Vec<String>,
    /// The files of the artifact that they write, at most 10 paths or patterns. By default they write none.
    #[serde(default)]
    pub files: Vec<String>,
    /// Variables that anyone may see, which may name those of the pipeline: `#{variables.NAME}`. None by default; at most
    /// 10 with the secrets.
    #[serde(default)]
    pub variables: BTreeMap<String, String>,
    /// Variables that are read from Secrets Manager. None by default.
    #[serde(default)]
    pub secrets: BTreeMap<String, SecretKey>,
    /// The variables that later actions read as `#{<action>Variables.NAME}`, at most 15. None by default.
    #[serde(default)]
    pub exported_variables: Vec<String>,
    /// What the pipeline's role may do for them besides. Nothing by default.
    #[serde(default)]
    pub permissions: Vec<Permission>,
}

fn hour() -> u32 {
    60
}

impl SecretKey {
    /// The key of that secret.
    pub fn new(secret: impl Into<String>, key: impl Into<String>) -> Self {
        SecretKey { secret: secret.into(), key: key.into() }
    }

    fn variable(&self, name: &str) -> EnvironmentVariable {
        EnvironmentVariable::secret(name, Secret::new(&*self.secret), &*self.key)
    }
}

impl Build {
    /// A build as the buildspec at that path of the artifact says, everything else by default.
    pub fn new(name: impl Into<String>, input: impl Into<String>, buildspec: impl Into<String>) -> Self {
        let no_commands: [String; 0] = [];
        Build { buildspec: Some(buildspec.into()), ..Build::commands(name, input, no_commands) }
    }

    /// A build by these commands in the artifact, everything else by default.
    pub fn commands<C: Into<String>>(
        name: impl Into<String>,
        input: impl Into<String>,
        commands: impl IntoIterator<Item = C>,
    ) -> Self {
        Build {
            name: name.into(),
            run_order: None,
            input: input.into(),
            extra_inputs: Vec::new(),
            buildspec: None,
            commands: commands.into_iter().map(Into::into).collect(),
            output: false,
            files: Vec::new(),
            test: false,
            image: None,
            arm: false,
            machine: BuildMachine::default(),
            privileged: false,
            variables: BTreeMap::new(),
            parameters: BTreeMap::new(),
            secrets: BTreeMap::new(),
            exported_variables: Vec::new(),
            permissions: Vec::new(),
            minutes: hour(),
        }
    }

    pub(super) fn make(&self, making: &mut Making<'_>) -> impl IntoAction + use<> {
        self.check(making);
        let props = ProjectProps {
            environment: self.environment(),
            timeout: Minutes(self.minutes),
            ..ProjectProps::new(Source::CodePipeline, self.buildspec())
        };
        let project = Project::new(making.stack, self.name.as_str(), props);
        let allowed = self.permissions.iter().map(Permission::statement);
        let pull = self.image.as_deref().and_then(pull).into_iter().flatten();
        allowed.chain(pull).for_each(|statement| project.role.allow(making.stack, statement));
        let of_run = self.variables.iter().filter(|(_, value)| is_of_run(value));
        CodeBuildAction {
            extra_inputs: self.extra_inputs.iter().map(Artifact::new).collect(),
            outputs: self.output.then(|| Artifact::new(&*self.name)).into_iter().collect(),
            variables: of_run.map(|(name, value)| EnvironmentVariable::plain(name, value)).collect(),
            test: self.test,
            ..CodeBuildAction::new(&*self.name, project, Artifact::new(&*self.input))
        }
    }

    fn check(&self, making: &mut Making<'_>) {
        let name = &self.name;
        if self.buildspec.is_some() && !self.commands.is_empty() {
            let message = format!("`{name}` has a buildspec and commands");
            making.report("commands", message, "put the commands into the buildspec, or leave that out");
        }
        if self.commands.is_empty() {
            for (key, _) in [("files", &self.files), ("exported_variables", &self.exported_variables)]
                .into_iter()
                .filter(|(_, given)| !given.is_empty())
            {
                let message = format!("`{name}` has `{key}`, which only a build of `commands` has");
                making.report(key, message, "say it in the buildspec");
            }
        } else if !self.output && !self.files.is_empty() {
            let message = format!("`{name}` has files and writes no artifact");
            making.report("files", message, "add `output: true`, or leave the files out");
        }
        let kinds = [self.variables.keys(), self.parameters.keys()];
        let mut names: Vec<&String> = kinds.into_iter().flatten().chain(self.secrets.keys()).collect();
        names.sort();
        for pair in names.windows(2).filter(|pair| pair[0] == pair[1]) {
            let message = format!("`{name}` has the variable `{}` twice", pair[0]);
            making.report("variables", message, "give it as a variable, a parameter or a secret");
        }
    }

    fn buildspec(&self) -> BuildspecSource {
        if self.commands.is_empty() {
            return BuildspecSource::file(self.buildspec.as_deref().unwrap_or("buildspec.yml"));
        }
        let commands = buildspec::Commands::new(self.commands.iter().cloned());
        let mut buildspec = Buildspec::new().phase(Phase::Build, commands);
        if !self.exported_variables.is_empty() {
            buildspec = buildspec.env(self.exported_variables.iter().fold(Env::new(), Env::export));
        }
        if self.output {
            let all = ["**/*".to_owned()];
            let files = if self.files.is_empty() { &all[..] } else { &self.files };
            buildspec = buildspec.artifacts(Artifacts::new(files.iter().cloned()));
        }
        buildspec.into()
    }

    fn environment(&self) -> BuildEnvironment {
        let default = match self.arm {
            true => "aws/codebuild/amazonlinux-aarch64-standard:3.0",
            false => "aws/codebuild/standard:7.0",
        };
        let image = self.image.as_deref().unwrap_or(default);
        let plain = self.variables.iter().filter(|(_, value)| !is_of_run(value));
        let plain = plain.map(|(name, value)| EnvironmentVariable::plain(name, value));
        let read = self.parameters.iter().map(|(name, parameter)| EnvironmentVariable::parameter(name, parameter));
        let secret = self.secrets.iter().map(|(name, secret)| secret.variable(name));
        BuildEnvironment {
            image: Prop::new(image),
            kind: if self.arm { EnvironmentType::ArmContainer } else { EnvironmentType::LinuxContainer },
            compute_type: self.machine.into(),
            privileged: self.privileged,
            variables: plain.chain(read).chain(secret).collect(),
            image_credentials: match pull(image) {
                Some(_) => ImageCredentials::Role,
                None => ImageCredentials::CodeBuild,
            },
            fleet: None,
        }
    }
}

/// Whether only the run of a pipeline knows the value.
fn is_of_run(value: &str) -> bool {
    value.contains("#{")
}

/// What it takes to pull the image, where it is in a private registry of ECR.
fn pull(image: &str) -> Option<[Statement; 2]> {
    let (registry, path) = image.split_once('/')?;
    let steps: Vec<&str> = registry.split('.').collect();
    let [account, "dkr", "ecr", region, "amazonaws", ..] = steps[..] else { return None };
    let repository = path.split(['@', ':']).next().unwrap_or(path);
    let arn = sub!("arn:{partition}:ecr:{}:{}:repository/{}", region, account, repository);
    let pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
    // Signing in is to the registry as a whole, and knows no resources.
    Some([Statement::allow(pull).on([arn]), Statement::allow(["ecr:GetAuthorizationToken"]).on_all_resources()])
}

impl Commands {
    /// These commands in the artifact, everything else by default.
    pub fn new<C: Into<String>>(
        name: impl Into<String>,
        input: impl Into<String>,
        commands: impl IntoIterator<Item = C>,
    ) -> Self {
        Commands {
            name: name.into(),
            run_order: None,
            input: input.into(),
            extra_inputs: Vec::new(),
            commands: commands.into_iter().map(Into::into).collect(),
            files: Vec::new(),
            variables: BTreeMap::new(),
            secrets: BTreeMap::new(),
            exported_variables: Vec::new(),
            permissions: Vec::new(),
        }
    }

    pub(super) fn make(&self, _making: &mut Making<'_>) -> pipeline::Action {
        let plain = self.variables.iter().map(|(name, value)| EnvironmentVariable::plain(name, value));
        let secrets = self.secrets.iter().map(|(name, secret)| secret.variable(name));
        let output = || Output::of_files(Artifact::new(&*self.name), self.files.iter().cloned());
        let action = CommandsAction {
            extra_inputs: self.extra_inputs.iter().map(Artifact::new).collect(),
            output: (!self.files.is_empty()).then(output),
            variables: plain.chain(secrets).collect(),
            exported_variables: self.exported_variables.clone(),
            ..CommandsAction::new(&*self.name, Artifact::new(&*self.input), self.commands.iter().cloned())
        };
        let allowed = self.permissions.iter().map(Permission::statement);
        allowed.fold(action.into_action(), pipeline::Action::needs)
    }
}

impl From<BuildMachine> for ComputeType {
    fn from(machine: BuildMachine) -> Self {
        match machine {
            BuildMachine::Small => ComputeType::Small,
            BuildMachine::Medium => ComputeType::Medium,
            BuildMachine::Large => ComputeType::Large,
            BuildMachine::XLarge => ComputeType::XLarge,
            BuildMachine::X2Large => ComputeType::X2Large,
        }
    }
}
