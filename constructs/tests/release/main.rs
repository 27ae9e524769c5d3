//! Releases of software by channel: machine images, channels, pipelines.
#![cfg(feature = "full")]

mod channels;
mod images;
mod pipeline;

use cfn_constructs::{App, Stack};
use cfn_model::{Severity, Template};

fn template(stack: Stack) -> Template {
    let assembly = App::new().with(stack).synth().unwrap_or_else(|problems| panic!("{problems:?}"));
    assembly.stacks.into_iter().next().expect("there is one stack").template
}

/// The messages of the errors of a stack.
fn problems(stack: Stack) -> Vec<String> {
    let problems = App::new().with(stack).synth().expect_err("there is a problem");
    let errors = problems.into_iter().filter(|problem| problem.severity == Severity::Error);
    errors.map(|problem| problem.message).collect()
}
