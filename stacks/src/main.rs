//! `cfn-stacks`: what the command line does for templates that no program made.

use std::process::ExitCode;

fn main() -> ExitCode {
    cfn_stacks::cli::main()
}
