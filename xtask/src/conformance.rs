//! `cargo xtask conformance`: asks judges that nobody here wrote about what we emit and what we find.

mod accepted;
mod agreement;
pub(crate) mod diffs;
pub(crate) mod emitted;
mod first;
mod judges;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::{environment, files};
use emitted::Emitted;

/// The folder of the scripts and lists, below the workspace.
const FOLDER: &str = "conformance";

/// What the environment of the judges requires.
pub(crate) const REQUIREMENTS: &str = "conformance/requirements.txt";

/// Asks all judges, or with `diff` only the CDK about differences of templates.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let folder = files::root().join("target").join("conformance");
    let bin = environment::python(&folder, REQUIREMENTS)?;
    match arguments {
        [] => {}
        [only] if only == "diff" => {
            let corpus = corpus().context("name a folder of real templates with CFN_CORPUS")?;
            ensure!(diffs::run(&bin, &corpus)?, "a verdict is other than the CDK's, and not accepted");
            return Ok(());
        }
        _ => bail!("write `cargo xtask conformance`, or `cargo xtask conformance diff` for that alone"),
    }
    let emitted = emitted::emit(&folder.join("emitted"))?;
    let mut failed = !judges::run(&bin, &emitted)?;
    failed |= !texts(&bin, &emitted)?;
    failed |= !first::run(&bin)?;
    match corpus() {
        Some(corpus) => {
            failed |= !agreement::run(&bin, &corpus)?;
            failed |= !diffs::run(&bin, &corpus)?;
        }
        None => println!("no folder of real templates: name one with CFN_CORPUS to compare with cfn-lint and the CDK"),
    }
    if failed {
        bail!("a judge found something")
    }
    Ok(())
}

/// Lets PyYAML and Python's json compare what we read and wrote. Says whether they found no difference.
fn texts(bin: &Path, emitted: &Emitted) -> Result<bool> {
    let convert = emitted::built("cfn-model", &["--example", "convert"], "convert")?;
    let mut scripts = vec![
        ("yaml_strings.py", vec![convert.clone()]),
        ("roundtrip.py", vec![convert.clone(), emitted.folder.clone()]),
    ];
    scripts.extend(corpus().map(|corpus| ("roundtrip.py", vec![convert, corpus])));
    let mut clean = true;
    for (name, arguments) in scripts {
        let script = files::root().join(FOLDER).join(name);
        let output = Command::new(bin.join("python")).arg(script).args(arguments).output()?;
        print!("{name:<24}{}", String::from_utf8_lossy(&output.stdout));
        if !output.status.success() {
            println!("{}", String::from_utf8_lossy(&output.stderr));
            clean = false;
        }
    }
    Ok(clean)
}

/// The folder of real templates: `CFN_CORPUS`, or the one that is kept beside the repository.
pub(crate) fn corpus() -> Option<PathBuf> {
    let beside = || files::root().join("..").join("shared").join("corpus");
    let folder = std::env::var_os("CFN_CORPUS").map_or_else(beside, PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// The templates of a folder of real ones.
pub(crate) fn templates(corpus: &Path) -> Result<Vec<PathBuf>> {
    let mut templates: Vec<PathBuf> = files::list(corpus)?.into_iter().map(|path| corpus.join(path)).collect();
    templates.retain(|path| path.extension().is_some_and(|extension| extension != "md"));
    Ok(templates)
}
