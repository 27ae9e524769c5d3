//! What we emit: the output of the examples, and every expected template of the snapshots.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::files;

/// Templates to be judged.
pub(super) struct Emitted {
    /// The folder that holds all of them.
    pub(super) folder: PathBuf,
    /// The templates, sorted, each text once.
    pub(super) templates: Vec<PathBuf>,
}

/// Runs every example, once for each format, and copies the snapshots beside.
pub(super) fn emit(folder: &Path) -> Result<Emitted> {
    // What an example no longer emits is not judged.
    let _ = fs::remove_dir_all(folder);
    for example in examples()? {
        for format in ["yaml", "json"] {
            let out = folder.join(&example).join(format).display().to_string();
            let arguments = ["run", "--quiet", "--example", &example, "--", "--format", format, "--out", &out];
            files::output(&files::root(), env!("CARGO"), &arguments)?;
        }
    }
    snapshots(folder)?;
    let mut templates = Vec::new();
    let mut seen = HashSet::new();
    for path in files::list(folder)? {
        let path = folder.join(path);
        // Examples that are put together from others, cloud assemblies and snapshots repeat templates.
        if path.to_string_lossy().contains(".template.") && seen.insert(fs::read(&path)?) {
            templates.push(path);
        }
    }
    Ok(Emitted { folder: folder.to_owned(), templates })
}

/// The names of the examples, as cargo knows them.
fn examples() -> Result<Vec<String>> {
    let metadata = files::output(&files::root(), env!("CARGO"), &["metadata", "--no-deps", "--format-version=1"])?;
    let metadata: Value = serde_json::from_slice(&metadata).context("the answer of cargo metadata")?;
    let packages = metadata["packages"].as_array().context("cargo metadata names no packages")?;
    let examples =
        packages.iter().find(|package| package["name"] == "examples").context("there is no package examples")?;
    let targets = examples["targets"].as_array().context("the package examples has no targets")?;
    let names =
        targets.iter().filter(|target| target["kind"][0] == "example").filter_map(|target| target["name"].as_str());
    Ok(names.map(str::to_owned).collect())
}

/// Snapshots are templates with a head.
fn snapshots(folder: &Path) -> Result<()> {
    let source = files::root().join("snapshots");
    for path in files::list(&source)? {
        let name = path.to_string_lossy().into_owned();
        let Some(name) = name.strip_suffix(".snap").filter(|name| name.contains(".template.")) else { continue };
        let text = fs::read_to_string(source.join(&path)).with_context(|| name.to_owned())?;
        let body = text.splitn(3, "---\n").nth(2).with_context(|| format!("{name} has no head"))?;
        let target = folder.join("snapshots").join(name);
        fs::create_dir_all(target.parent().unwrap_or(folder))?;
        fs::write(target, body)?;
    }
    Ok(())
}

/// Builds a program of ours for release, and gives its path.
pub(crate) fn built(package: &str, target: &[&str], name: &str) -> Result<PathBuf> {
    let mut arguments = vec!["build", "--quiet", "--release", "--package", package, "--message-format=json"];
    arguments.extend(target);
    let messages = String::from_utf8(files::output(&files::root(), env!("CARGO"), &arguments)?)?;
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["target"]["name"] == name)
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .with_context(|| format!("cargo names no executable `{name}`"))
}
