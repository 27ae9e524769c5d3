//! [`State`], and the states that call nothing: [`Pass`], [`Wait`], [`Succeed`], [`Fail`].

use cfn_model::{Diagnostic, IntoProp, Json, Map, Value};

use super::QueryLanguage;
use super::definition::Permissions;
use crate::services::Seconds;

/// A state of any type, as a [`Definition`](super::Definition) takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    pub(super) fields: Map,
    pub(super) permissions: Permissions,
    /// The languages of the definitions inside.
    pub(super) languages: Vec<QueryLanguage>,
    /// Problems of the definitions inside.
    inner_problems: Vec<Diagnostic>,
    /// The argument that is the state's whole input, unless it is given.
    pub(super) whole_input: Option<&'static str>,
    ends: bool,
}

impl State {
    pub(super) fn new(kind: &'static str) -> Self {
        State {
            fields: Map::from([("Type", kind)]),
            permissions: Permissions::default(),
            languages: Vec::new(),
            inner_problems: Vec::new(),
            whole_input: None,
            // The others have no transition of their own.
            ends: !matches!(kind, "Choice" | "Succeed" | "Fail"),
        }
    }

    pub(super) fn put(&mut self, field: &'static str, value: impl Into<Value>) {
        self.fields.insert(field, value);
    }

    /// Adds an item to a field that is a list.
    pub(super) fn push(&mut self, field: &'static str, item: impl Into<Value>) {
        let mut items = match self.fields.get(field) {
            Some(Value::List(items)) => items.clone(),
            _ => Vec::new(),
        };
        items.push(item.into());
        self.fields.insert(field, Value::List(items));
    }

    pub(super) fn take_in(&mut self, inner: super::Definition) -> Map {
        self.languages.push(inner.language);
        self.inner_problems.extend(inner.problems.iter().cloned());
        let branch = inner.to_branch();
        self.permissions.extend(inner.permissions);
        branch
    }

    pub(super) fn problems(&self) -> &[Diagnostic] {
        &self.inner_problems
    }

    pub(super) fn go_on(&mut self, name: String) {
        self.ends = false;
        self.fields.insert("Next", name);
    }

    /// The state's fields in one of the languages.
    pub(super) fn render(mut self, language: QueryLanguage) -> Map {
        if let Some(argument) = self.whole_input
            && let Value::Map(arguments) = self.fields.entry_map("Arguments")
            && !arguments.contains_key(argument)
            && !arguments.contains_key(&format!("{argument}.$"))
        {
            match language {
                QueryLanguage::JsonPath => arguments.insert(format!("{argument}.$"), "$"),
                QueryLanguage::Jsonata => arguments.insert(argument, "{% $states.input %}"),
            };
        }
        let ends = self.ends;
        let mut fields: Map = self
            .fields
            .into_iter()
            .map(|(name, value)| match (&*name, value) {
                ("Arguments", value) => (language.arguments().into(), value),
                ("ItemReader" | "ResultWriter", Value::Map(mut place)) => {
                    if let Some(arguments) = place.remove("Arguments") {
                        place.insert(language.arguments(), arguments);
                    }
                    (name, place.into())
                }
                (_, value) => (name, value),
            })
            .collect();
        if ends {
            fields.insert("End", true);
        }
        fields
    }
}

/// Writes a type of state, with what all of them share.
macro_rules! state {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            pub(super) state: $crate::services::stepfunctions::State,
        }

        impl $name {
            /// With what it is for.
            #[must_use]
            pub fn comment(mut self, comment: impl Into<String>) -> Self {
                self.state.put("Comment", comment.into());
                self
            }

            /// Sets a field of the Amazon States Language, for what the typed setters do not know.
            #[must_use]
            pub fn set(mut self, field: &'static str, value: impl Into<cfn_model::Value>) -> Self {
                self.state.put(field, value);
                self
            }
        }

        impl From<$name> for $crate::services::stepfunctions::State {
            fn from(of: $name) -> Self {
                of.state
            }
        }
    };
}

/// Writes the setters of what comes in and goes out.
macro_rules! data {
    ($name:ident) => {
        impl $name {
            /// The part of the input that the state sees. All of it by default. JSONPath only.
            #[must_use]
            pub fn input_path(mut self, path: impl Into<String>) -> Self {
                self.state.put("InputPath", path.into());
                self
            }

            /// The part of what the state has in the end that it gives on. All of it by default. JSONPath only.
            #[must_use]
            pub fn output_path(mut self, path: impl Into<String>) -> Self {
                self.state.put("OutputPath", path.into());
                self
            }

            /// What the state gives on. By default its result, or its input where it has none. JSONata only.
            #[must_use]
            pub fn output(mut self, output: impl cfn_model::IntoProp<cfn_model::Json>) -> Self {
                self.state.put("Output", output.into_prop());
                self
            }
        }
    };
}

