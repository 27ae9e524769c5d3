//! How far our checks agree with cfn-lint on real templates: at the same file and path, by rule.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{FOLDER, emitted, templates};
use crate::files;

/// Rules about what AWS sells today, which nobody can carry along: dates of runtimes, instance types by region.
const OUTSIDE: &[(&str, &str)] = &[
    ("E2530", "regions that have a feature of Lambda"),
    ("E2531", "the date on which a Lambda runtime is deprecated"),
    ("E2533", "the date on which functions of a Lambda runtime can no longer be updated"),
    ("E3628", "EC2 instance types by region"),
    ("E3025", "RDS instance classes by region"),
    ("E3620", "DocDB instance classes by region"),
    ("E3635", "Neptune instance classes by region"),
    ("E3647", "ElastiCache node types by region"),
    ("E3652", "Elasticsearch instance types by region"),
    ("E3667", "Redshift node types by region"),
    ("E3672", "DAX node types by region"),
    ("E3675", "EMR instance types by region"),
];

/// The part of cfn-lint's errors that we have to find too.
const WANTED: f64 = 0.9;

/// A finding: the file, and the steps to the place.
type Place = (String, Vec<String>);

/// Prints a line for each rule, and says whether we agree far enough.
pub(super) fn run(bin: &Path, corpus: &Path) -> Result<bool> {
    let theirs = theirs(bin, corpus)?;
    let ours = ours(corpus)?;
    let both = |places: &BTreeSet<Place>| places.iter().filter(|place| ours.contains_key(*place)).count();

    println!("errors of cfn-lint in real templates, and at how many of their places we have one");
    println!("{:<24}{:>9}{:>10}", "rule", "cfn-lint", "also ours");
    let (mut all, mut agreed) = (0, 0);
    for (rule, places) in &theirs {
        let outside = OUTSIDE.iter().find(|(outside, _)| outside == rule);
        let note = outside.map(|(_, reason)| format!("  not counted: {reason}")).unwrap_or_default();
        println!("{rule:<24}{:>9}{:>10}{note}", places.len(), both(places));
        for (file, steps) in places.iter().filter(|place| outside.is_none() && !ours.contains_key(*place)) {
            println!("  only cfn-lint: {file} {}", steps.join("."));
        }
        if outside.is_none() {
            (all, agreed) = (all + places.len(), agreed + both(places));
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "there are not that many")]
    let share = if all == 0 { 1.0 } else { agreed as f64 / all as f64 };
    println!("{:<24}{all:>9}{agreed:>10}  {:.1} %, at least {:.0} % are wanted", "all", share * 100.0, WANTED * 100.0);
    Ok(beyond(&ours, &theirs)? && share >= WANTED)
}

/// Errors of ours in files in which cfn-lint has none: each is listed with the fact that makes it one.
fn beyond(ours: &BTreeMap<Place, String>, theirs: &BTreeMap<String, BTreeSet<Place>>) -> Result<bool> {
    let text = fs::read_to_string(files::root().join(FOLDER).join("beyond.json")).context("conformance/beyond.json")?;
    let listed: Vec<Value> = serde_json::from_str(&text).context("conformance/beyond.json")?;
    for entry in &listed {
        let complete = ["file", "code", "path", "reason"]
            .iter()
            .all(|key| entry[*key].as_str().is_some_and(|text| !text.is_empty()));
        ensure!(complete, "an entry of conformance/beyond.json needs a file, code, path and reason: {entry}");
    }
    let with_errors: BTreeSet<&str> = theirs.values().flatten().map(|(file, _)| file.as_str()).collect();
    let only_ours: Vec<(&Place, &String)> =
        ours.iter().filter(|((file, _), _)| !with_errors.contains(file.as_str())).collect();
    let is = |entry: &Value, (place, code): &(&Place, &String)| {
        entry["file"] == place.0 && entry["path"] == place.1.join(".") && entry["code"] == **code
    };
    let mut clean = true;
    for found in &only_ours {
        if !listed.iter().any(|entry| is(entry, found)) {
            println!("only ours, not in {FOLDER}/beyond.json: {} {} {}", found.1, found.0.0, found.0.1.join("."));
            clean = false;
        }
    }
    for entry in listed.iter().filter(|entry| !only_ours.iter().any(|found| is(entry, found))) {
        println!("no longer found, take it out of {FOLDER}/beyond.json: {entry}");
        clean = false;
    }
    println!("{} errors of ours in files where cfn-lint has none, {} of them listed", only_ours.len(), listed.len());
    Ok(clean)
}

/// The errors of cfn-lint by rule.
fn theirs(bin: &Path, corpus: &Path) -> Result<BTreeMap<String, BTreeSet<Place>>> {
    let templates = templates(corpus)?;
    let output = Command::new(bin.join("cfn-lint")).args(["--format", "json", "--"]).args(&templates).output()?;
    let matches: Vec<Value> =
        serde_json::from_slice(&output.stdout).with_context(|| String::from_utf8_lossy(&output.stderr).into_owned())?;
    let mut rules: BTreeMap<String, BTreeSet<Place>> = BTreeMap::new();
    for found in matches {
        let rule = found["Rule"]["Id"].as_str().unwrap_or_default().to_owned();
        if !rule.starts_with('E') {
            continue;
        }
        let steps = found["Location"]["Path"].as_array().into_iter().flatten();
        let steps = steps.map(|step| step.as_str().map_or_else(|| step.to_string(), str::to_owned)).collect();
        let file = relative(found["Filename"].as_str().unwrap_or_default(), corpus);
        rules.entry(rule).or_default().insert((file, steps));
    }
    Ok(rules)
}

/// Our errors, and the code of each.
fn ours(corpus: &Path) -> Result<BTreeMap<Place, String>> {
    let program = emitted::built("cfn-stacks", &["--bin", "cfn-stacks"], "cfn-stacks")?;
    let output = Command::new(program).args(["check", "--format", "json"]).arg(corpus).output()?;
    let found: Vec<Value> = serde_json::from_slice(&output.stdout).context("what we print")?;
    let errors = found.iter().filter(|one| one["severity"] == "error");
    let place = |one: &Value| {
        let text = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
        let steps = text("path").split('.').filter(|step| !step.is_empty()).map(str::to_owned).collect();
        ((relative(&text("file"), corpus), steps), text("code"))
    };
    Ok(errors.map(place).collect())
}

fn relative(file: &str, corpus: &Path) -> String {
    Path::new(file).strip_prefix(corpus).map_or_else(|_| file.to_owned(), |path| path.display().to_string())
}
