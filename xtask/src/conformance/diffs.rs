//! Our diff beside the CDK's, on pairs made of real templates and of the registry's schemas.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{FOLDER, emitted};
use crate::files::{self, root};

/// What the CDK compares templates with, and the facts it does so by: the version that our schemas are of.
const PACKAGES: [&str; 2] = ["@aws-cdk/cloudformation-diff@2.187.5", "@aws-cdk/aws-service-spec@0.1.216"];

/// The kinds of pairs, a folder each, with `old` and `new` in it.
const KINDS: [&str; 3] = ["edited", "properties", "nested"];

/// Both programs, and the pairs they compare.
pub(crate) struct Programs {
    /// The folder of the programs of the Python environment, Node among them.
    pub(crate) bin: PathBuf,
    /// Our binary, built for release.
    pub(crate) ours: PathBuf,
    /// The script that asks the CDK's diff.
    pub(crate) script: PathBuf,
    /// Where its packages are.
    pub(crate) modules: PathBuf,
    /// The folder of the pairs.
    pub(crate) pairs: PathBuf,
}

/// Prints where the verdicts differ, and says whether all of that is accepted.
pub(super) fn run(bin: &Path, corpus: &Path) -> Result<bool> {
    let programs = prepare(bin, corpus)?;
    for kind in KINDS {
        let sides = ["old", "new"].map(|side| programs.pairs.join(kind).join(side).display().to_string());
        let [old, new] = &sides;
        for (name, output) in [
            ("ours", files::output(root().as_path(), &text(&programs.ours), &["diff", "--json", old, new])?),
            ("theirs", programs.theirs(&[old, new])?),
        ] {
            std::fs::write(programs.pairs.join(format!("{kind}.{name}.json")), output)?;
        }
    }
    let status = Command::new(bin.join("python"))
        .arg(script("diff_compare.py"))
        .arg(root().join("xtask").join("schemas"))
        .arg(&programs.pairs)
        .arg(script("diff_accepted.json"))
        .status()
        .context("diff_compare.py")?;
    Ok(status.success())
}

/// Installs what is missing, builds our program, and makes the pairs anew.
pub(crate) fn prepare(bin: &Path, corpus: &Path) -> Result<Programs> {
    let pairs = files::scratch("diff")?;
    let schemas = root().join("xtask").join("schemas");
    let arguments = [script("diff_pairs.py"), schemas, corpus.to_owned(), pairs.clone()].map(|path| text(&path));
    files::output(&root(), &text(&bin.join("python")), &arguments.each_ref().map(String::as_str))?;
    Ok(Programs {
        bin: bin.to_owned(),
        ours: emitted::built("cfn-stacks", &["--bin", "cfn-stacks"], "cfn-stacks")?,
        script: script("cloudformation_diff.js"),
        modules: modules(bin)?,
        pairs,
    })
}

impl Programs {
    /// What the script prints for two folders, or for what else it is told.
    pub(crate) fn theirs(&self, arguments: &[&str]) -> Result<Vec<u8>> {
        let (script, modules) = (text(&self.script), text(&self.modules));
        let arguments: Vec<&str> = [&*script, &*modules].into_iter().chain(arguments.iter().copied()).collect();
        files::output(&root(), &text(&self.bin.join("node")), &arguments)
    }
}

/// The packages of the CDK, installed once for each version.
fn modules(bin: &Path) -> Result<PathBuf> {
    let folder = root().join("target").join("conformance").join("cloudformation-diff");
    let (modules, installed) = (folder.join("node_modules"), folder.join("installed.txt"));
    let wanted = PACKAGES.join("\n");
    if std::fs::read_to_string(&installed).is_ok_and(|present| present == wanted) {
        return Ok(modules);
    }
    if modules.exists() {
        std::fs::remove_dir_all(&modules)?;
    }
    std::fs::create_dir_all(&folder)?;
    let mut arguments = vec!["install", "--prefix", ".", "--no-save", "--no-audit", "--no-fund", "--ignore-scripts"];
    // The client of AWS that it asks for is for change sets, of which there are none here.
    arguments.push("--omit=peer");
    arguments.extend(PACKAGES);
    files::output(&folder, &text(&bin.join("npm")), &arguments)?;
    if !modules.join("@aws-cdk").is_dir() {
        bail!("npm has put no packages into {}", modules.display());
    }
    std::fs::write(installed, wanted)?;
    Ok(modules)
}

fn script(name: &str) -> PathBuf {
    root().join(FOLDER).join(name)
}

fn text(path: &Path) -> String {
    path.display().to_string()
}
