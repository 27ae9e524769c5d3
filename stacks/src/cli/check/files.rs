//! `cfn-stacks check`: templates in files and folders.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use cfn_checks::{Finding, Options};
use cfn_model::parse::{Limits, Places};
use cfn_model::template::Template;
use cfn_model::{Diagnostic, Section};

use super::super::Failure;
use super::super::command::Call;
use super::super::input::Input;
use super::super::report::Sources;

/// How deep folders are looked through.
const DEPTH: usize = 32;

pub(super) fn run(call: Call<'_>) -> Result<(), Failure> {
    if call.options.words().is_empty() {
        let message = "check has to know what to look at; name files or folders, or `-` for standard input";
        return Err(Failure::Usage(message.into()));
    }
    let options = options(&call)?;
    let mut sources = Sources::default();
    let mut names = Vec::new();
    let mut problems = Vec::new();
    for (file, explicit) in files(call.options.words())? {
        let input = match Input::read(&file) {
            Ok(input) => input,
            // What is in a folder and is no text is no template either.
            Err(_) if !explicit && std::fs::read(&file).is_ok() => continue,
            // One file that cannot be read hides nothing of the others.
            Err(failure) => {
                names.push(file.to_string_lossy().into_owned());
                problems.push(Diagnostic::error("unreadable-file", failure.to_string()));
                continue;
            }
        };
        if !explicit && !looks_like_template(&input.text) {
            continue;
        }
        problems.extend(check(&input, &options));
        names.push(input.name.clone());
        sources.add(&input.name, input.text);
    }
    super::finish(call, &names, &mut problems, &mut sources)
}

/// What the checks are told of where the templates belong.
fn options(call: &Call<'_>) -> Result<Options, Failure> {
    let text = |option: &str| call.options.text(option).map(str::to_owned);
    let files = call.options.path("source").map(|folder| sources_below(folder.as_os_str()));
    let mut options = Options::default();
    options.account = text("account");
    options.region = text("region");
    options.files = files.transpose().map_err(Failure::Usage)?;
    Ok(options)
}

/// Everything that is wrong with a template.
fn check(input: &Input, options: &Options) -> Vec<Diagnostic> {
    let read = match Template::read(&input.text, input.name.clone(), &Limits::default()) {
        Ok(read) => read,
        Err(problems) => return problems,
    };
    let mut problems = read.problems;
    problems.extend(read.parsed.warnings);
    let mut options = options.clone();
    options.bytes = Some(input.text.len());
    let findings = cfn_checks::check(&read.parsed.template, &options);
    problems.extend(findings.into_iter().map(|finding| diagnostic(finding, &read.parsed.places)));
    problems
}

/// The finding at its place in the file.
pub(in crate::cli) fn diagnostic(finding: Finding, places: &Places) -> Diagnostic {
    let place = places.nearest(finding.steps.iter().map(String::as_str));
    let path = finding.path();
    let diagnostic = Diagnostic::new(finding.severity, finding.check.code, finding.message).at(place);
    let diagnostic = if path.is_empty() { diagnostic } else { diagnostic.property(path) };
    match finding.help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// Folders hold other YAML and JSON too.
pub(in crate::cli) fn looks_like_template(text: &str) -> bool {
    text.contains(Section::Resources.name()) && (text.contains("AWS::") || text.contains("AWSTemplateFormatVersion"))
}

/// The files to read, each once, and whether they were named one by one.
pub(in crate::cli) fn files(paths: &[OsString]) -> Result<Vec<(OsString, bool)>, Failure> {
    let mut files: Vec<(OsString, bool)> = Vec::new();
    for path in paths {
        let before = files.len();
        if path != "-" && Path::new(path).is_dir() {
            walk(Path::new(path), DEPTH, &mut files)?;
            files[before..].sort();
        } else {
            files.push((path.clone(), true));
        }
    }
    let mut seen: HashSet<OsString> = HashSet::new();
    files.retain(|(file, _)| seen.insert(file.clone()));
    Ok(files)
}

/// The files below a folder that may be templates. What is hidden, and links to folders, are left out.
fn walk(folder: &Path, depth: usize, files: &mut Vec<(OsString, bool)>) -> Result<(), Failure> {
    let unreadable = |error: std::io::Error| Failure::Io(format!("`{}` cannot be read: {error}", folder.display()));
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(unreadable)?);
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if hidden {
            continue;
        }
        if kind.is_dir() && depth > 0 && !matches!(entry.file_name().to_str(), Some("node_modules" | "target")) {
            walk(&path, depth - 1, files)?;
        } else if !kind.is_dir() && has_ending(&path) && path.is_file() {
            files.push((PathBuf::into_os_string(path), false));
        }
    }
    Ok(())
}

/// The files of a source directory, by their paths from there.
fn sources_below(folder: &OsStr) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let mut folders = vec![(PathBuf::from(folder), 0)];
    while let Some((current, depth)) = folders.pop() {
        let unreadable = |error: std::io::Error| format!("`{}` cannot be read: {error}", current.display());
        for entry in std::fs::read_dir(&current).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let (path, kind) = (entry.path(), entry.file_type().map_err(unreadable)?);
            if kind.is_dir() && depth < DEPTH && entry.file_name() != ".git" {
                folders.push((path, depth + 1));
            } else if let Ok(below) = path.strip_prefix(folder) {
                let steps: Vec<_> = below.iter().map(|step| step.to_string_lossy()).collect();
                found.push(steps.join("/"));
            }
        }
    }
    found.sort();
    Ok(found)
}

