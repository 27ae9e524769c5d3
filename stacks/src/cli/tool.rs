//! The binary `cfn-stacks`: commands that work on files instead of an app.

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use super::{Failure, check, convert, fail, fmt};

const HELP: &str = "\
Usage: cfn-stacks COMMAND [OPTIONS] [FILE]

Commands:
  check    find what is wrong with templates
  convert  print a template as YAML or JSON
  fmt      lay templates out anew, with their comments

`cfn-stacks COMMAND --help` tells the options of a command.

Exit codes: 0 done; 1 a file has problems, or cannot be read or written; 2 the command line makes no sense
";

/// A command: its name, and what does it with the arguments after it.
type Command = (&'static str, fn(Vec<OsString>, &mut dyn Write) -> Result<(), Failure>);

const COMMANDS: &[Command] = &[("check", check::files::run), ("convert", convert::run), ("fmt", fmt::run)];

/// Does what the process's arguments say.
pub fn main() -> ExitCode {
    let (mut out, mut err) = (io::stdout().lock(), io::stderr().lock());
    match execute(std::env::args_os().skip(1).collect(), &mut out) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => fail(&failure, &mut err),
    }
}

fn execute(mut arguments: Vec<OsString>, out: &mut dyn Write) -> Result<(), Failure> {
    let name = if arguments.is_empty() { OsString::from("--help") } else { arguments.remove(0) };
    if name == "--help" || name == "-h" {
        return super::print(HELP, out);
    }
    let names: Vec<&str> = COMMANDS.iter().map(|(name, _)| *name).collect();
    match COMMANDS.iter().find(|(known, _)| name == *known) {
        Some((_, run)) => run(arguments, out),
        None => {
            Err(Failure::Usage(format!("`{}` is no command; the commands are {}", name.display(), names.join(", "))))
        }
    }
}
