//! What a handle to a resource gives: its attributes, and what `Ref` returns.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};
use serde_json::Value;

use super::model::{Attribute, Type};
use super::naming;
use super::paths;
use super::schema::{Kind, Schema, strings};
use crate::patches::names::Renames;

/// Methods that every handle has.
const RESERVED: &[&str] = &["attribute", "clone", "from_target", "reference", "target"];

/// How deep an attribute may lie. Schemas that lead back to themselves end here.
const DEEPEST: usize = 5;

pub(crate) fn attributes(schema: &Schema, renames: &mut Renames) -> Result<Vec<Attribute>> {
    let mut kinds: BTreeMap<String, Type> = BTreeMap::new();
    for pointer in strings(&schema.root["readOnlyProperties"]) {
        if pointer.contains('*') {
            continue;
        }
        let name = pointer.trim_start_matches("/properties/").replace("/properties/", "/").replace('/', ".");
        for found in paths::resolve(schema, pointer)? {
            leaves(schema, found.schema, &name, 0, &mut kinds)?;
        }
    }
    for name in strings(&schema.root["serviceSpec"]["attributes"]) {
        if name.contains('*') || kinds.contains_key(name) {
            continue;
        }
        for found in paths::resolve(schema, &format!("/properties/{}", name.replace('.', "/")))? {
            leaves(schema, found.schema, name, 0, &mut kinds)?;
        }
    }
    let reference = reference(schema);
    let mut methods: BTreeMap<String, String> = BTreeMap::new();
    let mut attributes = Vec::new();
    for (name, kind) in kinds {
        let docs = if reference.as_deref() == Some(name.as_str()) {
            format!("The attribute `{name}`, which `Ref` returns as well.")
        } else {
            format!("The attribute `{name}`.")
        };
        attributes.push(Attribute { method: String::new(), name: Some(name), kind, docs });
    }
    if let Some(name) = reference.filter(|name| !attributes.iter().any(|known| known.name.as_ref() == Some(name))) {
        let docs = format!("The `{name}`: what `Ref` returns.");
        attributes.push(Attribute { method: name, name: None, kind: Type::String, docs });
    }
    for attribute in &mut attributes {
        let name = attribute.name.clone().unwrap_or_else(|| attribute.method.clone());
        let method = match renames.attribute(schema.type_name, &name) {
            Some(method) => method,
            None => naming::ident(&name.split('.').map(naming::snake).collect::<Vec<_>>().join("_")),
        };
        if RESERVED.contains(&method.as_str()) {
            bail!(
                "{}: the attribute `{name}` cannot be called `{method}`, which every handle has; \
                 name it in xtask/src/patches/names.rs",
                schema.type_name
            );
        }
        if let Some(other) = methods.insert(method.clone(), name.clone()) {
            bail!(
                "{}: the attributes `{other}` and `{name}` would both be called `{method}`; \
                 name one in xtask/src/patches/names.rs",
                schema.type_name
            );
        }
        attribute.method = method;
    }
    attributes.sort_by(|a, b| a.method.cmp(&b.method));
    Ok(attributes)
}

/// The one property whose value `Ref` returns. Identifiers of several parts have no name of their own.
fn reference(schema: &Schema) -> Option<String> {
    let special: Vec<&str> = strings(&schema.root["serviceSpec"]["ref"]).collect();
    let primary: Vec<&str> =
        strings(&schema.root["primaryIdentifier"]).map(|pointer| pointer.trim_start_matches("/properties/")).collect();
    let names = if special.is_empty() { primary } else { special };
    match names[..] {
        [name] if !name.contains('/') => Some(name.to_owned()),
        _ => None,
    }
}

/// The attributes at and below a schema: `Fn::GetAtt` gives the parts of an object, not the object.
fn leaves<'a>(
    schema: &Schema<'a>,
    property: &'a Value,
    name: &str,
    depth: usize,
    found: &mut BTreeMap<String, Type>,
) -> Result<()> {
    let properties = schema.properties(property)?;
    let kinds = schema.kinds(property)?;
    if properties.is_empty() || kinds != BTreeSet::from([Kind::Object]) {
        found.insert(name.to_owned(), kind(schema, property, &kinds)?);
        return Ok(());
    }
    if depth < DEEPEST {
        for (below, schemas) in properties {
            leaves(schema, schemas[0], &format!("{name}.{below}"), depth + 1, found)?;
        }
    }
    Ok(())
}

fn kind<'a>(schema: &Schema<'a>, property: &'a Value, kinds: &BTreeSet<Kind>) -> Result<Type> {
    Ok(match kinds.iter().collect::<Vec<_>>()[..] {
        [Kind::String] => Type::String,
        [Kind::Boolean] => Type::Boolean,
        [Kind::Integer] => Type::Integer,
        [Kind::Number] | [Kind::Integer, Kind::Number] => Type::Number,
        [Kind::Array] => {
            let mut items = BTreeSet::new();
            for item in schema.items(property)? {
                items.extend(schema.kinds(item)?);
            }
            let item = match items.iter().collect::<Vec<_>>()[..] {
                [Kind::String] => Type::String,
                [Kind::Integer] => Type::Integer,
                [Kind::Number] => Type::Number,
                _ => Type::Json,
            };
            Type::List(Box::new(item))
        }
        _ => Type::Json,
    })
}
