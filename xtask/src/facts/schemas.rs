//! What the schemas say that a check, a diff or an explanation needs.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// Keywords that say nothing about whether a template is right.
const UNUSED: &[&str] = &["arrayType", "default", "insertionOrder", "propertyTransform", "relationshipRef"];

/// Maps whose keys are names and not keywords.
const NAMED: &[&str] = &["definitions", "patternProperties", "properties"];

/// The facts, by resource type. `published` are the schemas before anything was mended in them.
pub(crate) fn facts(schemas: &BTreeMap<String, Value>, published: &BTreeMap<String, Value>) -> Value {
    schemas.iter().map(|(name, schema)| (name.clone(), schema_of(schema, published.get(name)))).collect()
}

/// A closed set that only the service's API documents is one in any case: services take `no_artifacts`
/// for `NO_ARTIFACTS` where the registry asks for nothing.
fn keyword(key: &str, published: Option<&Value>) -> String {
    let ours = key == "enum" && published.is_some_and(|schema| schema.get("enum").is_none());
    if ours { "enumCaseInsensitive".to_owned() } else { key.to_owned() }
}

fn schema_of(schema: &Value, published: Option<&Value>) -> Value {
    match schema {
        Value::Object(map) => {
            let kept = map.iter().filter(|(key, _)| !UNUSED.contains(&key.as_str()));
            let kept: Map<String, Value> = kept
                .map(|(key, value)| {
                    let below = published.and_then(|schema| schema.get(key));
                    match value {
                        Value::Object(named) if NAMED.contains(&key.as_str()) => {
                            let below = |name: &str| below.and_then(|named| named.get(name));
                            let schema =
                                |(name, schema): (&String, &Value)| (name.clone(), schema_of(schema, below(name)));
                            (key.clone(), Value::Object(named.iter().map(schema).collect()))
                        }
                        _ => (keyword(key, published), schema_of(value, below)),
                    }
                })
                .collect();
            Value::Object(kept)
        }
        Value::Array(items) => {
            let below = |index: usize| published.and_then(|schema| schema.get(index));
            items.iter().enumerate().map(|(index, item)| schema_of(item, below(index))).collect()
        }
        other => other.clone(),
    }
}
