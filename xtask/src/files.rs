//! Where things are, and files that are written only when they change.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The workspace's folder.
pub(crate) fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_owned()
}

/// An emptied folder below `target/xtask` for what a command makes on the way.
pub(crate) fn scratch(name: &str) -> Result<PathBuf> {
    let folder = root().join("target").join("xtask").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    Ok(folder)
}

/// Runs a program in `folder` and returns what it printed.
pub(crate) fn output(folder: &Path, program: &str, arguments: &[&str]) -> Result<Vec<u8>> {
    let line = || format!("{program} {}", arguments.join(" "));
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .with_context(|| format!("cannot run `{}`", line()))?;
    if !output.status.success() {
        bail!("`{}` failed: {}", line(), String::from_utf8_lossy(&output.stderr).trim_end());
    }
    Ok(output.stdout)
}

/// What a folder should hold: text by path below it.
pub(crate) type Tree = BTreeMap<PathBuf, String>;

/// The paths at which a folder differs from what it should hold.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Difference {
    pub(crate) missing: Vec<PathBuf>,
    pub(crate) changed: Vec<PathBuf>,
    pub(crate) left_over: Vec<PathBuf>,
}

impl Difference {
    /// Every path at which there is a difference.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &PathBuf> {
        self.missing.iter().chain(&self.changed).chain(&self.left_over)
    }

    /// How `folder` differs from `tree`.
    pub(crate) fn of(folder: &Path, tree: &Tree) -> Result<Self> {
        let mut difference = Difference::default();
        for (path, text) in tree {
            match fs::read_to_string(folder.join(path)) {
                Ok(found) if found == *text => {}
                Ok(_) => difference.changed.push(path.clone()),
                Err(_) => difference.missing.push(path.clone()),
            }
        }
        for path in list(folder)? {
            if !tree.contains_key(&path) {
                difference.left_over.push(path);
            }
        }
        Ok(difference)
    }

    /// Makes `folder` hold `tree`, touching only what differs.
    pub(crate) fn mend(&self, folder: &Path, tree: &Tree) -> Result<()> {
        for path in self.missing.iter().chain(&self.changed) {
            let target = folder.join(path);
            if let Some(parent) = target.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(&target, &tree[path]).with_context(|| format!("cannot write {}", target.display()))?;
        }
        for path in &self.left_over {
            let target = folder.join(path);
            fs::remove_file(&target).with_context(|| format!("cannot remove {}", target.display()))?;
            if let Some(parent) = target.parent() {
                // Fails, as it should, while the folder still holds something.
                let _ = fs::remove_dir(parent);
            }
        }
        Ok(())
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Difference { missing, changed, left_over } = self;
        write!(f, "{} files added, {} changed, {} removed", missing.len(), changed.len(), left_over.len())
    }
}

/// The files below a folder, as paths below it, in order. A folder that is not there holds none.
pub(crate) fn list(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(current) = folders.pop() {
        if !current.exists() {
            continue;
        }
        for entry in fs::read_dir(&current).with_context(|| format!("cannot list {}", current.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path.strip_prefix(folder)?.to_owned());
            }
        }
    }
    found.sort();
    Ok(found)
}
