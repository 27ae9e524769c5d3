//! `cargo xtask functions`: runs the code that templates carry, functions and build scripts, against fakes.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{environment, files};

/// The folder of the tests, below the workspace.
const FOLDER: &str = "conformance/functions";

/// Runs the tests. Arguments go on to pytest.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let folder = files::root().join("target").join("functions");
    let bin = environment::python(&folder, &format!("{FOLDER}/requirements.txt"))?;
    let status = Command::new(bin.join("python"))
        .args(["-m", "pytest", "--config-file", "pytest.ini"])
        .args(arguments)
        .current_dir(files::root().join(FOLDER))
        .status()
        .context("pytest")?;
    if !status.success() {
        bail!("a function or a script does not do what its tests say")
    }
    Ok(())
}
