//! What keeps the tree in shape and no other tool checks.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Which packages of the workspace each of them may depend on. The order is the direction.
const MAY_USE: &[(&str, &[&str])] = &[
    ("cfn-model", &[]),
    ("cfn-checks", &["cfn-model"]),
    ("cfn-constructs", &["cfn-checks", "cfn-model"]),
    ("cfn-diff", &["cfn-checks", "cfn-model"]),
    ("cfn-graph", &["cfn-model"]),
    ("cfn-stacks", &["cfn-checks", "cfn-constructs", "cfn-diff", "cfn-graph", "cfn-model"]),
    ("examples", &["cfn-constructs", "cfn-model", "cfn-stacks"]),
    ("snapshots", &["cfn-constructs", "cfn-model", "cfn-stacks"]),
    ("xtask", &["cfn-checks", "cfn-constructs", "cfn-model"]),
];

/// A handwritten file that is longer is two files.
const LONGEST: usize = 500;

pub(crate) fn run(_: &[String]) -> Result<()> {
    let mut problems = dependencies()?;
    let root = crate::files::root();
    let mut files = Vec::new();
    rust_files(&root, &mut files)?;
    for file in files {
        let shown = file.strip_prefix(&root).unwrap_or(&file).display().to_string();
        let text = fs::read_to_string(&file).with_context(|| shown.clone())?;
        let lines = text.lines().count();
        if lines > LONGEST && !text.starts_with("// @generated") {
            problems.push(format!("{shown} has {lines} lines, {LONGEST} are allowed; split it by topic"));
        }
    }
    if problems.is_empty() {
        return Ok(());
    }
    bail!("the tree is not tidy:\n  {}", problems.join("\n  "))
}

/// Dependencies that run against the direction of the packages.
fn dependencies() -> Result<Vec<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version=1"])
        .current_dir(crate::files::root())
        .output()
        .context("cargo metadata")?;
    let metadata: Value = serde_json::from_slice(&output.stdout).context("the answer of cargo metadata")?;
    let packages = metadata["packages"].as_array().context("cargo metadata names no packages")?;
    let mut problems = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, may_use)) = MAY_USE.iter().find(|(known, _)| *known == name) else {
            problems
                .push(format!("the package {name} is not in the table of xtask/src/tidy.rs; add it with its place"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let used = dependency["name"].as_str().unwrap_or_default();
            let ours = MAY_USE.iter().any(|(known, _)| *known == used);
            // What tests use does not reach anybody's build.
            if ours && dependency["kind"].is_null() && !may_use.contains(&used) {
                problems.push(format!("{name} depends on {used}, against the direction of the packages"));
            }
        }
    }
    Ok(problems)
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() && !name.starts_with('.') && name != "target" {
            rust_files(&path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    Ok(())
}
