//! [`Commands`]: what runs in a phase of the build.

use std::collections::BTreeMap;

use cfn_model::Map;
use indexmap::IndexMap;

use super::OnFailure;
use crate::spec::{Fields, Writer};

/// A phase of the build, in the order in which CodeBuild runs them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    /// Puts tools into the build environment.
    Install,
    /// Prepares, for example by signing in to a registry.
    PreBuild,
    /// Builds and tests.
    Build,
    /// Follows the build, whether it failed or not: packages, pushes, reports.
    PostBuild,
}

impl Phase {
    /// Every phase, in order.
    pub const ALL: &[Phase] = &[Phase::Install, Phase::PreBuild, Phase::Build, Phase::PostBuild];

    /// The names of [`Phase::ALL`].
    pub(super) const NAMES: &[&str] = &["install", "pre_build", "build", "post_build"];

    /// The name in a buildspec.
    pub fn name(self) -> &'static str {
        match self {
            Phase::Install => "install",
            Phase::PreBuild => "pre_build",
            Phase::Build => "build",
            Phase::PostBuild => "post_build",
        }
    }

    /// Reads the section that holds the phases.
    pub(super) fn read_all(fields: &Fields<'_>) -> BTreeMap<Phase, Commands> {
        let commands = |phase: Phase| fields.section(phase.name(), Commands::keys(phase), Commands::read);
        Phase::ALL.iter().filter_map(|phase| Some((*phase, commands(*phase)?))).collect()
    }
}

/// The commands of one phase.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Commands {
    /// The Linux user that runs the commands. Default: the one of the document, or else root.
    pub run_as: Option<String>,
    /// What happens when a command fails.
    /// Default: as CodeBuild passes from phase to phase; a failed build still runs `post_build`.
    pub on_failure: Option<OnFailure>,
    /// The runtimes to install, by name (`python`), with a version (`3.12`), a major version (`3.x`) or `latest`.
    /// Only [`Phase::Install`] takes them. Default: those of the image.
    pub runtime_versions: IndexMap<String, String>,
    /// The commands, run one by one until one fails.
    pub commands: Vec<String>,
    /// The commands that run afterwards in any case.
    pub finally: Vec<String>,
}

impl Commands {
    const KEYS: &[&str] = &["run-as", "on-failure", "commands", "finally"];
    const INSTALL_KEYS: &[&str] = &["run-as", "on-failure", "runtime-versions", "commands", "finally"];

    /// A phase of these commands.
    pub fn new(commands: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Commands { commands: commands.into_iter().map(Into::into).collect(), ..Commands::default() }
    }

    /// Sets the commands that run afterwards in any case.
    #[must_use]
    pub fn finally(mut self, commands: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.finally = commands.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the Linux user that runs the commands.
    #[must_use]
    pub fn run_as(mut self, user: impl Into<String>) -> Self {
        self.run_as = Some(user.into());
        self
    }

    /// Sets what happens when a command fails.
    #[must_use]
    pub fn on_failure(mut self, action: OnFailure) -> Self {
        self.on_failure = Some(action);
        self
    }

    /// Adds a runtime to install, in [`Phase::Install`].
    #[must_use]
    pub fn runtime_version(mut self, runtime: impl Into<String>, version: impl Into<String>) -> Self {
        self.runtime_versions.insert(runtime.into(), version.into());
        self
    }

    /// The keys a phase can have.
    fn keys(phase: Phase) -> &'static [&'static str] {
        if phase == Phase::Install { Self::INSTALL_KEYS } else { Self::KEYS }
    }

    fn read(fields: &Fields<'_>) -> Self {
        Commands {
            run_as: fields.text("run-as"),
            on_failure: fields.parsed(
                "on-failure",
                OnFailure::parse,
                &["ABORT", "CONTINUE", "RETRY", "RETRY-count", "RETRY-regex", "RETRY-count-regex"],
            ),
            runtime_versions: fields.text_map("runtime-versions"),
            commands: fields.commands("commands"),
            finally: fields.commands("finally"),
        }
    }

    pub(super) fn write(&self) -> Map {
        Writer::default()
            .text("run-as", &self.run_as)
            .value("on-failure", self.on_failure.as_ref().map(OnFailure::to_string))
            .text_map("runtime-versions", &self.runtime_versions)
            .texts("commands", &self.commands)
            .texts("finally", &self.finally)
            .finish()
    }
}
