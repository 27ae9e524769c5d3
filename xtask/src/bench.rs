//! `cargo xtask bench`: how long a user waits, beside what another crate makes its users wait.
//!
//! Figures depend on the machine and on what else it does, so both programs are measured in one run,
//! by turns, and compared by their ratio. Nothing here fails because something is slow.

mod check;
mod diff;
mod edit_loop;
mod measure;
mod program;
mod table;

use anyhow::{Result, bail};

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["check"] => check::run(),
        ["diff"] => diff::run(),
        ["edit-loop"] => edit_loop::run(),
        _ => bail!(
            "`bench {}` is no benchmark; write `cargo xtask bench edit-loop`, `… check` or `… diff`",
            words.join(" ")
        ),
    }
}
