//! `cargo xtask features`: each feature of the constructs and of the stacks compiles on its own, without a warning.
//!
//! A program turns on the services it uses and no others, and what is compiled all together hides a
//! feature that leans on another.

use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::files;

const PACKAGES: [&str; 2] = ["cfn-constructs", "cfn-stacks"];

/// A package and a feature of it.
type Combination = (String, String);

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
    bail!("these features do not compile cleanly on their own: {}", broken.join(", "))
}

/// Those of the features that do not compile without a warning. Each half has a folder of its own for what is built.
fn broken(combinations: &[Combination], half: &str) -> Result<Vec<String>> {
    let mut broken = Vec::new();
    for (package, feature) in combinations {
        let output = Command::new(env!("CARGO"))
            .args(["check", "--quiet", "--package", package, "--no-default-features", "--features", feature])
            .env("CARGO_TARGET_DIR", files::root().join("target").join("features").join(half))
            .current_dir(files::root())
            .output()
            .context("cargo check")?;
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if !output.status.success() || said.contains("warning") {
            println!("{package}, {feature}:\n{said}");
            broken.push(format!("{package}/{feature}"));
        }
    }
    Ok(broken)
}

/// The features of each package, and none at all.
fn names() -> Result<Vec<Combination>> {
    let metadata = files::output(&files::root(), env!("CARGO"), &["metadata", "--no-deps", "--format-version=1"])?;
    let metadata: Value = serde_json::from_slice(&metadata).context("the answer of cargo metadata")?;
    let packages = metadata["packages"].as_array().context("cargo metadata names no packages")?;
    let mut combinations = Vec::new();
    for name in PACKAGES {
        let package = packages.iter().find(|package| package["name"] == name).context("there is no such package")?;
        let features = package["features"].as_object().context("the package has no features")?;
        let features = std::iter::once(String::new()).chain(features.keys().cloned());
        combinations.extend(features.map(|feature| (name.to_owned(), feature)));
    }
    Ok(combinations)
}
