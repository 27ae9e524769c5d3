//! The files of facts that `cfn-checks` reads: compact forms of what stands below `xtask`.
//!
//! The layout is described where it is read, in `checks/src/data.rs`.

mod encode;
mod extensions;
mod iam;
mod schemas;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::files;
use crate::schemas::extensions as pinned;

pub(crate) use extensions::{PLACES, TAGS};

/// The folder of the files, below the workspace.
const TARGET: &str = "checks/data";

/// The parts of templates and their forms, below the workspace.
const PARTS: &str = "xtask/template/parts.json";

/// Every file of facts with its bytes.
pub(crate) fn files(
    schemas: &BTreeMap<String, Value>,
    published: &BTreeMap<String, Value>,
) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let facts = [
        ("schemas", schemas::facts(schemas, published)),
        ("extensions", extensions::facts(&pinned::pinned()?)?),
        ("runtimes", pinned::runtimes()?),
        ("iam", iam::facts(&crate::iam::pinned()?)),
        ("template", template()?),
    ];
    facts.into_iter().map(|(name, value)| Ok((file(name), encode::encode(&value)?))).collect()
}

/// The forms of the parts of a template, which are written by hand.
fn template() -> Result<Value> {
    let path = files::root().join(PARTS);
    let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut file: Value = serde_json::from_str(&text).with_context(|| format!("in {}", path.display()))?;
    Ok(file["parts"].take())
}

fn file(name: &str) -> PathBuf {
    Path::new(TARGET).join(name).with_extension("facts")
}

/// The files that are not what they should be.
pub(crate) fn stale(files: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<&PathBuf> {
    let root = files::root();
    files
        .iter()
        .filter(|(path, bytes)| std::fs::read(root.join(path)).ok().as_ref() != Some(bytes))
        .map(|(path, _)| path)
        .collect()
}

/// Writes what is not there as it should be.
pub(crate) fn write(files: &BTreeMap<PathBuf, Vec<u8>>) -> Result<()> {
    let root = files::root();
    for path in stale(files) {
        std::fs::create_dir_all(root.join(TARGET))?;
        std::fs::write(root.join(path), &files[path]).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
