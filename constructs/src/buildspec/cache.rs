//! [`Cache`]: which files are kept from one build to the next.

use cfn_model::Map;

use crate::spec::{Fields, Writer};

/// What is cached, where the project has a cache.
///
/// The project says where the cache is; this says what is in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cache {
    /// The key the cache is kept under. It may hold shell commands and variables. Default: one cache for all builds.
    pub key: Option<String>,
    /// Beginnings of keys, tried in order where nothing is kept under `key`. At most five.
    pub fallback_keys: Vec<String>,
    /// Whether the cache is only read or only written. Default: both.
    pub action: Option<CacheAction>,
    /// Files and patterns, relative to the source or absolute.
    /// Default: CodeBuild looks for the usual dependencies of common languages.
    pub paths: Vec<String>,
}

/// The half of caching that a build does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheAction {
    /// Read the cache, and leave it as it is.
    Restore,
    /// Write the cache, and start without one.
    Save,
}

impl CacheAction {
    /// Every action.
    pub const ALL: &[CacheAction] = &[CacheAction::Restore, CacheAction::Save];

    /// The name in a buildspec.
    pub fn name(self) -> &'static str {
        match self {
            CacheAction::Restore => "restore",
            CacheAction::Save => "save",
        }
    }
}

impl Cache {
    pub(super) const KEYS: &[&str] = &["key", "fallback-keys", "action", "paths"];

    /// A cache of `paths`.
    pub fn new(paths: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Cache { paths: paths.into_iter().map(Into::into).collect(), ..Cache::default() }
    }

    /// Sets the key the cache is kept under.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Sets the beginnings of keys that are tried next.
    #[must_use]
    pub fn fallback_keys(mut self, keys: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.fallback_keys = keys.into_iter().map(Into::into).collect();
        self
    }

    /// Sets whether the cache is only read or only written.
    #[must_use]
    pub fn action(mut self, action: CacheAction) -> Self {
        self.action = Some(action);
        self
    }

    pub(super) fn read(fields: &Fields<'_>) -> Self {
        Cache {
            key: fields.text("key"),
            fallback_keys: fields.texts("fallback-keys"),
            action: fields.one_of("action", CacheAction::ALL, |action| action.name()),
            paths: fields.texts("paths"),
        }
    }

    pub(super) fn write(&self) -> Map {
        Writer::default()
            .text("key", &self.key)
            .texts("fallback-keys", &self.fallback_keys)
            .value("action", self.action.map(CacheAction::name))
            .texts("paths", &self.paths)
            .finish()
    }
}