/// Writes the setters of what comes next.
macro_rules! next {
    ($name:ident) => {
        impl $name {
            /// Goes on with the state of that name. By default the state is the last.
            #[must_use]
            pub fn next(mut self, name: impl Into<String>) -> Self {
                self.state.go_on(name.into());
                self
            }

            /// Sets variables for the states that come after.
            #[must_use]
            pub fn assign(mut self, variables: impl cfn_model::IntoProp<cfn_model::Json>) -> Self {
                self.state.put("Assign", variables.into_prop());
                self
            }
        }
    };
}

/// Writes the setters of what becomes of results and errors.
macro_rules! result {
    ($name:ident) => {
        impl $name {
            /// What is kept of the result. All of it by default. JSONPath only.
            #[must_use]
            pub fn result_selector(mut self, selector: impl cfn_model::IntoProp<cfn_model::Json>) -> Self {
                self.state.put("ResultSelector", selector.into_prop());
                self
            }

            /// Where in the input the result is put. By default it takes the input's place. JSONPath only.
            #[must_use]
            pub fn result_path(mut self, path: impl Into<String>) -> Self {
                self.state.put("ResultPath", path.into());
                self
            }

            /// Tries again after some errors. The first that knows an error is the one that counts.
            #[must_use]
            pub fn retry(mut self, retry: $crate::services::stepfunctions::Retry) -> Self {
                self.state.push("Retry", retry.into_value());
                self
            }

            /// Goes on with another state after some errors, once no retry is left.
            #[must_use]
            pub fn catch(mut self, catch: $crate::services::stepfunctions::Catch) -> Self {
                self.state.push("Catch", catch.into_value());
                self
            }
        }
    };
}

pub(super) use {data, next, result, state};

state! {
    /// Gives on its input, or something in its place.
    Pass
}
data!(Pass);
next!(Pass);

impl Pass {
    /// A state that gives on its input.
    pub fn new() -> Self {
        Pass { state: State::new("Pass") }
    }

    /// Gives on this result, without expressions. JSONPath only; in JSONata it is the output.
    #[must_use]
    pub fn result(mut self, result: impl IntoProp<Json>) -> Self {
        self.state.put("Result", result.into_prop());
        self
    }

    /// Gives on this, with paths in keys that end with `.$`. JSONPath only; in JSONata it is the output.
    #[must_use]
    pub fn parameters(mut self, parameters: impl IntoProp<Json>) -> Self {
        self.state.put("Parameters", parameters.into_prop());
        self
    }

    /// Where in the input the result is put. By default it takes the input's place. JSONPath only.
    #[must_use]
    pub fn result_path(mut self, path: impl Into<String>) -> Self {
        self.state.put("ResultPath", path.into());
        self
    }
}

impl Default for Pass {
    fn default() -> Self {
        Pass::new()
    }
}

state! {
    /// Waits, for a time or until one.
    Wait
}
data!(Wait);
next!(Wait);

impl Wait {
    fn of(field: &'static str, value: impl Into<Value>) -> Self {
        let mut state = State::new("Wait");
        state.put(field, value);
        Wait { state }
    }

    /// Waits that long.
    pub fn seconds(Seconds(seconds): Seconds) -> Self {
        Wait::of("Seconds", seconds)
    }

    /// Waits as many seconds as a JSONata expression gives.
    pub fn seconds_of(expression: impl Into<String>) -> Self {
        Wait::of("Seconds", expression.into())
    }

    /// Waits as many seconds as stand at a path of the input. JSONPath only.
    pub fn seconds_at(path: impl Into<String>) -> Self {
        Wait::of("SecondsPath", path.into())
    }

    /// Waits until a time, such as `2030-01-01T00:00:00Z`, or the one that a JSONata expression gives.
    pub fn until(timestamp: impl Into<String>) -> Self {
        Wait::of("Timestamp", timestamp.into())
    }

    /// Waits until the time that stands at a path of the input. JSONPath only.
    pub fn until_at(path: impl Into<String>) -> Self {
        Wait::of("TimestampPath", path.into())
    }
}

state! {
    /// Ends the state machine, or the branch, well.
    Succeed
}
data!(Succeed);

impl Succeed {
    /// A state that ends well.
    pub fn new() -> Self {
        Succeed { state: State::new("Succeed") }
    }
}

impl Default for Succeed {
    fn default() -> Self {
        Succeed::new()
    }
}

state! {
    /// Ends the state machine, or the branch, as failed.
    Fail
}

impl Fail {
    /// Fails with an error's name and what a person reads about it.
    pub fn new(error: impl Into<String>, cause: impl Into<String>) -> Self {
        let mut state = State::new("Fail");
        state.put("Error", error.into());
        state.put("Cause", cause.into());
        Fail { state }
    }
}
