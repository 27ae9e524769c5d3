//! `cfn-stacks check`: templates in files and folders.

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::{Path, PathBuf};

use cfn_checks::{Finding, Options};
use cfn_model::parse::{Limits, Places};
use cfn_model::template::Template;
use cfn_model::{Diagnostic, Section};
use lexopt::prelude::*;

use super::super::arguments::{deny, usage};
use super::super::input::Input;
use super::super::report::{Form, Sources};
use super::super::{Failure, print};

const HELP: &str = "\
Usage: cfn-stacks check [OPTIONS] PATH...

Checks templates: files, folders with all templates in them, or `-` for standard input.

Options:
      --format FORMAT  human, json, sarif, github or junit [default: human]
      --deny warnings  fail on warnings too
      --account ID     the account that the templates are deployed to, by its 12 digits
      --region REGION  the region that they are deployed to
      --source DIR     the source directory that builds run in, whose files templates may name
      --explain CODE   print what a check is about, and how to mend what it finds
      --list           print the codes of all checks
  -h, --help           print this

Exit codes: 0 no error; 1 an error was found, or a file cannot be read; 2 the command line makes no sense
";

/// How deep folders are looked through.
const DEPTH: usize = 32;

pub(in crate::cli) fn run(arguments: Vec<OsString>, out: &mut dyn Write) -> Result<(), Failure> {
    let request = match Request::parse(arguments).map_err(Failure::Usage)? {
        Asked::Check(request) => request,
        Asked::Help => return print(HELP, out),
        Asked::List => return print(&list(), out),
        Asked::Explain(code) => return print(&explain(&code)?, out),
    };
    let mut sources = Sources::default();
    let mut names = Vec::new();
    let mut problems = Vec::new();
    for (file, explicit) in request.files()? {
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
        problems.extend(check(&input, &request.options));
        names.push(input.name.clone());
        sources.add(&input.name, input.text);
    }
    super::finish(request.form, &names, &mut problems, &mut sources, request.deny_warnings, out)
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

fn diagnostic(finding: Finding, places: &Places) -> Diagnostic {
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
fn looks_like_template(text: &str) -> bool {
    text.contains(Section::Resources.name()) && (text.contains("AWS::") || text.contains("AWSTemplateFormatVersion"))
}

fn list() -> String {
    let width = cfn_checks::checks().map(|check| check.code.len()).max().unwrap_or_default();
    cfn_checks::checks()
        .map(|check| format!("{:<7}  {:width$}  {}\n", check.severity, check.code, check.title))
        .collect()
}

fn explain(code: &str) -> Result<String, Failure> {
    let Some(check) = cfn_checks::checks().find(|check| check.code == code) else {
        let nearest = cfn_model::nearest(code, cfn_checks::checks().map(|check| check.code));
        let help = nearest.map_or("--list names them".to_owned(), |nearest| format!("did you mean `{nearest}`?"));
        return Err(Failure::Usage(format!("there is no check `{code}`; {help}")));
    };
    let mut text = format!("{} ({}): {}\n\n{}\n", check.code, check.severity, check.title, check.docs);
    if !check.source.is_empty() {
        text.push_str(&format!("\nSee {}\n", check.source));
    }
    Ok(text)
}

enum Asked {
    Check(Request),
    Explain(String),
    List,
    Help,
}

struct Request {
    paths: Vec<OsString>,
    form: Form,
    deny_warnings: bool,
    options: Options,
}

impl Request {
    fn parse(arguments: Vec<OsString>) -> Result<Asked, String> {
        let (mut form, mut deny_warnings) = (Form::default(), false);
        let (mut paths, mut source, mut options) = (Vec::new(), None, Options::default());
        let mut parser = lexopt::Parser::from_args(arguments);
        while let Some(argument) = parser.next().map_err(usage)? {
            match argument {
                Long("format") => form = Form::parse(&parser.value().map_err(usage)?)?,
                Long("deny") => deny_warnings = deny(&parser.value().map_err(usage)?)?,
                Long("account") => options.account = Some(parser.value().map_err(usage)?.string().map_err(usage)?),
                Long("region") => options.region = Some(parser.value().map_err(usage)?.string().map_err(usage)?),
                Long("source") => source = Some(parser.value().map_err(usage)?),
                Long("explain") => {
                    return Ok(Asked::Explain(parser.value().map_err(usage)?.string().map_err(usage)?));
                }
                Long("list") => return Ok(Asked::List),
                Short('h') | Long("help") => return Ok(Asked::Help),
                Value(path) => paths.push(path),
                other => return Err(usage(other.unexpected())),
            }
        }
        if paths.is_empty() {
            return Err("check has to know what to look at; name files or folders, or `-` for standard input".into());
        }
        options.files = source.map(|folder: OsString| sources_below(&folder)).transpose()?;
        Ok(Asked::Check(Request { paths, form, deny_warnings, options }))
    }

    /// The files to read, each once, and whether they were named one by one.
    fn files(&self) -> Result<Vec<(OsString, bool)>, Failure> {
        let mut files: Vec<(OsString, bool)> = Vec::new();
        for path in &self.paths {
            let before = files.len();
            if path != "-" && Path::new(path).is_dir() {
                walk(Path::new(path), DEPTH, &mut files)?;
                files[before..].sort();
            } else {
                files.push((path.clone(), true));
            }
        }
        let mut seen: Vec<OsString> = Vec::new();
        files.retain(|(file, _)| {
            let new = !seen.contains(file);
            seen.push(file.clone());
            new
        });
        Ok(files)
    }
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
        let mut out = Vec::new();
        let done = run(arguments, &mut out);
        let printed = String::from_utf8(out).expect("it is text");
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
            (&["--deny", "errors"], "`errors` cannot be denied; write `--deny warnings`"),
            (&["--format", "xml"], "`xml` is no format; the formats are human, json, sarif, github, junit"),
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
