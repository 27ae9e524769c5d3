//! [`Buildspec`]: the whole document.

use std::collections::BTreeMap;

use cfn_model::{IntoProp, Map, Number, Prop, Value, emit, set_path};
use indexmap::IndexMap;

use super::{Artifacts, Batch, Cache, Commands, Env, Phase, Report, Version};
use crate::spec::{Fields, Writer};

/// A build specification: what CodeBuild runs.
///
/// Fields are public and nothing is checked while a document is put together;
/// [`check`](Buildspec::check) finds what CodeBuild would refuse or misread.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Buildspec {
    /// The version of the format. Default: [`Version::V0_2`].
    pub version: Version,
    /// The Linux user that runs all commands. Default: root.
    pub run_as: Option<String>,
    /// The shell and the environment variables.
    pub env: Env,
    /// What goes through an explicit proxy server.
    pub proxy: Proxy,
    /// The builds that one start runs. Default: this one.
    pub batch: Option<Batch>,
    /// The commands by phase. Required, unless every build of the batch has a buildspec of its own.
    pub phases: BTreeMap<Phase, Commands>,
    /// The reports, by the name or the ARN of their report group.
    /// A name becomes a group called `project-name`. At most five.
    pub reports: IndexMap<String, Report>,
    /// The files that are handed on. Default: none.
    pub artifacts: Option<Artifacts>,
    /// The files that are kept for the next build. Default: none.
    pub cache: Option<Cache>,
    /// Values by dotted path that are put into the document last, for what this type does not know yet.
    /// See [`Buildspec::set`].
    pub extra: Map,
}

/// What goes through an explicit proxy server.
///
/// See <https://docs.aws.amazon.com/codebuild/latest/userguide/run-codebuild-in-explicit-proxy-server.html>.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proxy {
    /// Whether artifacts are uploaded through it. Default: no.
    pub upload_artifacts: Option<bool>,
    /// Whether logs are sent through it. Default: no.
    pub logs: Option<bool>,
}

impl Buildspec {
    pub(super) const KEYS: &[&str] =
        &["version", "run-as", "env", "proxy", "batch", "phases", "reports", "artifacts", "cache"];

    /// An empty document of version 0.2.
    pub fn new() -> Self {
        Buildspec::default()
    }

    /// Sets the Linux user that runs all commands.
    #[must_use]
    pub fn run_as(mut self, user: impl Into<String>) -> Self {
        self.run_as = Some(user.into());
        self
    }

    /// Sets the shell and the environment variables.
    #[must_use]
    pub fn env(mut self, env: Env) -> Self {
        self.env = env;
        self
    }

    /// Sets what goes through an explicit proxy server.
    #[must_use]
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.proxy = proxy;
        self
    }

    /// Sets the builds that one start runs.
    #[must_use]
    pub fn batch(mut self, batch: Batch) -> Self {
        self.batch = Some(batch);
        self
    }

    /// Sets the commands of a phase.
    #[must_use]
    pub fn phase(mut self, phase: Phase, commands: Commands) -> Self {
        self.phases.insert(phase, commands);
        self
    }

    /// Adds a report, for a report group that is given by name or ARN.
    #[must_use]
    pub fn report(mut self, group: impl Into<String>, report: Report) -> Self {
        self.reports.insert(group.into(), report);
        self
    }

    /// Sets the files that are handed on.
    #[must_use]
    pub fn artifacts(mut self, artifacts: Artifacts) -> Self {
        self.artifacts = Some(artifacts);
        self
    }

    /// Sets the files that are kept for the next build.
    #[must_use]
    pub fn cache(mut self, cache: Cache) -> Self {
        self.cache = Some(cache);
        self
    }

    /// Puts a value at the dotted `path` (`phases.build.new-key`), for what this type does not know yet.
    ///
    /// A step of the path that is not a map becomes one.
    #[must_use]
    pub fn set(mut self, path: impl Into<String>, value: impl Into<Value>) -> Self {
        self.extra.insert(path.into(), value);
        self
    }

    /// The document as a tree, with its keys in the order of the reference.
    pub fn to_value(&self) -> Value {
        let phases = self.phases.iter().map(|(phase, commands)| (phase.name(), commands.write())).collect();
        let reports = self.reports.iter().map(|(group, report)| (group, report.write().into()));
        let mut map = Writer::default()
            // A number and not a string: batches fail on `"0.2"`.
            .value("version", Some(Number::from_text(self.version.name())))
            .text("run-as", &self.run_as)
            .section(self.version.env(), self.env.write(self.version.variables()))
            .section("proxy", self.proxy.write())
            .value("batch", self.batch.as_ref().map(Batch::write))
            .section("phases", phases)
            .map("reports", reports)
            .value("artifacts", self.artifacts.as_ref().map(Artifacts::write))
            .value("cache", self.cache.as_ref().map(Cache::write))
            .finish();
        for (path, value) in self.extra.iter() {
            set_path(&mut map, path, value.clone());
        }
        Value::Map(map)
    }

    /// The document as YAML. The same document gives the same text; commands of several lines are literal blocks.
    pub fn to_yaml(&self) -> String {
        emit::to_yaml(&self.to_value())
    }

    /// The document as JSON, which CodeBuild takes as well.
    pub fn to_json(&self) -> String {
        emit::to_json(&self.to_value())
    }

    pub(super) fn read(fields: &Fields<'_>) -> Self {
        let version = Version::read(fields);
        // Documents of version 0.1 use the names of 0.2 as well.
        let env = |key| fields.section(key, Env::KEYS, Env::read);
        Buildspec {
            version,
            run_as: fields.text("run-as"),
            env: env(version.env()).or_else(|| env("env")).unwrap_or_default(),
            proxy: fields.section("proxy", Proxy::KEYS, Proxy::read).unwrap_or_default(),
            batch: fields.section("batch", Batch::KEYS, Batch::read).flatten(),
            phases: fields.section("phases", Phase::NAMES, Phase::read_all).unwrap_or_default(),
            reports: fields.sections("reports", Report::KEYS, Report::read),
            artifacts: fields.section("artifacts", Artifacts::KEYS, Artifacts::read),
            cache: fields.section("cache", Cache::KEYS, Cache::read),
            extra: Map::new(),
        }
    }
}

impl Proxy {
    const KEYS: &[&str] = &["upload-artifacts", "logs"];

    fn read(fields: &Fields<'_>) -> Self {
        Proxy { upload_artifacts: fields.flag("upload-artifacts"), logs: fields.flag("logs") }
    }

    fn write(self) -> Map {
        Writer::default().yes_no("upload-artifacts", self.upload_artifacts).yes_no("logs", self.logs).finish()
    }
}

impl IntoProp<String> for &Buildspec {
    /// The document as YAML text, which is how a template holds it.
    fn into_prop(self) -> Prop<String> {
        Prop::from_value(self.to_yaml())
    }
}

impl IntoProp<String> for Buildspec {
    fn into_prop(self) -> Prop<String> {
        (&self).into_prop()
    }
}
