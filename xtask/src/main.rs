//! Developer tasks: `cargo xtask COMMAND`. Nothing that is published depends on them.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command line prints")]

mod bench;
mod codegen;
mod conformance;
mod docs;
mod environment;
mod facts;
mod features;
mod files;
mod functions;
mod iam;
mod patches;
mod schemas;
mod tidy;

use std::process::ExitCode;

/// A command: its name, what it does, and how to run it with the arguments after its name.
struct Command {
    name: &'static str,
    help: &'static str,
    run: fn(&[String]) -> anyhow::Result<()>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "schemas",
        help: "fetch the resource schemas and write the pinned form below xtask/schemas",
        run: schemas::run,
    },
    Command { name: "iam", help: "fetch the actions of IAM and write the pinned form below xtask/iam", run: iam::run },
    Command {
        name: "codegen",
        help: "generate cfn-model/src/services and checks/data from what is pinned here; --check only compares",
        run: codegen::run,
    },
    Command {
        name: "conformance",
        help: "ask cfn-lint, AWS's validator, PyYAML and the CDK about what we emit and say; diff: only the CDK",
        run: conformance::run,
    },
    Command {
        name: "docs",
        help: "write the pages of docs that are made of the code; --check only compares",
        run: docs::run,
    },
    Command { name: "features", help: "compile each feature of the constructs on its own", run: features::run },
    Command {
        name: "functions",
        help: "run the code that templates carry, functions and build scripts, against fakes",
        run: functions::run,
    },
    Command { name: "tidy", help: "assert the direction of dependencies and the size of files", run: tidy::run },
    Command { name: "bench", help: "measure, beside peers: edit-loop, check, diff", run: bench::run },
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next();
    let Some(command) = COMMANDS.iter().find(|command| Some(command.name) == name.as_deref()) else {
        eprint!("{}", usage());
        return ExitCode::from(2);
    };
    match (command.run)(&arguments.collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn usage() -> String {
    let mut text = String::from("usage: cargo xtask COMMAND\n\ncommands:\n");
    for Command { name, help, .. } in COMMANDS {
        text.push_str(&format!("  {name:<13}{help}\n"));
    }
    text
}
