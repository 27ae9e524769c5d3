//! [`Artifacts`]: which files a build hands on.

use cfn_model::Map;
use indexmap::IndexMap;

use crate::spec::{Fields, Writer};

/// The files that CodeBuild uploads after the build.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Artifacts {
    /// Files and patterns, relative to the source or to `base_directory`.
    /// Required, even where there are only secondary artifacts.
    pub files: Vec<String>,
    /// The name of the artifact, which may hold shell commands and variables.
    /// It counts only where the project says that the buildspec names it.
    pub name: Option<String>,
    /// Whether all files are put in one directory. Default: no.
    pub discard_paths: Option<bool>,
    /// The directories below which files are taken, as a path or a pattern. Default: the source.
    pub base_directory: Option<String>,
    /// Files and patterns below `base_directory` that are left out.
    pub exclude_paths: Vec<String>,
    /// Whether symbolic links are kept in a ZIP file. Default: no.
    pub enable_symlinks: Option<bool>,
    /// The prefix of the object's key, where the project puts the build's id into it.
    pub s3_prefix: Option<String>,
    /// Further artifacts, by their identifier in the project. At most twelve, and they have none of their own.
    pub secondary: IndexMap<String, Artifacts>,
}

impl Artifacts {
    pub(super) const KEYS: &[&str] = &[
        "files",
        "name",
        "discard-paths",
        "base-directory",
        "exclude-paths",
        "enable-symlinks",
        "s3-prefix",
        "secondary-artifacts",
        "type",
    ];

    /// An artifact of `files`.
    pub fn new(files: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Artifacts { files: files.into_iter().map(Into::into).collect(), ..Artifacts::default() }
    }

    /// Sets the name.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets whether all files are put in one directory.
    #[must_use]
    pub fn discard_paths(mut self, discard: bool) -> Self {
        self.discard_paths = Some(discard);
        self
    }

    /// Sets the directories below which files are taken.
    #[must_use]
    pub fn base_directory(mut self, directory: impl Into<String>) -> Self {
        self.base_directory = Some(directory.into());
        self
    }

    /// Sets what is left out.
    #[must_use]
    pub fn exclude_paths(mut self, paths: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.exclude_paths = paths.into_iter().map(Into::into).collect();
        self
    }

    /// Sets whether symbolic links are kept in a ZIP file.
    #[must_use]
    pub fn enable_symlinks(mut self, enable: bool) -> Self {
        self.enable_symlinks = Some(enable);
        self
    }

    /// Sets the prefix of the object's key.
    #[must_use]
    pub fn s3_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.s3_prefix = Some(prefix.into());
        self
    }

    /// Adds a secondary artifact under its identifier in the project.
    #[must_use]
    pub fn secondary(mut self, identifier: impl Into<String>, artifacts: Artifacts) -> Self {
        self.secondary.insert(identifier.into(), artifacts);
        self
    }

    pub(super) fn read(fields: &Fields<'_>) -> Self {
        if fields.get("type").is_some() {
            let message = "`type` is deprecated; the project says what kind of artifact it is";
            fields.warning("buildspec-deprecated-key", "type", message, "take it out");
        }
        Artifacts {
            files: fields.texts("files"),
            name: fields.text("name"),
            discard_paths: fields.flag("discard-paths"),
            base_directory: fields.text("base-directory"),
            exclude_paths: fields.text_or_texts("exclude-paths"),
            enable_symlinks: fields.flag("enable-symlinks"),
            s3_prefix: fields.text("s3-prefix"),
            secondary: fields.sections("secondary-artifacts", Artifacts::KEYS, Artifacts::read),
        }
    }

    pub(super) fn write(&self) -> Map {
        Writer::default()
            .texts("files", &self.files)
            .text("name", &self.name)
            .yes_no("discard-paths", self.discard_paths)
            .text("base-directory", &self.base_directory)
            .texts("exclude-paths", &self.exclude_paths)
            .yes_no("enable-symlinks", self.enable_symlinks)
            .text("s3-prefix", &self.s3_prefix)
            .map("secondary-artifacts", self.secondary.iter().map(|(name, one)| (name, one.write().into())))
            .finish()
    }
}
