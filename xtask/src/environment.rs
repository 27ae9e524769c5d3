//! The pinned Python environments that judges and tests run in.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::files;

/// The folder of the programs of an environment in `folder` that has what a file of the workspace requires.
/// It is made anew when that file changes.
pub(crate) fn python(folder: &Path, requirements: &str) -> Result<PathBuf> {
    let path = files::root().join(requirements);
    let wanted = fs::read_to_string(&path).with_context(|| requirements.to_owned())?;
    let place = folder.join("python");
    let installed = place.join("requirements.txt");
    let bin = place.join("bin");
    if fs::read_to_string(&installed).is_ok_and(|present| present == wanted) {
        return Ok(bin);
    }
    fs::create_dir_all(folder)?;
    files::output(folder, "python3", &["-m", "venv", "--clear", "python"])?;
    let pip = bin.join("pip").display().to_string();
    files::output(folder, &pip, &["install", "--quiet", "--requirement", &path.display().to_string()])?;
    fs::write(installed, wanted)?;
    Ok(bin)
}
