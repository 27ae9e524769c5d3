//! Properties that several branches of a schema describe, each in its way, become one property of the
//! schema itself: `anyOf` what the branches say. So one setter can take what any branch allows.

use std::collections::BTreeMap;

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::schema::Schema;

/// What is brought up may again hold what has to be, this often.
const DEEPEST: usize = 8;

/// The schema with such properties brought up.
pub(crate) fn hoist(type_name: &str, root: &Value) -> Result<Value> {
    let mut current = root.clone();
    for _ in 0..DEEPEST {
        let mut changed = current.clone();
        walk(&Schema { type_name, root: &current }, &current, &mut changed)?;
        if changed == current {
            break;
        }
        current = changed;
    }
    Ok(current)
}

/// `original` and `changed` are the same node, before and after.
fn walk(schema: &Schema, original: &Value, changed: &mut Value) -> Result<()> {
    match (original, changed) {
        (Value::Object(before), Value::Object(after)) => {
            for (key, inner) in after.iter_mut() {
                if let Some(original) = before.get(key).filter(|_| key != "serviceSpec") {
                    walk(schema, original, inner)?;
                }
            }
            let shared = described_twice(schema, original)?;
            if !shared.is_empty() {
                let properties = after.entry("properties").or_insert_with(|| Value::Object(Map::new()));
                for (name, schemas) in shared {
                    properties[name] = json!({ "anyOf": schemas });
                }
            }
        }
        (Value::Array(before), Value::Array(after)) => {
            for (original, inner) in before.iter().zip(after) {
                walk(schema, original, inner)?;
            }
        }
        _ => {}
    }
    Ok(())
}

/// The properties that only branches have and that they describe differently.
fn described_twice<'a>(schema: &Schema<'a>, node: &'a Value) -> Result<BTreeMap<&'a str, Vec<&'a Value>>> {
    if node.get("$ref").is_some() || Schema::branches(node).next().is_none() {
        return Ok(BTreeMap::new());
    }
    let all = schema.properties(node)?.into_iter();
    Ok(all.filter(|(_, schemas)| schemas.len() > 1).collect())
}
