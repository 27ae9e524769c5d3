//! The project's own configuration file, which its builds read.

use std::fs;
use std::path::Path;

use cfn_model::{Diagnostic, Location};
use serde::{Deserialize, Serialize};

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
    let shown = file.display().to_string();
    let text = fs::read_to_string(file).map_err(|error| {
        let message = format!("the configuration file `{shown}` cannot be read: {error}");
        vec![Diagnostic::error("config", message).help("name a file that exists and may be read, or leave it out")]
    })?;
    let config: ProjectConfig = serde_yaml::from_str(&text).map_err(|error| {
        let (line, column) = error.location().map_or((1, 1), |place| (place.line(), place.column()));
        let place = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let location = Location { file: shown.clone().into(), line: place(line), column: place(column) };
        vec![
            Diagnostic::error("config", without_place(&error.to_string()))
                .at(location)
                .help("the keys are `base_branch`, and `build_ignore` with `ignored_paths`"),
        ]
    })?;
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

/// The message without the line and column at its end, which the diagnostic carries itself.
fn without_place(message: &str) -> &str {
    message.rsplit_once(" at line ").map_or(message, |(message, _)| message)
}
