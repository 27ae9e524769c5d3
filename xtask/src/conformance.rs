//! Asks judges that nobody here wrote about what we emit.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::files;

/// The examples whose output is judged.
const EXAMPLES: &[&str] = &["codebuild_ci"];

/// A judge: its name, and what it finds. Nothing found is what all of them have to say.
struct Judge {
    name: &'static str,
    findings: fn(&Setting) -> Result<String>,
}

const JUDGES: &[Judge] = &[Judge { name: "cfn-lint 1.58", findings: cfn_lint }];

/// What the judges work with.
struct Setting {
    /// The programs of the pinned Python environment.
    bin: PathBuf,
    /// The templates that our examples emit.
    templates: Vec<PathBuf>,
}

pub(crate) fn run(_: &[String]) -> Result<()> {
    let folder = files::root().join("target").join("conformance");
    let setting = Setting { bin: environment(&folder)?, templates: emit(&folder)? };
    let mut failed = false;
    println!("{} templates", setting.templates.len());
    for judge in JUDGES {
        let findings = (judge.findings)(&setting).with_context(|| judge.name)?;
        let count = findings.lines().filter(|line| !line.trim().is_empty()).count();
        println!("{:<16}{}", judge.name, if count == 0 { "nothing found" } else { "findings:" });
        if count > 0 {
            println!("{findings}");
            failed = true;
        }
    }
    for script in scripts()? {
        let name = script.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let output = Command::new(setting.bin.join("python")).arg(&script).current_dir(files::root()).output()?;
        print!("{name:<16}{}", String::from_utf8_lossy(&output.stdout));
        if !output.status.success() {
            println!("{}", String::from_utf8_lossy(&output.stderr));
            failed = true;
        }
    }
    if failed {
        bail!("a judge found something")
    }
    Ok(())
}

/// The pinned Python environment, made anew when its requirements change.
fn environment(folder: &Path) -> Result<PathBuf> {
    let requirements = files::root().join("conformance").join("requirements.txt");
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

/// Runs the examples, once for each format, and returns the templates they emit.
fn emit(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut templates = Vec::new();
    for example in EXAMPLES {
        for format in ["yaml", "json"] {
            let out = folder.join("emitted").join(example).join(format);
            let shown = out.display().to_string();
            let arguments = ["run", "--quiet", "--example", example, "--", "--format", format, "--out", &shown];
            files::output(&files::root(), env!("CARGO"), &arguments)?;
            for entry in fs::read_dir(&out)? {
                let path = entry?.path();
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                if name.contains(".template.") {
                    templates.push(path);
                }
            }
        }
    }
    templates.sort();
    Ok(templates)
}

/// The scripts of the folder `conformance`, each a judge of its own.
fn scripts() -> Result<Vec<PathBuf>> {
    let mut scripts = Vec::new();
    for entry in fs::read_dir(files::root().join("conformance"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "py") {
            scripts.push(path);
        }
    }
    scripts.sort();
    Ok(scripts)
}

/// Errors, warnings and hints alike.
fn cfn_lint(setting: &Setting) -> Result<String> {
    let output = Command::new(setting.bin.join("cfn-lint"))
        .args(["--include-checks", "I", "--format", "parseable", "--"])
        .args(&setting.templates)
        .output()?;
    Ok(format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
}
