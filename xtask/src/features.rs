//! `cargo xtask features`: each feature of the constructs compiles on its own, without a warning.
//!
//! A program turns on the services it uses and no others, and what is compiled all together hides a
//! feature that leans on another.

use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::files;

const PACKAGE: &str = "cfn-constructs";

pub(crate) fn run(_: &[String]) -> Result<()> {
    let names = names()?;
    // A package waits for those it depends on, so most of the time one compiler runs. Two halves keep two busy.
    let (first, second) = names.split_at(names.len() / 2);
    let (first, second) = std::thread::scope(|scope| {
        let second = scope.spawn(|| broken(second, "second"));
        (broken(first, "first"), second.join().unwrap_or_else(|_| bail!("the second half ended early")))
    });
    let broken = [first?, second?].concat();
    if broken.is_empty() {
        return Ok(());
    }
    bail!("these features of {PACKAGE} do not compile cleanly on their own: {}", broken.join(", "))
}

/// Those of the features that do not compile without a warning. Each half has a folder of its own for what is built.
fn broken(features: &[String], half: &str) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    for feature in features {
        let output = Command::new(env!("CARGO"))
            .args(["check", "--quiet", "--package", PACKAGE, "--no-default-features", "--features", feature])
            .env("CARGO_TARGET_DIR", files::root().join("target").join("features").join(half))
            .current_dir(files::root())
            .output()
            .context("cargo check")?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if !output.status.success() || said.contains("warning") {
            println!("{feature}:\n{said}");
            broken.push(feature.clone());
        }
    }
    Ok(broken)
}

/// The features, and none at all.
fn names() -> Result<Vec<String>> {
    let metadata = files::output(&files::root(), env!("CARGO"), &["metadata", "--no-deps", "--format-version=1"])?;
    let metadata: Value = serde_json::from_slice(&metadata).context("the answer of cargo metadata")?;
    let packages = metadata["packages"].as_array().context("cargo metadata names no packages")?;
    let package = packages.iter().find(|package| package["name"] == PACKAGE).context("there is no such package")?;
    let features = package["features"].as_object().context("the package has no features")?;
    Ok(std::iter::once(String::new()).chain(features.keys().cloned()).collect())
}
