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

/// The attributes of a resource, and what `Ref` returns where that is none of them.
pub(crate) fn attributes(schema: &Schema, renames: &mut Renames) -> Result<Vec<Attribute>> {
    let kinds = kinds(schema)?;
    let reference = match &references(schema)[..] {
        [name] if !name.contains('.') => Some(name.clone()),
        // What has several parts has no name of its own.
        _ => None,
    };
    let mut methods: BTreeMap<String, String> = BTreeMap::new();
    let mut attributes = Vec::new();
    let alone = reference.clone().filter(|name| !kinds.contains_key(name));
    if let Some(name) = alone {
        let docs = format!("The `{name}`: what `Ref` returns.");
        let method = method(schema, &name, renames, &mut methods)?;
        attributes.push(Attribute { method, name: None, kind: Type::String, docs });
    }
    for (name, kind) in kinds {
        let also = if reference.as_ref() == Some(&name) { ", which `Ref` returns as well" } else { "" };
        let docs = format!("The attribute `{name}`{also}.");
        let method = method(schema, &name, renames, &mut methods)?;
        attributes.push(Attribute { method, name: Some(name), kind, docs });
    }
    attributes.sort_by(|a, b| a.method.cmp(&b.method));
    Ok(attributes)
}

/// The method of the attribute `name`, which no other may have.
fn method(
    schema: &Schema,
    name: &str,
    renames: &mut Renames,
    methods: &mut BTreeMap<String, String>,
) -> Result<String> {
    let resource = schema.type_name;
    let method = renames.attribute(resource, name).unwrap_or_else(|| naming::attribute(name));
    if RESERVED.contains(&method.as_str()) {
        bail!(
            "{resource}: the attribute `{name}` cannot be called `{method}`, which every handle has; \
             name it in xtask/src/patches/names.rs"
        );
    }
    if let Some(other) = methods.insert(method.clone(), name.to_owned()) {
        bail!(
            "{resource}: the attributes `{other}` and `{name}` would both be called `{method}`; \
             name one in xtask/src/patches/names.rs"
        );
    }
    Ok(method)
}

/// The types of the attributes, by name: what is read-only, and what AWS documents besides.
fn kinds(schema: &Schema) -> Result<BTreeMap<String, Type>> {
    let mut kinds = BTreeMap::new();
    // A path through a list ends at no one value.
    let named = |pointer: &&str| !pointer.contains('*');
    for pointer in strings(&schema.root["readOnlyProperties"]).filter(named) {
        for found in paths::resolve(schema, pointer)? {
            leaves(schema, found.schema, &path(pointer), 0, &mut kinds)?;
        }
    }
    for name in strings(&schema.root["serviceSpec"]["attributes"]).filter(named) {
        if !kinds.contains_key(name) {
            for found in paths::resolve(schema, &format!("/properties/{}", name.replace('.', "/")))? {
                leaves(schema, found.schema, name, 0, &mut kinds)?;
            }
        }
    }
    Ok(kinds)
}

/// The properties whose values `Ref` returns, joined where there are several.
pub(crate) fn references(schema: &Schema) -> Vec<String> {
    let special: Vec<String> = strings(&schema.root["serviceSpec"]["ref"]).map(str::to_owned).collect();
    if special.is_empty() { strings(&schema.root["primaryIdentifier"]).map(path).collect() } else { special }
}

/// `A.B` for `/properties/A/B`.
fn path(pointer: &str) -> String {
    pointer.trim_start_matches("/properties/").replace("/properties/", "/").replace('/', ".")
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
