//! What the CDK's service specification knows of a type beyond its schema.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

/// Facts by resource type. Only what is known is there:
///
/// - `arn`: the template of its ARN
/// - `attributes`: what `Fn::GetAtt` returns
/// - `ref`: the properties whose values `Ref` returns, where that is not the primary identifier
/// - `replacement`: properties (`Name`, or `Definition.Name` where nested) whose change replaces the
///   resource always (`yes`) or in some cases (`maybe`)
/// - `relations`: attributes of other types that a property takes
/// - `stateful`: whether it holds data that would be lost with it
pub(crate) fn facts(database: &Value) -> Result<BTreeMap<String, Value>> {
    let types: BTreeMap<&str, &Value> = entities(database, "typeDefinition")?
        .iter()
        .filter_map(|entity| Some((entity["$id"].as_str()?, entity)))
        .collect();
    let mut facts = BTreeMap::new();
    for resource in entities(database, "resource")? {
        let name = resource["cloudFormationType"].as_str().context("a resource has no cloudFormationType")?;
        facts.insert(name.to_owned(), Value::Object(resource_facts(resource, &types)));
    }
    Ok(facts)
}

fn entities<'a>(database: &'a Value, kind: &str) -> Result<&'a Vec<Value>> {
    database["schema"][kind]["entities"].as_array().with_context(|| format!("the database has no {kind}"))
}

fn resource_facts(resource: &Value, types: &BTreeMap<&str, &Value>) -> Map<String, Value> {
    let mut facts = Map::new();
    for (from, to) in [("arnTemplate", "arn"), ("cfnRefIdentifier", "ref"), ("isStateful", "stateful")] {
        if let Some(value) = resource.get(from) {
            facts.insert(to.to_owned(), value.clone());
        }
    }
    let attributes: BTreeSet<&String> = resource["attributes"].as_object().into_iter().flat_map(Map::keys).collect();
    if !attributes.is_empty() {
        facts.insert("attributes".to_owned(), json!(attributes));
    }

    let mut replacement: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let mut relations: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (owner, name, property) in properties(resource, types) {
        let path = if owner.is_empty() { name.to_owned() } else { format!("{owner}.{name}") };
        if let Some(replaces) = property["causesReplacement"].as_str().filter(|replaces| *replaces != "no") {
            replacement.entry(replaces).or_default().insert(path.clone());
        }
        for relation in property["relationshipRefs"].as_array().into_iter().flatten() {
            if let (Some(target), Some(attribute)) =
                (relation["cloudFormationType"].as_str(), relation["propertyName"].as_str())
            {
                relations.entry(path.clone()).or_default().insert(format!("{target}.{attribute}"));
            }
        }
    }
    if !replacement.is_empty() {
        facts.insert("replacement".to_owned(), json!(replacement));
    }
    if !relations.is_empty() {
        facts.insert("relations".to_owned(), json!(relations));
    }
    facts
}

/// Every property of a resource and of the types below it: the owning type's name (empty for the
/// resource itself), the property's name, and the property.
fn properties<'a>(resource: &'a Value, types: &BTreeMap<&str, &'a Value>) -> Vec<(&'a str, &'a str, &'a Value)> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![("", resource)];
    while let Some((owner, entity)) = open.pop() {
        for (name, property) in entity["properties"].as_object().into_iter().flatten() {
            found.push((owner, name.as_str(), property));
            let mut below = Vec::new();
            references(&property["type"], &mut below);
            for id in below {
                if let Some(entity) = types.get(id).filter(|_| seen.insert(id)) {
                    open.push((entity["name"].as_str().unwrap_or_default(), entity));
                }
            }
        }
    }
    found
}

/// The ids of the types that a property's type names, however deep.
fn references<'a>(kind: &'a Value, found: &mut Vec<&'a str>) {
    match kind {
        Value::Object(map) => {
            found.extend(map.get("$ref").and_then(Value::as_str));
            map.values().for_each(|inner| references(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| references(inner, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_of_nested_types_carry_their_names() {
        let database = json!({ "schema": {
            "typeDefinition": { "entities": [{ "$id": "2", "name": "Disk", "properties": {
                "Size": { "type": { "type": "integer" }, "causesReplacement": "yes" },
                "Child": { "type": { "type": "ref", "reference": { "$ref": "2" } } },
            } }] },
            "resource": { "entities": [{ "cloudFormationType": "A::B::C", "cfnRefIdentifier": ["Name"], "properties": {
                "Disks": {
                    "type": { "type": "array", "element": { "type": "ref", "reference": { "$ref": "2" } } },
                    "causesReplacement": "maybe",
                    "relationshipRefs": [{ "cloudFormationType": "A::B::D", "propertyName": "Arn" }],
                },
            } }] },
        } });
        let expected = json!({
            "ref": ["Name"],
            "replacement": { "maybe": ["Disks"], "yes": ["Disk.Size"] },
            "relations": { "Disks": ["A::B::D.Arn"] },
        });
        assert_eq!(facts(&database).expect("facts")["A::B::C"], expected);
    }
}