fn has_ending(path: &Path) -> bool {
    let ending = path.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase);
    matches!(ending.as_deref(), Some("yaml" | "yml" | "json" | "template"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::tool::tests::run_tool;

    const WRONG: &str = "Resources:\n  A:\n    Type: AWS::SNS::Topic\n    Properties:\n      Nmae: x\n";

    fn checked(files: &[(&str, &str)], options: &[&str], paths: &[&str]) -> (Result<(), Failure>, String) {
        let folder = tempfile::tempdir().expect("a folder can be made");
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
            std::fs::write(path, text).expect("the folder can be written");
        }
        let mut arguments: Vec<OsString> = options.iter().map(OsString::from).collect();
        arguments.extend(paths.iter().map(|path| folder.path().join(path).into_os_string()));
        let (done, printed) = run_tool("check", arguments);
        (done, printed.replace(&folder.path().display().to_string(), "DIR"))
    }

    #[test]
    fn a_mistake_is_shown_at_its_line() {
        let (done, printed) = checked(&[("t.yaml", WRONG)], &[], &["t.yaml"]);
        assert!(printed.starts_with("error[unknown-property]: there is no property `Nmae` here"), "{printed}");
        assert!(printed.contains("5 |       Nmae: x"), "{printed}");
        assert!(matches!(done, Err(Failure::Refused(reason)) if reason == "1 error found"));
    }

    #[test]
    fn folders_are_looked_through_for_templates() {
        let files = [("b/t.yaml", WRONG), ("a.json", "{\"a\": 1}"), ("x.txt", WRONG), (".git/t.yaml", WRONG)];
        let (_, printed) = checked(&files, &["--format", "json"], &[""]);
        let found: serde_json::Value = serde_json::from_str(&printed).expect("it is JSON");
        let files: Vec<&str> =
            found.as_array().expect("an array").iter().filter_map(|one| one["file"].as_str()).collect();
        assert_eq!(files, ["DIR/b/t.yaml"]);
    }

    #[test]
    fn a_file_that_cannot_be_read_hides_no_other() {
        let (done, printed) = checked(&[("t.yaml", WRONG)], &["--format", "json"], &["missing.yaml", "t.yaml"]);
        let found: serde_json::Value = serde_json::from_str(&printed).expect("it is JSON");
        let codes: Vec<&str> =
            found.as_array().expect("an array").iter().filter_map(|one| one["code"].as_str()).collect();
        assert_eq!(codes, ["unreadable-file", "unknown-property"]);
        assert!(done.is_err());
    }

    #[test]
    fn the_files_of_the_source_are_known() {
        let build = "Resources:\n  P:\n    Type: AWS::CodeBuild::Project\n    Properties:\n      ServiceRole: !ImportValue role\n      \
                     Artifacts: {Type: NO_ARTIFACTS}\n      Source: {Type: CODECOMMIT, BuildSpec: ci/build.yml, \
                     Location: 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/a'}\n      Environment: \
                     {Type: LINUX_CONTAINER, ComputeType: BUILD_GENERAL1_SMALL, Image: 'aws/codebuild/standard:7.0'}\n";
        let source = tempfile::tempdir().expect("a folder can be made");
        let option = format!("--source={}", source.path().display());
        let missing = |printed: &str| printed.contains("missing-buildspec-file");
        assert!(missing(&checked(&[("t.yaml", build)], &[&option, "--format", "json"], &["t.yaml"]).1));
        std::fs::create_dir(source.path().join("ci")).expect("the folder can be made");
        std::fs::write(source.path().join("ci/build.yml"), "version: 0.2\n").expect("the file can be written");
        assert!(!missing(&checked(&[("t.yaml", build)], &[&option, "--format", "json"], &["t.yaml"]).1));
    }

    #[test]
    fn text_that_is_no_template_is_told_with_its_line() {
        let (done, printed) = checked(&[("t.yaml", "Resources: [\n")], &["--format", "github"], &["t.yaml"]);
        assert!(printed.starts_with("::error title="), "{printed}");
        assert!(done.is_err());
    }

    #[test]
    fn a_wrong_section_hides_no_other_mistake() {
        let text = format!("{WRONG}Outputz: {{}}\n");
        let (_, printed) = checked(&[("t.yaml", &text)], &["--format", "json"], &["t.yaml"]);
        let found: serde_json::Value = serde_json::from_str(&printed).expect("it is JSON");
        assert_eq!(found.as_array().map(Vec::len), Some(2), "{printed}");
    }

    #[test]
    fn requests_that_make_no_sense_are_explained() {
        for (options, expected) in [
            (&[][..], "check has to know what to look at; name files or folders, or `-` for standard input"),
            (&["--deny", "errors"], "--deny does not take `errors`; it takes `warnings`"),
            (
                &["--format", "xml"],
                "--format does not take `xml`; it takes `human`, `json`, `sarif`, `github` or `junit`",
            ),
            (
                &["--explain", "unknown-propertie"],
                "there is no check `unknown-propertie`; did you mean `unknown-property`?",
            ),
        ] {
            let failure = checked(&[], options, &[]).0.expect_err("this makes no sense");
            assert_eq!(failure.to_string(), expected);
            assert!(matches!(failure, Failure::Usage(_)));
        }
    }
}
