//! [`ListEntry`] and [`GraphEntry`]: single builds of a batch.

use cfn_model::Map;

use super::{BuildEnv, Identifier};
use crate::spec::{Fields, Writer};

/// One build of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct ListEntry {
    /// The name of the build, the only one of that name in the batch.
    pub identifier: Identifier,
    /// The buildspec of the build, as a path in the source. Default: the one that holds the batch.
    pub buildspec: Option<String>,
    /// Whether Session Manager can look into the build while it runs. Default: no.
    pub debug_session: Option<bool>,
    /// What the build has of its own.
    pub env: BuildEnv,
    /// Whether the batch can succeed although this build failed. Default: no.
    pub ignore_failure: Option<bool>,
}

impl ListEntry {
    pub(super) const KEYS: &[&str] = &["identifier", "buildspec", "debug-session", "env", "ignore-failure"];

    /// A build of that name.
    pub fn new(identifier: impl Into<Identifier>) -> Self {
        ListEntry {
            identifier: identifier.into(),
            buildspec: None,
            debug_session: None,
            env: BuildEnv::default(),
            ignore_failure: None,
        }
    }

    /// Sets the path of the build's own buildspec.
    #[must_use]
    pub fn buildspec(mut self, path: impl Into<String>) -> Self {
        self.buildspec = Some(path.into());
        self
    }

    /// Sets whether Session Manager can look into the build.
    #[must_use]
    pub fn debug_session(mut self, enable: bool) -> Self {
        self.debug_session = Some(enable);
        self
    }

    /// Sets what the build has of its own.
    #[must_use]
    pub fn env(mut self, env: BuildEnv) -> Self {
        self.env = env;
        self
    }

    /// Sets whether the batch can succeed although this build failed.
    #[must_use]
    pub fn ignore_failure(mut self, ignore: bool) -> Self {
        self.ignore_failure = Some(ignore);
        self
    }

    pub(super) fn read(fields: &Fields<'_>) -> Self {
        ListEntry {
            identifier: fields.required_text("identifier").into(),
            buildspec: fields.text("buildspec"),
            debug_session: fields.flag("debug-session"),
            env: fields.section("env", BuildEnv::KEYS, BuildEnv::read).unwrap_or_default(),
            ignore_failure: fields.flag("ignore-failure"),
        }
    }

    /// Writes the entry, with what it waits for in the place the reference gives it.
    fn write_with(&self, depend_on: &[Identifier]) -> Map {
        let depend_on: Vec<String> = depend_on.iter().map(Identifier::to_string).collect();
        Writer::default()
            .value("identifier", Some(self.identifier.as_str()))
            .text("buildspec", &self.buildspec)
            .flag("debug-session", self.debug_session)
            .texts("depend-on", &depend_on)
            .section("env", self.env.write())
            .flag("ignore-failure", self.ignore_failure)
            .finish()
    }

    pub(super) fn write(&self) -> Map {
        self.write_with(&[])
    }
}

/// One build of a graph: a build, and those that it waits for.
#[derive(Clone, Debug, PartialEq)]
pub struct GraphEntry {
    /// The build.
    pub build: ListEntry,
    /// The builds that have to end before this one starts.
    pub depend_on: Vec<Identifier>,
}

impl GraphEntry {
    pub(super) const KEYS: &[&str] =
        &["identifier", "buildspec", "debug-session", "depend-on", "env", "ignore-failure"];

    /// A build of that name, which waits for no other.
    pub fn new(identifier: impl Into<Identifier>) -> Self {
        GraphEntry { build: ListEntry::new(identifier), depend_on: Vec::new() }
    }

    /// Adds builds that have to end before this one starts.
    #[must_use]
    pub fn depend_on(mut self, identifiers: impl IntoIterator<Item = impl Into<Identifier>>) -> Self {
        self.depend_on.extend(identifiers.into_iter().map(Into::into));
        self
    }

    /// Sets the path of the build's own buildspec.
    #[must_use]
    pub fn buildspec(mut self, path: impl Into<String>) -> Self {
        self.build = self.build.buildspec(path);
        self
    }

    /// Sets whether Session Manager can look into the build.
    #[must_use]
    pub fn debug_session(mut self, enable: bool) -> Self {
        self.build = self.build.debug_session(enable);
        self
    }

    /// Sets what the build has of its own.
    #[must_use]
    pub fn env(mut self, env: BuildEnv) -> Self {
        self.build = self.build.env(env);
        self
    }

    /// Sets whether the batch can succeed although this build failed.
    #[must_use]
    pub fn ignore_failure(mut self, ignore: bool) -> Self {
        self.build = self.build.ignore_failure(ignore);
        self
    }

    pub(super) fn read(fields: &Fields<'_>) -> Self {
        let depend_on = fields.texts("depend-on").into_iter().map(Identifier::from).collect();
        GraphEntry { build: ListEntry::read(fields), depend_on }
    }

    pub(super) fn write(&self) -> Map {
        self.build.write_with(&self.depend_on)
    }
}
