//! Mends to what AWS publishes. Each is an entry or a small function with a reason, and fails once it
//! no longer applies, so that none outlives its cause.

mod closed_sets;
mod fixups;
pub(crate) mod names;

use std::collections::BTreeMap;

use serde_json::Value;

/// Mends the schemas, by resource type. Returns what no longer applies.
pub(crate) fn apply(schemas: &mut BTreeMap<String, Value>) -> Vec<String> {
    let mut errors = fixups::apply(schemas);
    errors.extend(closed_sets::apply(schemas));
    errors
}

/// The schema of a property: `Name` of the resource itself, or `Definition.Name`.
fn property<'a>(schemas: &'a mut BTreeMap<String, Value>, resource: &str, path: &str) -> Option<&'a mut Value> {
    let schema = schemas.get_mut(resource)?;
    match path.split_once('.') {
        Some((definition, name)) => {
            schema.get_mut("definitions")?.get_mut(definition)?.get_mut("properties")?.get_mut(name)
        }
        None => schema.get_mut("properties")?.get_mut(path),
    }
}
