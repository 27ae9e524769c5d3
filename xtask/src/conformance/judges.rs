//! What the judges say of the templates that we emit: nothing, or what we accept with a reason.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use super::FOLDER;
use super::accepted::Accepted;
use super::emitted::Emitted;
use crate::files;

/// What a judge finds.
pub(super) struct Finding {
    pub(super) rule: String,
    pub(super) file: String,
    pub(super) resource: String,
    message: String,
}

/// A judge: its name, and how it is asked.
type Judge = (&'static str, fn(&Path, &Emitted) -> Result<Vec<Finding>>);

const JUDGES: &[Judge] =
    &[("cfn-lint", cfn_lint), ("cloudformation-validate", validate), ("cfn-guard", guard), ("checkov", checkov)];

/// Prints a line for each judge, and says whether all is clean.
pub(super) fn run(bin: &Path, emitted: &Emitted) -> Result<bool> {
    let mut accepted = Accepted::read()?;
    let mut clean = true;
    println!("{} templates of ours", emitted.templates.len());
    println!("{:<24}{:>9}{:>10}", "judge", "findings", "accepted");
    for (name, ask) in JUDGES {
        let findings = ask(bin, emitted).with_context(|| *name)?;
        let (known, open): (Vec<Finding>, Vec<Finding>) =
            findings.into_iter().partition(|finding| accepted.accepts(name, finding));
        println!("{name:<24}{:>9}{:>10}", open.len(), known.len());
        for Finding { rule, file, resource, message } in &open {
            println!("  {rule} {file} {resource}: {message}");
        }
        clean &= open.is_empty();
    }
    for unused in accepted.unused() {
        println!("accepted but not found, take it out of {FOLDER}/accepted.json: {unused}");
        clean = false;
    }
    Ok(clean)
}

/// Errors, warnings and hints alike.
fn cfn_lint(bin: &Path, emitted: &Emitted) -> Result<Vec<Finding>> {
    let output = Command::new(bin.join("cfn-lint"))
        .args(["--include-checks", "I", "--format", "json", "--"])
        .args(&emitted.templates)
        .output()?;
    let matches: Vec<Value> =
        serde_json::from_slice(&output.stdout).with_context(|| String::from_utf8_lossy(&output.stderr).into_owned())?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let finding = |found: &Value| Finding {
        rule: text(&found["Rule"]["Id"]),
        file: text(&found["Filename"]),
        resource: text(&found["Location"]["Path"][1]),
        message: text(&found["Message"]),
    };
    Ok(matches.iter().map(finding).collect())
}

fn validate(bin: &Path, emitted: &Emitted) -> Result<Vec<Finding>> {
    script(bin, "validate.py", &names(&emitted.templates))
}

fn guard(bin: &Path, emitted: &Emitted) -> Result<Vec<Finding>> {
    script(bin, "guard.py", &names(&emitted.templates))
}

fn names(templates: &[PathBuf]) -> Vec<String> {
    templates.iter().map(|path| path.display().to_string()).collect()
}

fn checkov(bin: &Path, emitted: &Emitted) -> Result<Vec<Finding>> {
    let program = bin.join("checkov").display().to_string();
    script(bin, "checkov.py", &[vec![program], names(&emitted.templates)].concat())
}

/// The findings that a script prints, one a line, in four columns.
fn script(bin: &Path, name: &str, arguments: &[String]) -> Result<Vec<Finding>> {
    let python = bin.join("python").display().to_string();
    let script = files::root().join(FOLDER).join(name).display().to_string();
    let arguments: Vec<&str> = std::iter::once(script.as_str()).chain(arguments.iter().map(String::as_str)).collect();
    let output = String::from_utf8(files::output(&files::root(), &python, &arguments)?)?;
    let finding = |line: &str| {
        let mut columns = line.splitn(4, '\t').map(str::to_owned);
        let mut next = || columns.next().unwrap_or_default();
        Finding { rule: next(), file: next(), resource: next(), message: next() }
    };
    Ok(output.lines().filter(|line| !line.trim().is_empty()).map(finding).collect())
}
