//! `cargo xtask docs`: the pages of `docs` that are made of the code. With `--check` nothing is written.

mod checks;
mod permissions;
mod providers;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::files;

/// A page: its path below the workspace, and its text.
type Page = (String, String);

/// What makes pages.
const MAKERS: &[fn() -> Result<Vec<Page>>] = &[checks::pages, providers::pages];

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let check = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => false,
        ["--check"] => true,
        _ => bail!("`docs` takes `--check` or nothing, but was given `{}`", arguments.join(" ")),
    };
    let mut stale: Vec<String> = Vec::new();
    for make in MAKERS {
        for (path, text) in make()? {
            let file: PathBuf = files::root().join(&path);
            if fs::read_to_string(&file).ok().as_ref() == Some(&text) {
                continue;
            }
            if !check {
                fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))?;
                fs::write(&file, text).with_context(|| format!("cannot write {path}"))?;
                println!("{path} written");
            }
            stale.push(path);
        }
    }
    if check && !stale.is_empty() {
        bail!("these pages are not what the code gives; run `cargo xtask docs`: {}", stale.join(", "));
    }
    Ok(())
}
