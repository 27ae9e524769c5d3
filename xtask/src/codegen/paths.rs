//! Facts that a schema states by path (`/properties/Disks/*/Size`), brought to the properties they are about.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use serde_json::Value;

use super::model::Replaces;
use super::schema::{Schema, object, strings};

/// What paths say of a property.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Flags {
    pub(crate) read_only: bool,
    pub(crate) write_only: bool,
    pub(crate) deprecated: bool,
    pub(crate) replaces: Replaces,
}

/// The flags of a resource's properties, by the place of the property's schema in memory.
pub(crate) struct Paths(BTreeMap<*const Value, Flags>);

impl Paths {
    pub(crate) fn of<'a>(schema: &Schema<'a>) -> Result<Self> {
        let mut paths = Paths(BTreeMap::new());
        let shared = shared_definitions(schema);
        paths.mark(schema, "deprecatedProperties", &|flags| flags.deprecated = true)?;
        paths.mark(schema, "writeOnlyProperties", &|flags| flags.write_only = true)?;
        paths.mark(schema, "conditionalCreateOnlyProperties", &|flags| flags.replaces = Replaces::Sometimes)?;
        paths.mark(schema, "createOnlyProperties", &|flags| flags.replaces = Replaces::Always)?;
        for pointer in strings(&schema.root["readOnlyProperties"]) {
            for found in resolve(schema, pointer)? {
                // Where a definition is used in several places, another of them may well set the property.
                if !found.definition.is_some_and(|name| shared.contains(name)) {
                    paths.0.entry(found.schema).or_default().read_only = true;
                }
            }
        }
        paths.mark_specification(schema)?;
        Ok(paths)
    }

    /// The flags of a property that is described by these schemas.
    pub(crate) fn flags(&self, schemas: &[&Value]) -> Flags {
        let address = |schema: &&Value| std::ptr::from_ref(*schema);
        schemas.iter().find_map(|schema| self.0.get(&address(schema))).copied().unwrap_or_default()
    }

    fn mark(&mut self, schema: &Schema, list: &str, set: &dyn Fn(&mut Flags)) -> Result<()> {
        for pointer in strings(&schema.root[list]) {
            for found in resolve(schema, pointer)? {
                set(self.0.entry(found.schema).or_default());
            }
        }
        Ok(())
    }

    /// Where the registry is silent on replacement and the CDK's specification is not.
    fn mark_specification(&mut self, schema: &Schema) -> Result<()> {
        let replacement = &schema.root["serviceSpec"]["replacement"];
        for name in strings(&replacement["yes"]).chain(strings(&replacement["maybe"])) {
            let (owner, name) = match name.split_once('.') {
                Some((definition, name)) => (&schema.root["definitions"][definition], name),
                None => (schema.root, name),
            };
            let property = &owner["properties"][name];
            if property.is_null() {
                continue;
            }
            let flags = self.0.entry(std::ptr::from_ref(property)).or_default();
            if flags.replaces == Replaces::Never {
                flags.replaces = Replaces::Sometimes;
            }
        }
        Ok(())
    }
}

/// A property that a path leads to.
pub(crate) struct Found<'a> {
    pub(crate) schema: &'a Value,
    /// The definition that holds it, where one does.
    pub(crate) definition: Option<&'a str>,
}

/// The properties at the end of a path. None where it leads nowhere, as some of the registry's do.
pub(crate) fn resolve<'a>(schema: &Schema<'a>, pointer: &str) -> Result<Vec<Found<'a>>> {
    let mut places = vec![Found { schema: schema.root, definition: None }];
    for step in pointer.trim_start_matches("/properties/").split('/').filter(|step| *step != "properties") {
        let mut next = Vec::new();
        for place in places {
            let definition = schema.definition_name(place.schema).or(place.definition);
            if step == "*" || step == "items" {
                for inner in schema.items(place.schema)?.into_iter().chain(schema.map_values(place.schema)?) {
                    next.push(Found { schema: inner, definition });
                }
                continue;
            }
            for (name, schemas) in schema.properties(place.schema)? {
                if name == step {
                    next.extend(schemas.into_iter().map(|schema| Found { schema, definition }));
                }
            }
        }
        places = next;
    }
    Ok(places)
}

/// The definitions that more than one place refers to.
fn shared_definitions<'a>(schema: &Schema<'a>) -> BTreeSet<&'a str> {
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    let places = object(&schema.root["properties"]).chain(object(&schema.root["definitions"]));
    places.for_each(|(_, place)| count_uses(place, &mut uses));
    uses.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name).collect()
}

fn count_uses<'a>(value: &'a Value, uses: &mut BTreeMap<&'a str, usize>) {
    match value {
        Value::Object(map) => {
            if let Some(name) = map.get("$ref").and_then(|target| target.as_str()?.strip_prefix("#/definitions/")) {
                *uses.entry(name).or_default() += 1;
            }
            map.values().for_each(|inner| count_uses(inner, uses));
        }
        Value::Array(items) => items.iter().for_each(|inner| count_uses(inner, uses)),
        _ => {}
    }
}
