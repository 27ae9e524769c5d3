//! The command line that every app has.

#[cfg(any(feature = "ami-release", feature = "image-promotion"))]
mod aws;
#[cfg(feature = "tool")]
mod bake;
#[cfg(feature = "ami-release")]
mod channel;
mod check;
mod cloud_assembly;
#[cfg(any(feature = "ami-release", feature = "image-promotion"))]
mod columns;
mod command;
mod completions;
#[cfg(feature = "tool")]
mod config;
#[cfg(feature = "tool")]
mod convert;
#[cfg(feature = "cli")]
mod diff;
#[cfg(feature = "cli")]
mod excerpt;
#[cfg(feature = "cli")]
mod explain;
#[cfg(feature = "tool")]
mod fmt;
mod folder;
mod graph;
#[cfg(feature = "cli")]
mod html;
#[cfg(feature = "image-promotion")]
mod image_promotion;
mod index;
#[cfg(feature = "tool")]
mod init;
#[cfg(any(feature = "ami-release", feature = "cli"))]
mod input;
mod list;
mod options;
#[cfg(feature = "cli")]
mod page;
#[cfg(feature = "cli")]
mod permissions;
mod program;
mod report;
#[cfg(feature = "tool")]
mod schema;
mod subjects;
mod synth;
#[cfg(test)]
mod tests;
#[cfg(feature = "tool")]
mod tool;
#[cfg(feature = "cli")]
mod watch;

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cfn_constructs::App;
use cfn_model::{Diagnostic, Severity};

use command::Command;
use program::Program;
#[cfg(feature = "tool")]
pub use tool::main;

/// What went wrong, and so what the process ends with.
#[derive(Debug, thiserror::Error)]
enum Failure {
    /// The command line makes no sense: exit code 2.
    #[error("{0}")]
    Usage(String),
    /// The app has problems: exit code 1.
    #[error("{} found; nothing was written", count(.0))]
    Problems(Vec<Diagnostic>),
    /// A file that was read has problems, which are shown in place: exit code 1.
    #[cfg(feature = "cli")]
    #[error("{} found; nothing was written", words(*.1, "problem"))]
    Input(String, usize),
    /// Files are not in the layout that they are checked for: exit code 1.
    #[cfg(feature = "tool")]
    #[error("not formatted: {}; run `cfn-stacks fmt` on them", .0.join(", "))]
    Unformatted(Vec<String>),
    /// What was checked has problems, which were reported: exit code 1.
    #[error("{0}")]
    Refused(String),
    /// Something outside the app stood in the way: exit code 1.
    #[error("{0}")]
    Io(String),
}

/// The commands of every app.
const COMMANDS: &[&Command] = &[
    &synth::COMMAND,
    &list::COMMAND,
    &check::COMMAND,
    #[cfg(feature = "cli")]
    &diff::COMMAND,
    &graph::COMMAND,
    #[cfg(feature = "cli")]
    &explain::COMMAND,
    #[cfg(feature = "cli")]
    &page::COMMAND,
    #[cfg(feature = "ami-release")]
    &channel::COMMAND,
    #[cfg(feature = "cli")]
    &watch::COMMAND,
    #[cfg(feature = "image-promotion")]
    &image_promotion::rollback::COMMAND,
    #[cfg(feature = "image-promotion")]
    &image_promotion::history::COMMAND,
    &completions::COMMAND,
];

/// The command line of an app.
pub trait CommandLine {
    /// Does what the process's arguments say; `synth`, where they name no command.
    fn run(self) -> ExitCode;

    /// Does what the arguments say. They do not include the program's own name.
    fn run_with(self, arguments: Vec<OsString>) -> ExitCode;
}

impl CommandLine for App {
    fn run(self) -> ExitCode {
        self.run_with(std::env::args_os().skip(1).collect())
    }

    fn run_with(self, arguments: Vec<OsString>) -> ExitCode {
        let path = std::env::args_os().next().map(PathBuf::from);
        let name = path.as_deref().and_then(Path::file_stem).map(|name| name.to_string_lossy().into_owned());
        exit(|out, err| program(name.unwrap_or_else(|| "APP".into())).run(Some(self), arguments, out, err))
    }
}

/// The command line of an app whose program has that name.
fn program(name: String) -> Program {
    let about = "Defines stacks of CloudFormation.";
    Program { name, about, commands: COMMANDS, configured: &[], default: Some(&synth::COMMAND) }
}

/// Does the work with the outputs of the process, and says how it ended.
fn exit(work: impl FnOnce(&mut dyn Write, &mut dyn Write) -> Result<(), Failure>) -> ExitCode {
    let (mut out, mut err) = (io::stdout().lock(), io::stderr().lock());
    match work(&mut out, &mut err).and_then(|()| out.flush().map_err(broken_output)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => fail(&failure, &mut err),
    }
}

fn fail(failure: &Failure, err: &mut dyn Write) -> ExitCode {
    if let Failure::Problems(problems) = failure {
        for problem in problems {
            let _ = writeln!(err, "{problem}\n");
        }
    }
    #[cfg(feature = "cli")]
    if let Failure::Input(shown, _) = failure {
        let _ = writeln!(err, "{shown}\n");
    }
    let _ = writeln!(err, "error: {failure}");
    match failure {
        Failure::Usage(_) => ExitCode::from(2),
        _ => ExitCode::FAILURE,
    }
}

/// Whether what is printed is looked at by a person who wants colours, see <https://no-color.org>.
fn colours() -> bool {
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

fn broken_output(error: io::Error) -> Failure {
    Failure::Io(format!("the output cannot be written: {error}"))
}

/// How many errors and warnings there are, in words.
fn count(problems: &[Diagnostic]) -> String {
    let of = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
    let errors = words(of(Severity::Error), "error");
    match of(Severity::Warning) {
        0 => errors,
        warnings => format!("{errors} and {}", words(warnings, "warning")),
    }
}

fn words(count: usize, word: &str) -> String {
    match count {
        1 => format!("1 {word}"),
        _ => format!("{count} {word}s"),
    }
}

fn print(text: &str, out: &mut dyn Write) -> Result<(), Failure> {
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(broken_output)
}
