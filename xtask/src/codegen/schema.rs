//! Reading a resource's JSON Schema: references, branches, and what a value may be.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

/// What a value may be, after references and branches are looked through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Array,
    Boolean,
    Integer,
    Number,
    Object,
    String,
}

/// The schema of one resource type.
pub(crate) struct Schema<'a> {
    pub(crate) type_name: &'a str,
    pub(crate) root: &'a Value,
}

impl<'a> Schema<'a> {
    /// The definition's name, where the schema is a reference to one.
    pub(crate) fn definition_name(&self, schema: &'a Value) -> Option<&'a str> {
        schema["$ref"].as_str()?.strip_prefix("#/definitions/")
    }

    /// The schema itself, or what it refers to.
    pub(crate) fn follow(&self, mut schema: &'a Value) -> Result<&'a Value> {
        for _ in 0..20 {
            let Some(pointer) = schema["$ref"].as_str() else { return Ok(schema) };
            schema = pointer
                .strip_prefix('#')
                .and_then(|path| self.root.pointer(path))
                .with_context(|| format!("{}: `{pointer}` leads nowhere", self.type_name))?;
        }
        bail!("{}: references go round in a circle", self.type_name)
    }

    /// The branches of a schema: the lists below `allOf`, `anyOf` and `oneOf`.
    pub(crate) fn branches(schema: &'a Value) -> impl Iterator<Item = &'a Value> {
        ["allOf", "anyOf", "oneOf"].into_iter().flat_map(|key| schema[key].as_array().into_iter().flatten())
    }

    /// What a value may be. Empty where the schema does not say.
    pub(crate) fn kinds(&self, schema: &'a Value) -> Result<BTreeSet<Kind>> {
        self.kinds_below(schema, 0)
    }

    fn kinds_below(&self, schema: &'a Value, depth: usize) -> Result<BTreeSet<Kind>> {
        let schema = self.follow(schema)?;
        let mut kinds = BTreeSet::new();
        match &schema["type"] {
            Value::String(name) => kinds.extend(kind(name)),
            Value::Array(names) => kinds.extend(names.iter().filter_map(Value::as_str).filter_map(kind)),
            _ => {}
        }
        if !kinds.is_empty() {
            return Ok(kinds);
        }
        if schema.get("properties").is_some() || schema.get("patternProperties").is_some() {
            kinds.insert(Kind::Object);
        }
        if schema.get("items").is_some() {
            kinds.insert(Kind::Array);
        }
        for value in schema["enum"].as_array().into_iter().flatten() {
            kinds.insert(match value {
                Value::Bool(_) => Kind::Boolean,
                Value::Number(_) => Kind::Number,
                _ => Kind::String,
            });
        }
        if kinds.is_empty() && depth < 20 {
            for branch in Self::branches(schema) {
                kinds.extend(self.kinds_below(branch, depth + 1)?);
            }
        }
        Ok(kinds)
    }

    /// The properties of an object: its own, then those that only its branches have.
    /// A property that several branches describe differently has several schemas.
    pub(crate) fn properties(&self, schema: &'a Value) -> Result<Vec<(&'a str, Vec<&'a Value>)>> {
        let schema = self.follow(schema)?;
        let mut found: Vec<(&str, Vec<&Value>)> =
            object(&schema["properties"]).map(|(name, property)| (name, vec![property])).collect();
        let own = found.len();
        for branch in Self::branches(schema) {
            for (name, schemas) in self.properties(branch)? {
                match found.iter().position(|(known, _)| *known == name) {
                    // What a branch says of a property that is described already narrows it, no more.
                    Some(at) if at < own => {}
                    Some(at) => {
                        let known = &mut found[at].1;
                        schemas.into_iter().for_each(|schema| {
                            if !known.contains(&schema) {
                                known.push(schema);
                            }
                        });
                    }
                    None => found.push((name, schemas)),
                }
            }
        }
        found.sort_by_key(|(name, _)| *name);
        Ok(found)
    }

    /// The names that an object cannot do without, whichever branch it takes.
    pub(crate) fn required(&self, schema: &'a Value) -> Result<BTreeSet<&'a str>> {
        let schema = self.follow(schema)?;
        let mut names: BTreeSet<&str> = strings(&schema["required"]).collect();
        for branch in schema["allOf"].as_array().into_iter().flatten() {
            names.extend(self.required(branch)?);
        }
        for key in ["anyOf", "oneOf"] {
            let mut common: Option<BTreeSet<&str>> = None;
            for branch in schema[key].as_array().into_iter().flatten() {
                let branch = self.required(branch)?;
                common = Some(common.map_or_else(|| branch.clone(), |names| &names & &branch));
            }
            names.extend(common.unwrap_or_default());
        }
        Ok(names)
    }

    /// The schemas of the values of a map whose keys are free.
    pub(crate) fn map_values(&self, schema: &'a Value) -> Result<Vec<&'a Value>> {
        let schema = self.follow(schema)?;
        let mut values: Vec<&Value> = object(&schema["patternProperties"]).map(|(_, value)| value).collect();
        if schema["additionalProperties"].is_object() {
            values.push(&schema["additionalProperties"]);
        }
        for branch in Self::branches(schema) {
            values.extend(self.map_values(branch)?);
        }
        Ok(values)
    }

    /// The schemas of a list's items.
    pub(crate) fn items(&self, schema: &'a Value) -> Result<Vec<&'a Value>> {
        let schema = self.follow(schema)?;
        let mut items: Vec<&Value> = schema.get("items").into_iter().collect();
        for branch in Self::branches(schema) {
            items.extend(self.items(branch)?);
        }
        Ok(items)
    }

    /// The strings of a closed set, in the schema's order; `None` where the set is open.
    pub(crate) fn choices(&self, schema: &'a Value) -> Result<Option<Vec<&'a str>>> {
        let schema = self.follow(schema)?;
        for key in ["enum", "enumCaseInsensitive"] {
            if let Some(values) = schema[key].as_array() {
                return Ok(values.iter().map(Value::as_str).collect());
            }
        }
        let mut all = Vec::new();
        let mut any = false;
        for branch in Self::branches(schema) {
            any = true;
            let Some(values) = self.choices(branch)? else { return Ok(None) };
            for value in values {
                if !all.contains(&value) {
                    all.push(value);
                }
            }
        }
        Ok(any.then_some(all))
    }
}

fn kind(name: &str) -> Option<Kind> {
    Some(match name {
        "array" => Kind::Array,
        "boolean" => Kind::Boolean,
        "integer" => Kind::Integer,
        "number" => Kind::Number,
        "object" => Kind::Object,
        "string" => Kind::String,
        _ => return None,
    })
}

/// The entries of an object; none of anything else.
pub(crate) fn object(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter).map(|(name, value)| (name.as_str(), value))
}

/// The strings of a list; none of anything else.
pub(crate) fn strings(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str)
}
