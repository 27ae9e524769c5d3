//! A project in Rust.

use std::path::{Path, PathBuf};

use super::super::Failure;
use super::super::config::System;
use super::super::folder::File;

/// What to do with a project.
pub(super) const NEXT: &str = "\
Next: `cargo run` writes the templates to cfn.out, and `cargo run -- --help` tells what else the program does.
`UPDATE=1 cargo test` keeps the templates as they are now; `cargo test` fails where they have changed since.";

const PLAIN: &str = include_str!("starts/plain.rs");
const TESTS: &str = include_str!("starts/tests.rs");

/// The programs of the systems.
const PROGRAMS: [(&str, &str); 5] = [
    ("ami-release", include_str!("starts/ami_release.rs")),
    ("codebuild-ci", include_str!("starts/codebuild_ci.rs")),
    ("delivery-pipeline", include_str!("starts/delivery_pipeline.rs")),
    ("image-promotion", include_str!("starts/image_promotion.rs")),
    ("registry-release", include_str!("starts/registry_release.rs")),
];

/// The name of the package: that of the folder, as Cargo takes it.
pub(super) fn name(folder: &Path) -> Result<String, Failure> {
    let whole = std::path::absolute(folder).map_err(|error| Failure::Io(error.to_string()))?;
    let last = whole.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let name: String = last.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
    let name = name.trim_matches('-');
    if name.starts_with(|first: char| first.is_ascii_lowercase()) {
        return Ok(name.to_owned());
    }
    let message = "which gives the package its name; name a folder that begins with a letter";
    Err(Failure::Usage(format!("`{last}` is the name of the folder, {message}")))
}

/// The files of a project.
pub(super) fn files(name: &str, system: Option<&System>) -> Vec<File> {
    let program = system.and_then(|system| PROGRAMS.iter().find(|(name, _)| *name == system.name));
    let program = program.map_or(PLAIN, |(_, program)| program);
    // The set-up of CodeBuild needs no feature.
    let feature = system.filter(|system| system.name != "codebuild-ci");
    let feature = feature.map_or(String::new(), |system| format!(", \"{}\"", system.name));
    let version = env!("CARGO_PKG_VERSION");
    let rust = env!("CARGO_PKG_RUST_VERSION");
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\nrust-version = \"{rust}\"\n\
         publish = false\n\n[dependencies]\n\
         cfn-stacks = {{ version = \"{version}\", default-features = false, features = [\"cli\"{feature}] }}\n"
    );
    let file = |path: &str, text: String| File { path: PathBuf::from(path), contents: text.into_bytes() };
    vec![
        file("Cargo.toml", manifest),
        file(".gitignore", "/target\n/cfn.out\n".to_owned()),
        file("src/main.rs", format!("{program}\n{TESTS}")),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::super::config::SYSTEMS;
    use super::*;

    #[test]
    fn the_name_of_the_folder_becomes_one_that_cargo_takes() {
        for (folder, expected) in [("x/My Release_train", Some("my-release-train")), ("a/9", None), ("/", None)] {
            assert_eq!(name(Path::new(folder)).ok().as_deref(), expected, "{folder}");
        }
    }

    #[test]
    fn every_system_has_a_program() {
        let programs: Vec<&str> = PROGRAMS.iter().map(|(name, _)| *name).collect();
        let systems: Vec<&str> = SYSTEMS.iter().map(|system| system.name).collect();
        assert_eq!(programs, systems);
    }
}
