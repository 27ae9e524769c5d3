//! A resource schema without its prose: every fact is kept, every keyword is accounted for.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

/// Keywords of the resource as a whole that are kept.
const RESOURCE: &[&str] = &[
    "additionalIdentifiers",
    "conditionalCreateOnlyProperties",
    "createOnlyProperties",
    "definitions",
    "deprecatedProperties",
    "lifecycle",
    "primaryIdentifier",
    "propertyTransform",
    "readOnlyProperties",
    "replacementStrategy",
    "taggable",
    "tagging",
    "writeOnlyProperties",
];

/// Keywords that say nothing about a template: prose, links, and what only the registry's handlers need.
const DROPPED: &[&str] = &[
    "$comment",
    "$schema",
    "description",
    "documentationUrl",
    "examples",
    "handlers",
    "permissions",
    "resourceLink",
    "sourceUrl",
    "title",
    "typeConfiguration",
    "typeName",
];

/// Keywords whose value is a map of schemas.
const SCHEMA_MAPS: &[&str] = &["definitions", "patternProperties", "properties"];

/// Keywords whose value is a schema, a list of schemas, or a boolean in the place of one.
const SCHEMAS: &[&str] = &[
    "additionalProperties",
    "allOf",
    "anyOf",
    "contains",
    "else",
    "if",
    "items",
    "not",
    "oneOf",
    "prefixItems",
    "propertyNames",
    "then",
];

/// Keywords whose value is a fact.
const FACTS: &[&str] = &[
    "$ref",
    "arrayType",
    "const",
    "default",
    "dependentExcluded",
    "dependentRequired",
    "enum",
    "enumCaseInsensitive",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "insertionOrder",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maxUniqueItems",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "relationshipRef",
    "required",
    "requiredOr",
    "requiredXor",
    "type",
    "uniqueItems",
    "uniqueKeys",
];

/// The type's name, and its schema without prose.
pub(crate) fn resource(schema: &Value) -> Result<(String, Map<String, Value>)> {
    let schema = schema.as_object().context("a resource schema is not an object")?;
    let name = schema.get("typeName").and_then(Value::as_str).context("a resource schema has no typeName")?;
    let mut compact = Map::new();
    for (key, value) in schema {
        let kept = match key.as_str() {
            "tagging" => without(value, "permissions"),
            fact if RESOURCE.contains(&fact) && fact != "definitions" => value.clone(),
            _ => {
                let Some(kept) = keyword(key, value).with_context(|| name.to_owned())? else { continue };
                kept
            }
        };
        compact.insert(key.clone(), kept);
    }
    Ok((name.to_owned(), compact))
}

fn without(value: &Value, key: &str) -> Value {
    match value {
        Value::Object(map) => {
            map.iter().filter(|(name, _)| *name != key).map(|(k, v)| (k.clone(), v.clone())).collect()
        }
        other => other.clone(),
    }
}

/// A schema that is not of a resource, without prose.
pub(crate) fn schema(schema: &Value) -> Result<Value> {
    property(schema)
}

fn property(schema: &Value) -> Result<Value> {
    match schema {
        Value::Object(map) => {
            let mut compact = Map::new();
            for (key, value) in map {
                if let Some(kept) = keyword(key, value)? {
                    compact.insert(key.clone(), kept);
                }
            }
            Ok(Value::Object(compact))
        }
        Value::Array(items) => items.iter().map(property).collect(),
        other => Ok(other.clone()),
    }
}

/// What is kept of a keyword's value; `None` where nothing is.
fn keyword(key: &str, value: &Value) -> Result<Option<Value>> {
    if DROPPED.contains(&key) {
        return Ok(None);
    }
    if SCHEMA_MAPS.contains(&key) {
        let map = value.as_object().with_context(|| format!("`{key}` is not an object"))?;
        let schemas = map.iter().map(|(name, schema)| Ok((name.clone(), property(schema)?)));
        return Ok(Some(Value::Object(schemas.collect::<Result<_>>()?)));
    }
    // The older keyword holds what `dependentRequired` does, or a schema as `dependentSchemas` does.
    if SCHEMAS.contains(&key) || key == "dependencies" {
        return if key == "dependencies" { dependencies(value) } else { property(value) }.map(Some);
    }
    if FACTS.contains(&key) {
        return Ok(Some(value.clone()));
    }
    bail!("the keyword `{key}` is new: list it in xtask/src/schemas/compact.rs among what is kept or dropped")
}

fn dependencies(value: &Value) -> Result<Value> {
    let map = value.as_object().context("`dependencies` is not an object")?;
    let entry = |(name, what): (&String, &Value)| {
        let kept = if what.is_object() { property(what)? } else { what.clone() };
        Ok((name.clone(), kept))
    };
    Ok(Value::Object(map.iter().map(entry).collect::<Result<_>>()?))
}

/// The value with the keys of all its maps in order. Lists keep theirs.
pub(crate) fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            entries.sort_by(|(a, _), (b, _)| a.cmp(b));
            Value::Object(entries.into_iter().collect())
        }
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn check(schema: Value, expected: Value) {
        let mut whole = schema;
        whole["typeName"] = json!("A::B::C");
        let (_, compact) = resource(&whole).expect("a schema");
        assert_eq!(Value::Object(compact), expected);
    }

    #[test]
    fn prose_goes_and_facts_stay() {
        check(
            json!({ "description": "words", "handlers": {}, "properties": { "A": { "type": "string", "title": "t" } } }),
            json!({ "properties": { "A": { "type": "string" } } }),
        );
        check(
            json!({ "tagging": { "taggable": true, "permissions": ["a:B"] } }),
            json!({ "tagging": { "taggable": true } }),
        );
    }

    #[test]
    fn a_property_may_be_named_like_a_keyword() {
        check(
            json!({ "definitions": { "D": { "properties": { "description": { "description": "words", "minimum": 1 } } } } }),
            json!({ "definitions": { "D": { "properties": { "description": { "minimum": 1 } } } } }),
        );
    }

    #[test]
    fn a_new_keyword_is_not_dropped_in_silence() {
        let error = resource(&json!({ "typeName": "A::B::C", "properties": { "A": { "maxWords": 3 } } }));
        assert!(format!("{:#}", error.expect_err("an error")).contains("`maxWords` is new"));
    }
}
