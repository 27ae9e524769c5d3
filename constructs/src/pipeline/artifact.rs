//! [`Artifact`]: files that one action writes and others read.

use cfn_model::Prop;

/// Files that one action writes and later ones read, by the name they have in their pipeline:
/// letters, digits, hyphens and underscores, at most 100.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/welcome-introducing-artifacts.html>.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Artifact(String);

impl Artifact {
    /// The artifact of that name.
    pub fn new(name: impl Into<String>) -> Self {
        Artifact(name.into())
    }

    /// The artifact's name.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// A file of the artifact, as configurations name it: `Artifact::path`.
    pub fn at(&self, path: &str) -> Prop<String> {
        Prop::new(format!("{}::{path}", self.0))
    }
}

/// An artifact that an action writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// The artifact.
    pub artifact: Artifact,
    /// The files that make it, at most 10 paths or patterns. Only actions of the category `Compute`
    /// have them; for all others the list stays empty.
    pub files: Vec<String>,
}

impl Output {
    /// An artifact made of these files.
    pub fn of_files<F: Into<String>>(artifact: Artifact, files: impl IntoIterator<Item = F>) -> Self {
        Output { artifact, files: files.into_iter().map(Into::into).collect() }
    }
}

impl From<Artifact> for Output {
    fn from(artifact: Artifact) -> Self {
        Output { artifact, files: Vec::new() }
    }
}
