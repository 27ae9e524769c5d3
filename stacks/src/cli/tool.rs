//! The binary `cfn-stacks`: commands that work on files instead of an app, be they templates or config files.

use std::process::ExitCode;

use super::command::Command;
use super::program::Program;
use super::{
    bake, channel, check, completions, convert, diff, exit, explain, fmt, graph, init, list, page, schema, synth, watch,
};

pub(super) const COMMANDS: &[&Command] = &[
    &synth::COMMAND,
    &list::COMMAND,
    &check::COMMAND,
    &diff::COMMAND,
    &graph::COMMAND,
    &explain::COMMAND,
    &page::COMMAND,
    &channel::COMMAND,
    &bake::COMMAND,
    &watch::COMMAND,
    &convert::COMMAND,
    &fmt::COMMAND,
    &schema::COMMAND,
    &init::COMMAND,
    &completions::COMMAND,
];

/// Those that are about an app, which a config file describes here.
const CONFIGURED: &[&Command] = &[
    &synth::COMMAND,
    &list::COMMAND,
    &check::COMMAND,
    &diff::COMMAND,
    &graph::COMMAND,
    &explain::COMMAND,
    &page::COMMAND,
    &channel::COMMAND,
    &watch::COMMAND,
];

/// Does what the process's arguments say.
pub fn main() -> ExitCode {
    exit(|out, err| program().run(None, std::env::args_os().skip(1).collect(), out, err))
}

fn program() -> Program {
    let about = "Makes the stacks that a config file describes, and works on templates, whoever made them.";
    Program { name: "cfn-stacks".into(), about, commands: COMMANDS, configured: CONFIGURED, default: None }
}

#[cfg(test)]
pub(super) mod tests {
    use std::ffi::OsString;

    use super::*;
    use crate::cli::Failure;

    /// Runs a command of the binary, and gives what it printed.
    pub(in crate::cli) fn run_tool(command: &str, arguments: Vec<OsString>) -> (Result<(), Failure>, String) {
        let arguments = std::iter::once(OsString::from(command)).chain(arguments).collect();
        let mut out = Vec::new();
        let done = program().run(None, arguments, &mut out, &mut std::io::sink());
        (done, String::from_utf8(out).expect("it is text"))
    }
}
