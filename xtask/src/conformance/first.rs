//! The mistakes that only we find: the wrong examples of the checks of pipelines, builds, IAM and secrets.
//!
//! cfn-lint and AWS's validator have to let them pass without an error; otherwise the check is not the
//! first of its kind, and says so by naming their rule.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use cfn_checks::{Group, groups};
use serde_json::Value;

use super::FOLDER;
use crate::files;

/// The folders whose checks nobody else has, but for those that name a rule of cfn-lint.
const FIRST: &[&str] = &["pipelines", "builds", "iam", "secrets"];

/// Prints what the others find in our wrong examples, and says whether that is nothing.
pub(super) fn run(bin: &Path) -> Result<bool> {
    let ours = groups().filter(|group| FIRST.contains(&group.name)).flat_map(Group::checks);
    let ours = ours.filter(|check| check.cfn_lint.is_empty());
    let fixtures: Vec<PathBuf> =
        ours.map(|check| files::root().join("checks/fixtures").join(check.code).join("bad.yaml")).collect();
    let found = [cfn_lint(bin, &fixtures)?, validator(bin, &fixtures)?].concat();
    println!("{} mistakes that nobody else finds, but for {}", fixtures.len(), found.len());
    found.iter().for_each(|line| println!("  {line}"));
    Ok(found.is_empty())
}

fn cfn_lint(bin: &Path, fixtures: &[PathBuf]) -> Result<Vec<String>> {
    let output = Command::new(bin.join("cfn-lint")).args(["--format", "json", "--"]).args(fixtures).output()?;
    let matches: Vec<Value> =
        serde_json::from_slice(&output.stdout).with_context(|| String::from_utf8_lossy(&output.stderr).into_owned())?;
    let errors = matches.iter().filter(|found| found["Level"] == "Error");
    Ok(errors.map(|found| format!("cfn-lint {} {}", found["Rule"]["Id"], found["Filename"])).collect())
}

fn validator(bin: &Path, fixtures: &[PathBuf]) -> Result<Vec<String>> {
    let script = files::root().join(FOLDER).join("validate.py");
    let output = Command::new(bin.join("python")).arg(script).arg("--errors").args(fixtures).output()?;
    let lines = String::from_utf8(output.stdout)?;
    Ok(lines.lines().map(|line| format!("cloudformation-validate {line}")).collect())
}
