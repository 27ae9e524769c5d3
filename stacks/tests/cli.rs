//! The binary as a person uses it, a folder a case below `tests/cli`.
//!
//! A case has `args`, an argument a line, and as far as there are any: `input/`, the folder that the program runs in;
//! `stdin`; what it prints, `stdout` and `stderr`; `code`, what it exits with; and `output/`, the files that are new or
//! other than before. `CASES=overwrite` writes what is expected anew.

#![cfg(feature = "tool")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What came of a run.
#[derive(Debug, PartialEq)]
struct Outcome {
    code: i32,
    stdout: String,
    stderr: String,
    output: BTreeMap<PathBuf, String>,
}

#[test]
fn cases() {
    let overwrite = std::env::var_os("CASES").is_some_and(|value| value == "overwrite");
    let mut failed = Vec::new();
    for case in folders() {
        let outcome = run(&case);
        if overwrite {
            write(&case, &outcome);
        } else if outcome != expected(&case) {
            failed.push(format!("{}: expected {:#?}\nfound {outcome:#?}", case.display(), expected(&case)));
        }
    }
    assert!(failed.is_empty(), "{}\n`CASES=overwrite` accepts that", failed.join("\n"));
}

#[test]
fn every_command_has_cases_that_go_well_and_that_fail() {
    let help = Command::new(program()).arg("--help").output().expect("the program runs");
    let help = String::from_utf8(help.stdout).expect("it is text");
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let runs: Vec<(String, bool)> = folders()
        .iter()
        .map(|case| (arguments(case).into_iter().next().unwrap_or_default(), expected(case).code == 0))
        .collect();
    // What is broken at the end of a line goes on below, further in.
    for command in commands.filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).filter(|it| !it.is_empty()) {
        for good in [true, false] {
            let found = runs.iter().any(|(first, well)| first == command && *well == good);
            assert!(found, "no case in which `{command}` {}", if good { "goes well" } else { "fails" });
        }
    }
}

fn program() -> &'static str {
    env!("CARGO_BIN_EXE_cfn-stacks")
}

fn folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    let mut folders: Vec<PathBuf> = entries(&root);
    folders.sort();
    assert!(!folders.is_empty());
    folders
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.expect("the folder can be read").path()).collect()
}

fn arguments(case: &Path) -> Vec<String> {
    let text = fs::read_to_string(case.join("args")).unwrap_or_else(|_| panic!("{} has no args", case.display()));
    text.lines().map(str::to_owned).collect()
}

/// All files below a folder, by their paths in it.
fn files(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for path in entries(&next) {
            if path.is_dir() {
                open.push(path);
            } else {
                let text = String::from_utf8_lossy(&fs::read(&path).expect("the file can be read")).into_owned();
                found.insert(path.strip_prefix(folder).expect("it is below").to_owned(), text);
            }
        }
    }
    found
}

fn run(case: &Path) -> Outcome {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let input = files(&case.join("input"));
    put(folder.path(), &input);
    let mut child = Command::new(program())
        .args(arguments(case))
        .current_dir(folder.path())
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let stdin = fs::read(case.join("stdin")).unwrap_or_default();
    // A program that needs no input may be gone already.
    let _ = child.stdin.take().expect("it is piped").write_all(&stdin);
    let done = child.wait_with_output().expect("the program ends");
    let text = |bytes| String::from_utf8(bytes).expect("it is text");
    Outcome {
        code: done.status.code().expect("it ends by itself"),
        stdout: text(done.stdout),
        stderr: text(done.stderr),
        output: files(folder.path()).into_iter().filter(|(path, text)| input.get(path) != Some(text)).collect(),
    }
}

fn expected(case: &Path) -> Outcome {
    let read = |name: &str| fs::read_to_string(case.join(name)).unwrap_or_default();
    Outcome {
        code: read("code").trim().parse().unwrap_or(0),
        stdout: read("stdout"),
        stderr: read("stderr"),
        output: files(&case.join("output")),
    }
}

fn write(case: &Path, outcome: &Outcome) {
    let _ = fs::remove_dir_all(case.join("output"));
    put(&case.join("output"), &outcome.output);
    let code = if outcome.code == 0 { String::new() } else { format!("{}\n", outcome.code) };
    for (name, text) in [("code", &code), ("stdout", &outcome.stdout), ("stderr", &outcome.stderr)] {
        let place = case.join(name);
        let _ = fs::remove_file(&place);
        if !text.is_empty() {
            fs::write(place, text).expect("the case can be written");
        }
    }
}

fn put(folder: &Path, files: &BTreeMap<PathBuf, String>) {
    for (path, text) in files {
        let place = folder.join(path);
        fs::create_dir_all(place.parent().expect("it is in a folder")).expect("the folder can be made");
        fs::write(place, text).expect("the file can be written");
    }
}
