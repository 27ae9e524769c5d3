//! `list`: the names of the stacks.

use std::io::Write;

use cfn_constructs::Assembly;

use super::arguments::Arguments;
use super::{Failure, broken_output, synth};

pub(super) fn run(assembly: &Assembly, arguments: &Arguments, out: &mut dyn Write) -> Result<(), Failure> {
    for stack in synth::selected(assembly, arguments)? {
        writeln!(out, "{}", stack.name).map_err(broken_output)?;
    }
    Ok(())
}
