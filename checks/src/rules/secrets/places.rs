//! Where a template gives a secret by a name that says so.

use std::borrow::Cow;

use cfn_model::{Map, Value, parse};

use super::names;
use crate::context::Context;
use crate::path::{Path, Step};
use crate::schema::scenarios;

/// A value that its name says is a secret.
pub(super) struct Place<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) given: Given<'a>,
    pub(super) path: Path<'a>,
    /// Whether it is an environment variable, and not a property.
    pub(super) is_variable: bool,
}

/// What stands where a secret is wanted.
pub(super) enum Given<'a> {
    Text(Cow<'a, str>),
    /// A parameter by its name.
    Parameter(&'a str),
}

/// Every secret of the template's resources that is written as text or taken from a parameter.
pub(super) fn find<'a>(context: &Context<'a>) -> Vec<Place<'a>> {
    let mut search = Search { context, is_pipeline: false, path: Path::default(), found: Vec::new() };
    for resource in &context.resources {
        if let Some(properties) = resource.properties() {
            search.is_pipeline = resource.type_name == "AWS::CodePipeline::Pipeline";
            search.path = resource.properties_path();
            let of_token = resource.type_name == "AWS::CodeBuild::SourceCredential";
            if let Some(token) = resource.property("Token").filter(|_| of_token) {
                search.within("Token", |search| search.secret("Token", token, false));
            }
            search.value(properties);
        }
    }
    search.found
}

struct Search<'s, 'a> {
    context: &'s Context<'a>,
    /// Whether the configurations of actions are in here, whose keys have checks of their own.
    is_pipeline: bool,
    path: Path<'a>,
    found: Vec<Place<'a>>,
}

impl<'a> Search<'_, 'a> {
    fn within(&mut self, step: impl Into<Step<'a>>, look: impl FnOnce(&mut Self)) {
        self.path.push(step);
        look(self);
        self.path.pop();
    }

    fn value(&mut self, value: &'a Value) {
        match value {
            Value::Map(map) => map.iter().for_each(|(key, value)| self.within(key, |search| search.entry(key, value))),
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.within(index, |search| search.value(item));
                }
            }
            Value::Intrinsic(call) => self.within(call.function.name(), |search| search.value(&call.argument)),
            _ => {}
        }
    }

    fn entry(&mut self, key: &'a str, value: &'a Value) {
        match (key, value) {
            // Lambda has a map of variables below this.
            ("Variables", Value::Map(variables)) => self.variables(variables),
            ("Environment" | "EnvironmentVariables" | "RuntimeEnvironmentVariables", Value::Map(variables))
                if is_flat(variables) =>
            {
                self.variables(variables);
            }
            (
                "Environment" | "EnvironmentVariables" | "RuntimeEnvironmentVariables" | "OptionSettings",
                Value::List(_) | Value::Intrinsic(_),
            ) => self.list(value),
            ("EnvironmentVariables", Value::String(text)) if self.is_pipeline => self.json(text),
            _ if names::is_property(key) && !self.is_pipeline => self.secret(key, value, false),
            _ => self.value(value),
        }
    }

    fn variables(&mut self, variables: &'a Map) {
        for (name, value) in variables.iter().filter(|(name, _)| names::is_variable(name)) {
            self.within(name, |search| search.secret(name, value, true));
        }
    }

    /// A list of maps with a name and a value each.
    fn list(&mut self, value: &'a Value) {
        match value {
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.within(index, |search| search.list(item));
                }
            }
            Value::Map(map) => {
                let name = map.get("Name").or_else(|| map.get("OptionName")).and_then(Value::as_str);
                let is_plain = map.get("Type").is_none_or(|kind| kind.as_str() == Some("PLAINTEXT"));
                let Some(name) = name.filter(|name| is_plain && names::is_variable(name)) else { return };
                if let Some(value) = map.get("Value") {
                    self.within("Value", |search| search.secret(name, value, true));
                }
            }
            Value::Intrinsic(call) => self.within(call.function.name(), |search| search.list(&call.argument)),
            _ => {}
        }
    }

    /// The variables of a pipeline's action, which are JSON in text.
    fn json(&mut self, text: &'a str) {
        let Ok(read) = parse::document(text, "", &parse::Limits::default()) else { return };
        for variable in read.value.as_list().unwrap_or_default() {
            let text = |key: &str| variable.as_map().and_then(|map| map.get(key)?.as_str()).map(str::to_owned);
            let is_plain = text("type").is_none_or(|kind| kind == "PLAINTEXT");
            if let (Some(name), Some(value), true) = (text("name"), text("value"), is_plain)
                && names::is_variable(&name)
                // A variable of the pipeline, which is known only when it runs.
                && !value.contains("#{")
            {
                let given = Given::Text(Cow::Owned(value));
                self.found.push(Place { name: Cow::Owned(name), given, path: self.path.clone(), is_variable: true });
            }
        }
    }

    fn secret(&mut self, name: &'a str, value: &'a Value, is_variable: bool) {
        let given = match value {
            Value::String(text) => Given::Text(Cow::Borrowed(text)),
            Value::Number(number) if !is_variable => Given::Text(Cow::Owned(number.to_string())),
            Value::Map(_) | Value::List(_) => return self.value(value),
            Value::Intrinsic(call) => {
                if let Some((_, branches)) = scenarios::branches(call) {
                    for (index, branch, _) in branches {
                        self.within("Fn::If", |search| {
                            search.within(index, |search| search.secret(name, branch, is_variable));
                        });
                    }
                    return;
                }
                match call.argument.as_str() {
                    Some(text) if call.function == cfn_model::Function::Sub && !text.contains("${") => {
                        Given::Text(Cow::Borrowed(text))
                    }
                    Some(id) if call.function == cfn_model::Function::Ref && self.context.parameter(id).is_some() => {
                        Given::Parameter(id)
                    }
                    _ => return,
                }
            }
            _ => return,
        };
        self.found.push(Place { name: Cow::Borrowed(name), given, path: self.path.clone(), is_variable });
    }
}

/// Whether the map has single values only.
fn is_flat(map: &Map) -> bool {
    map.values().all(|value| !matches!(value, Value::Map(_) | Value::List(_)))
}
