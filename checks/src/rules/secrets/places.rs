//! Where a template gives a secret by a name that says so.

use std::borrow::Cow;

use cfn_model::{Map, Value, parse};

use super::names;
use crate::context::{Context, Resource};
use crate::path::Path;
use crate::schema::scenarios;

/// A value that its name says is a secret.
pub(super) struct Place<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) given: Given<'a>,
    /// The text or the function.
    value: &'a Value,
    resource: &'a Resource<'a>,
    /// Whether it is an environment variable, and not a property.
    pub(super) is_variable: bool,
}

impl<'a> Place<'a> {
    pub(super) fn path(&self) -> Path<'a> {
        let mut path = self.resource.properties_path();
        if let Some(properties) = self.resource.properties() {
            path.extend_to(self.value, properties);
        }
        path
    }
}

/// What stands where a secret is wanted.
pub(super) enum Given<'a> {
    Text(Cow<'a, str>),
    /// A parameter by its name.
    Parameter(&'a str),
}

/// Every secret of the template's resources that is written as text or taken from a parameter.
pub(super) fn find<'a>(context: &'a Context<'a>) -> Vec<Place<'a>> {
    let mut found = Vec::new();
    for resource in &context.resources {
        if let Some(properties) = resource.properties() {
            let is_pipeline = resource.type_name == "AWS::CodePipeline::Pipeline";
            let mut search = Search { context, resource, is_pipeline, found: &mut found };
            let of_token = resource.type_name == "AWS::CodeBuild::SourceCredential";
            if let Some(token) = resource.property("Token").filter(|_| of_token) {
                search.secret("Token", token, false);
            }
            search.value(properties);
        }
    }
    found
}

struct Search<'s, 'a> {
    context: &'a Context<'a>,
    resource: &'a Resource<'a>,
    /// Whether the configurations of actions are in here, whose keys have checks of their own.
    is_pipeline: bool,
    found: &'s mut Vec<Place<'a>>,
}

impl<'a> Search<'_, 'a> {
    fn value(&mut self, value: &'a Value) {
        match value {
            Value::Map(map) => map.iter().for_each(|(key, value)| self.entry(key, value)),
            Value::List(items) => items.iter().for_each(|item| self.value(item)),
            Value::Intrinsic(call) => self.value(&call.argument),
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
            ("EnvironmentVariables", Value::String(text)) if self.is_pipeline => self.json(text, value),
            _ if names::is_property(key) && !self.is_pipeline => self.secret(key, value, false),
            _ => self.value(value),
        }
    }

    fn variables(&mut self, variables: &'a Map) {
        for (name, value) in variables.iter().filter(|(name, _)| names::is_variable(name)) {
            self.secret(name, value, true);
        }
    }

    /// A list of maps with a name and a value each.
    fn list(&mut self, value: &'a Value) {
        match value {
            Value::List(items) => {
                items.iter().for_each(|item| self.list(item));
            }
            Value::Map(map) => {
                let name = map.get("Name").or_else(|| map.get("OptionName")).and_then(Value::as_str);
                let is_plain = map.get("Type").is_none_or(|kind| kind.as_str() == Some("PLAINTEXT"));
                let Some(name) = name.filter(|name| is_plain && names::is_variable(name)) else { return };
                if let Some(value) = map.get("Value") {
                    self.secret(name, value, true);
                }
            }
            Value::Intrinsic(call) => self.list(&call.argument),
            _ => {}
        }
    }

    /// The variables of a pipeline's action, which are JSON in text.
    fn json(&mut self, text: &'a str, value: &'a Value) {
        let Ok(read) = parse::document(text, "", &parse::Limits::default()) else { return };
        for variable in read.value.as_list().unwrap_or_default() {
            let text = |key: &str| variable.as_map().and_then(|map| map.get(key)?.as_str()).map(str::to_owned);
            let is_plain = text("type").is_none_or(|kind| kind == "PLAINTEXT");
            if let (Some(name), Some(secret), true) = (text("name"), text("value"), is_plain)
                && names::is_variable(&name)
                // A variable of the pipeline, which is known only when it runs.
                && !secret.contains("#{")
            {
                self.found(Cow::Owned(name), Given::Text(Cow::Owned(secret)), value, true);
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
                    return branches.iter().for_each(|(_, branch, _)| self.secret(name, branch, is_variable));
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
        self.found(Cow::Borrowed(name), given, value, is_variable);
    }

    fn found(&mut self, name: Cow<'a, str>, given: Given<'a>, value: &'a Value, is_variable: bool) {
        self.found.push(Place { name, given, value, resource: self.resource, is_variable });
    }
}

/// Whether the map has single values only.
fn is_flat(map: &Map) -> bool {
    map.values().all(|value| !matches!(value, Value::Map(_) | Value::List(_)))
}
