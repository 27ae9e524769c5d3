//! The pinned Python environment that the judges run in.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::FOLDER;
use crate::files;

/// The folder of its programs. It is made anew when its requirements change.
pub(crate) fn python(folder: &Path) -> Result<PathBuf> {
    let requirements = files::root().join(FOLDER).join("requirements.txt");
    let wanted = fs::read_to_string(&requirements).context("conformance/requirements.txt")?;
    let place = folder.join("python");
    let installed = place.join("requirements.txt");
    let bin = place.join("bin");
    if fs::read_to_string(&installed).is_ok_and(|present| present == wanted) {
        return Ok(bin);
    }
    fs::create_dir_all(folder)?;
    files::output(folder, "python3", &["-m", "venv", "--clear", "python"])?;
    let pip = bin.join("pip").display().to_string();
    files::output(folder, &pip, &["install", "--quiet", "--requirement", &requirements.display().to_string()])?;
    fs::write(installed, wanted)?;
    Ok(bin)
}
