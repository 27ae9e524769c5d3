//! Asks judges that nobody here wrote about what we emit.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;

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
    /// The folder that our examples emit to.
    emitted: PathBuf,
    /// The templates in it.
    templates: Vec<PathBuf>,
}

pub(crate) fn run(_: &[String]) -> Result<()> {
    let folder = files::root().join("target").join("conformance");
    let emitted = folder.join("emitted");
    let setting = Setting { bin: environment(&folder)?, templates: emit(&emitted)?, emitted };
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
    for (name, arguments) in scripts(&setting)? {
        let script = files::root().join("conformance").join(name);
        let output = Command::new(setting.bin.join("python")).arg(script).args(arguments).output()?;
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
fn emit(emitted: &Path) -> Result<Vec<PathBuf>> {
    let mut templates = Vec::new();
    for example in EXAMPLES {
        for format in ["yaml", "json"] {
            let out = emitted.join(example).join(format);
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

/// The scripts of the folder `conformance`, with their arguments: they ask AWS's own validator, and let
/// PyYAML and Python's json compare what we read and wrote.
fn scripts(setting: &Setting) -> Result<Vec<(&'static str, Vec<PathBuf>)>> {
    let build =
        ["build", "--quiet", "--release", "--package", "cfn-model", "--example", "convert", "--message-format=json"];
    let messages = String::from_utf8(files::output(&files::root(), env!("CARGO"), &build)?)?;
    let executable = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .find_map(|message| message["executable"].as_str().filter(|path| path.contains("convert")).map(PathBuf::from));
    let convert = executable.context("cargo names no executable of the example `convert`")?;
    let mut scripts = vec![
        ("validate.py", setting.templates.clone()),
        ("yaml_strings.py", vec![convert.clone()]),
        ("roundtrip.py", vec![convert.clone(), setting.emitted.clone()]),
    ];
    match corpus() {
        Some(corpus) => scripts.push(("roundtrip.py", vec![convert, corpus])),
        None => println!("no folder of real templates: name one with CFN_CORPUS to have them compared too"),
    }
    Ok(scripts)
}

/// The folder of real templates: `CFN_CORPUS`, or the one that is kept beside the repository.
fn corpus() -> Option<PathBuf> {
    let beside = || files::root().join("..").join("shared").join("corpus");
    let folder = std::env::var_os("CFN_CORPUS").map_or_else(beside, PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// Errors, warnings and hints alike.
fn cfn_lint(setting: &Setting) -> Result<String> {
    let output = Command::new(setting.bin.join("cfn-lint"))
        .args(["--include-checks", "I", "--format", "parseable", "--"])
        .args(&setting.templates)
        .output()?;
    Ok(format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)))
}
