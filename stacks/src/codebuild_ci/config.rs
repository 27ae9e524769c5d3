//! The project's own configuration file, which its builds read.

use std::path::Path;

use cfn_model::Diagnostic;
use serde::{Deserialize, Serialize};

use crate::config_file;

/// What a project tells its builds, in a file of its repository.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProjectConfig {
    /// The branch that changes are compared with.
    pub base_branch: String,
    /// What needs no build.
    pub build_ignore: BuildIgnore,
}

/// What needs no build.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BuildIgnore {
    /// Paths, relative to the repository's root, whose changes alone start no build.
    pub ignored_paths: Vec<String>,
}

/// Reads a configuration file, in YAML or JSON. `root` is the repository that its paths are relative to.
///
/// # Errors
///
/// The file cannot be read, has a key that is not known, lacks one, or names a path that does not exist.
pub fn read_config(file: &Path, root: &Path) -> Result<ProjectConfig, Vec<Diagnostic>> {
    let shown = file.display();
    let keys = "the keys are `base_branch`, and `build_ignore` with `ignored_paths`";
    let config: ProjectConfig = config_file::read(file, keys)?;
    let missing = config.build_ignore.ignored_paths.iter().filter(|path| !root.join(path).exists());
    let problems: Vec<Diagnostic> = missing
        .map(|path| {
            Diagnostic::error("config", format!("`{shown}` ignores `{path}`, which does not exist"))
                .property("build_ignore.ignored_paths")
                .help("correct the path, which is relative to the repository's root, or take it out")
        })
        .collect();
    if problems.is_empty() { Ok(config) } else { Err(problems) }
}
