//! What Step Functions does not take, found in the definition as it stands in the template: it may have
//! been written with the types of this module or be text from elsewhere.
//!
//! See <https://states-language.net/spec.html>.

mod errors;
mod expressions;
mod fields;
mod graph;
mod state;

use cfn_model::{Diagnostic, Map, Severity, Value};

use super::machine::check_name;
use super::{QueryLanguage, StateMachineKind, StateMachineProps};
use crate::Stack;

/// How long a state's name may be.
const NAME: usize = 80;

/// Reports all that is wrong with a state machine.
pub(super) fn check(stack: &mut Stack, props: &StateMachineProps, definition: &Value) {
    if let Some(name) = &props.name {
        check_name(stack, name);
    }
    let mut check = Check { express: props.kind == StateMachineKind::Express, names: Vec::new(), problems: Vec::new() };
    // What could not be read holds no states to look at.
    let readable = props.definition.problems.iter().all(|problem| problem.severity != Severity::Error);
    if let Some(definition) = definition.as_map().filter(|_| readable) {
        check.timeout(definition, "Definition");
        check.states(definition, "Definition", props.definition.language);
    }
    let problems = props.definition.problems.iter().cloned().chain(check.problems);
    problems.for_each(|problem| stack.report(problem));
}

/// Whether a map of the definition runs its items as executions of their own.
pub(super) fn is_distributed(definition: &Value) -> bool {
    let mut found = false;
    definition.walk(&mut |value| {
        found |= value.at("ProcessorConfig.Mode").and_then(Value::as_str) == Some("DISTRIBUTED");
    });
    found
}

struct Check<'a> {
    /// Whether the state machine is an express one, which knows less.
    express: bool,
    /// The names of all states so far, which are unique in the whole state machine.
    names: Vec<&'a str>,
    problems: Vec<Diagnostic>,
}

impl<'a> Check<'a> {
    fn error(&mut self, path: impl Into<String>, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(Diagnostic::error("states-language", message).property(path).help(help));
    }

    fn warning(&mut self, path: impl Into<String>, message: impl Into<String>, help: impl Into<String>) {
        self.problems.push(Diagnostic::warning("states-language", message).property(path).help(help));
    }

    /// The states of a state machine or of a branch.
    fn states(&mut self, of: &'a Map, path: &str, language: QueryLanguage) {
        let states = match of.get("States") {
            Some(Value::Map(states)) if !states.is_empty() => states,
            Some(Value::Map(_)) | None => {
                return self.error(format!("{path}.States"), "there are no states", "add at least one");
            }
            Some(other) => {
                let message = format!("the states are {}, a map is needed", other.kind());
                return self.error(format!("{path}.States"), message, "write each state under its name");
            }
        };
        for (name, fields) in states.iter() {
            let place = format!("{path}.States.{name}");
            if !(1..=NAME).contains(&name.chars().count()) {
                let message =
                    format!("the state's name has {} characters, 1 to {NAME} are allowed", name.chars().count());
                self.error(&place, message, "give it a shorter name, and say the rest in a comment");
            }
            if self.names.contains(&name) {
                let message = format!("two states are named `{name}`");
                self.error(&place, message, "names are unique in the whole state machine: give one of them another");
            }
            self.names.push(name);
            match fields {
                Value::Map(fields) => self.state(fields, &place, language),
                other => {
                    let message = format!("the state `{name}` is {}, a map is needed", other.kind());
                    self.error(&place, message, "write its fields, with a `Type`");
                }
            }
        }
        self.graph(of, states, path);
    }

    fn timeout(&mut self, of: &Map, path: &str) {
        for field in ["TimeoutSeconds", "HeartbeatSeconds"] {
            let Some(seconds) = of.get(field).and_then(Value::as_i64) else { continue };
            if !(1..=99_999_999).contains(&seconds) {
                let message = format!("{field} is {seconds}, 1 to 99999999 are allowed");
                self.error(format!("{path}.{field}"), message, "give a number of seconds, or leave it out");
            }
        }
    }
}
