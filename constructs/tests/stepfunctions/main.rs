//! State machines: what definitions say, what is refused, and what roles are allowed.

mod checks;
mod documents;
mod permissions;

use cfn_constructs::services::stepfunctions::{Definition, StateMachine, StateMachineProps};
use cfn_constructs::{App, Stack};
use cfn_model::{Diagnostic, Severity, Value};

/// The template of a stack with a state machine `M`.
fn template(definition: Definition) -> Value {
    let mut stack = Stack::new("S");
    StateMachine::new(&mut stack, "M", StateMachineProps::new(definition));
    synthesised(stack)
}

fn synthesised(stack: Stack) -> Value {
    let assembly = App::new().with(stack).synth().unwrap_or_else(|problems| panic!("{problems:#?}"));
    assembly.stacks.into_iter().next().expect("there is one stack").template.into_value()
}

/// The problems with a state machine, warnings too.
fn problems(props: StateMachineProps) -> Vec<Diagnostic> {
    let mut stack = Stack::new("S");
    StateMachine::new(&mut stack, "M", props);
    match App::new().with(stack).synth() {
        Ok(assembly) => assembly.diagnostics,
        Err(problems) => problems,
    }
}

/// The errors of a definition, each as its place and what is wrong.
fn errors(definition: Definition) -> Vec<(String, String)> {
    let problems = problems(StateMachineProps::new(definition));
    let errors = problems.into_iter().filter(|problem| problem.severity == Severity::Error);
    errors.map(|problem| (problem.property.unwrap_or_default(), problem.message)).collect()
}
