//! What the schemas say that a check, a diff or an explanation needs.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// Keywords that say nothing about whether a template is right.
const UNUSED: &[&str] = &["arrayType", "default", "insertionOrder", "propertyTransform", "relationshipRef"];

/// Maps whose keys are names and not keywords.
const NAMED: &[&str] = &["definitions", "patternProperties", "properties"];

/// The facts, by resource type.
pub(crate) fn facts(schemas: &BTreeMap<String, Value>) -> Value {
    schemas.iter().map(|(name, schema)| (name.clone(), schema_of(schema))).collect()
}

fn schema_of(schema: &Value) -> Value {
    match schema {
        Value::Object(map) => {
            let kept = map.iter().filter(|(key, _)| !UNUSED.contains(&key.as_str()));
            let kept: Map<String, Value> = kept
                .map(|(key, value)| match value {
                    Value::Object(named) if NAMED.contains(&key.as_str()) => {
                        let named = named.iter().map(|(name, schema)| (name.clone(), schema_of(schema))).collect();
                        (key.clone(), Value::Object(named))
                    }
                    _ => (key.clone(), schema_of(value)),
                })
                .collect();
            Value::Object(kept)
        }
        Value::Array(items) => items.iter().map(schema_of).collect(),
        other => other.clone(),
    }
}
