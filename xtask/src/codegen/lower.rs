//! From a resource's schema to the types that are generated for it.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};
use serde_json::Value;

use super::attributes;
use super::emit;
use super::enums;
use super::facts;
use super::hoist;
use super::links;
use super::model::{Enum, Property, Resource, Struct, Tagging, Type};
use super::naming;
use super::paths::Paths;
use super::schema::{Kind, Schema};
use crate::patches::names::Renames;

/// The resource type of that name.
pub(crate) fn resource(type_name: &str, schema: &Value, renames: &mut Renames) -> Result<Resource> {
    let schema = hoist::hoist(type_name, schema)?;
    let schema = Schema { type_name, root: &schema };
    let short = type_name.rsplit("::").next().unwrap_or(type_name);
    let paths = Paths::of(&schema)?;
    let mut lowering = Lowering {
        root_name: naming::type_name(short),
        schema: &schema,
        paths: &paths,
        renames,
        structs: BTreeMap::new(),
        enums: BTreeMap::new(),
        sources: BTreeMap::new(),
        known: BTreeMap::new(),
    };
    let name = lowering.root_name.clone();
    let properties = lowering.properties(schema.root, &name)?;
    let Lowering { structs, enums, .. } = lowering;
    let root = Struct { name, docs: facts::resource(&schema), properties };
    Ok(Resource {
        type_name: type_name.to_owned(),
        module: naming::ident(&naming::snake(short)),
        tagging: tagging(&schema)?,
        root,
        structs: structs.into_values().flatten().collect(),
        enums: enums.into_values().collect(),
        attributes: attributes::attributes(&schema, renames)?,
    })
}

struct Lowering<'a> {
    schema: &'a Schema<'a>,
    paths: &'a Paths,
    root_name: String,
    renames: &'a mut Renames,
    /// By name; `None` while its properties are being looked at.
    structs: BTreeMap<String, Option<Struct>>,
    enums: BTreeMap<String, Enum>,
    /// Where each name comes from, and the schema there, to tell a collision from the same thing met twice.
    sources: BTreeMap<String, (String, &'a Value)>,
    /// The types of definitions that have been looked at; `None` while they are.
    known: BTreeMap<String, Option<Type>>,
}

impl<'a> Lowering<'a> {
    /// The properties that can be set of the object `schema`, whose type is `owner`.
    fn properties(&mut self, schema: &'a Value, owner: &str) -> Result<Vec<Property>> {
        let required = self.schema.required(schema)?;
        let mut properties = Vec::new();
        let mut methods: BTreeMap<String, &str> = BTreeMap::new();
        for (name, schemas) in self.schema.properties(schema)? {
            if self.paths.flags(&schemas).read_only {
                continue;
            }
            let method = match self.renames.property(self.schema.type_name, owner, name) {
                Some(method) => method,
                None => naming::ident(&naming::snake(name)),
            };
            if let Some(other) = methods.insert(method.clone(), name) {
                bail!(
                    "{}: the properties `{other}` and `{name}` of {owner} would both be set by `{method}`; \
                     name one in xtask/src/patches/names.rs",
                    self.schema.type_name
                );
            }
            if RESERVED.contains(&method.as_str()) {
                bail!(
                    "{}: the property `{name}` of {owner} cannot be set by `{method}`, which every type has; \
                     name it in xtask/src/patches/names.rs",
                    self.schema.type_name
                );
            }
            let inner = self.inner_name(owner, name);
            let source = if owner == self.root_name { name.to_owned() } else { format!("{owner}.{name}") };
            let kind = self.any_of(&schemas, &inner, &source)?;
            properties.push(Property {
                name: name.to_owned(),
                method,
                kind,
                required: required.contains(name),
                facts: facts::property(self.schema, self.paths.flags(&schemas), &schemas)?,
            });
        }
        Ok(properties)
    }

    /// What a type is called that has no name but its place: the resource's properties name theirs alone,
    /// others together with their owner, whose name is not said twice.
    fn inner_name(&self, owner: &str, property: &str) -> String {
        let name = naming::type_name(property);
        if owner == self.root_name || name.starts_with(owner) { name } else { format!("{owner}{name}") }
    }

    /// The one type of several schemas; any JSON where they differ.
    fn any_of(&mut self, schemas: &[&'a Value], name: &str, source: &str) -> Result<Type> {
        let mut kinds: Vec<Type> = Vec::new();
        for schema in schemas {
            let kind = self.type_of(schema, name, source)?;
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        match <[Type; 1]>::try_from(kinds) {
            Ok([kind]) => Ok(kind),
            Err(_) => Ok(Type::Json),
        }
    }

    /// The type of a schema. `name` is what a type of its own is called, unless a definition names it.
    fn type_of(&mut self, schema: &'a Value, name: &str, source: &str) -> Result<Type> {
        if let Some(definition) = self.schema.definition_name(schema) {
            return self.definition(definition, schema);
        }
        self.described(self.schema.follow(schema)?, name, source)
    }

    fn definition(&mut self, definition: &'a str, schema: &'a Value) -> Result<Type> {
        let name = self.name(&naming::type_name(definition));
        match self.known.get(definition) {
            Some(Some(kind)) => return Ok(kind.clone()),
            // A definition that leads back to itself. A struct may hold its own kind; a list of itself is JSON.
            Some(None) if self.structs.contains_key(&name) => return Ok(Type::Named(name)),
            Some(None) => return Ok(Type::Json),
            None => {}
        }
        self.known.insert(definition.to_owned(), None);
        let target = &self.schema.root["definitions"][definition];
        if target.is_null() {
            self.schema.follow(schema)?;
        }
        let kind = match self.schema.definition_name(target) {
            Some(other) => self.definition(other, target)?,
            None => self.described(target, &name, definition)?,
        };
        self.known.insert(definition.to_owned(), Some(kind.clone()));
        Ok(kind)
    }

    fn described(&mut self, schema: &'a Value, name: &str, source: &str) -> Result<Type> {
        let kinds = self.schema.kinds(schema)?;
        let numbers = BTreeSet::from([Kind::Integer, Kind::Number]);
        match kinds.iter().collect::<Vec<_>>()[..] {
            [Kind::Boolean] => Ok(Type::Boolean),
            [Kind::Integer] => Ok(Type::Integer),
            [Kind::Number] => Ok(Type::Number),
            [Kind::Integer, Kind::Number] if kinds == numbers => Ok(Type::Number),
            [Kind::String] => self.string(schema, name, source),
            [Kind::Array] => {
                let items = self.schema.items(schema)?;
                Ok(Type::List(Box::new(self.any_of(&items, name, source)?)))
            }
            [Kind::Object] => self.object(schema, name, source),
            _ => Ok(Type::Json),
        }
    }

    fn string(&mut self, schema: &'a Value, name: &str, source: &str) -> Result<Type> {
        let Some(choices) = self.schema.choices(schema)? else { return Ok(Type::String) };
        let name = self.name(name);
        let Some(variants) = enums::variants(&choices) else { return Ok(Type::String) };
        self.claim(&name, source, schema)?;
        self.enums.entry(name.clone()).or_insert_with(|| Enum {
            docs: vec![format!("The values of `{source}`, a closed set.")],
            name: name.clone(),
            variants,
        });
        Ok(Type::Named(name))
    }

    fn object(&mut self, schema: &'a Value, name: &str, source: &str) -> Result<Type> {
        if self.schema.properties(schema)?.is_empty() {
            let values = self.schema.map_values(schema)?;
            return Ok(if values.is_empty() {
                Type::Json
            } else {
                Type::Map(Box::new(self.any_of(&values, name, source)?))
            });
        }
        let name = self.name(name);
        self.claim(&name, source, schema)?;
        let is_definition =
            self.schema.root["definitions"].get(source).is_some_and(|found| std::ptr::eq(found, schema));
        self.structs.insert(name.clone(), None);
        let properties = self.properties(schema, &name)?;
        let docs = if is_definition {
            vec![
                format!("`{source}` of `{}`.", self.schema.type_name),
                links::property_type(self.schema.type_name, source),
            ]
        } else {
            vec![format!("`{source}` of `{}`.", self.schema.type_name), links::resource(self.schema.type_name)]
        };
        self.structs.insert(name.clone(), Some(Struct { name: name.clone(), docs, properties }));
        Ok(Type::Named(name))
    }

    /// The name of a type that would be called `name`. One that the module already knows gets `Property` at its end.
    fn name(&mut self, name: &str) -> String {
        if let Some(name) = self.renames.type_name(self.schema.type_name, name) {
            name
        } else if name == self.root_name || KNOWN.contains(&name) || emit::IMPORTS.contains(&name) {
            format!("{name}Property")
        } else {
            name.to_owned()
        }
    }

    /// Takes a name for the type of `source`, unless it stands for something else.
    fn claim(&mut self, name: &str, source: &str, schema: &'a Value) -> Result<()> {
        if let Some((other, _)) = self.sources.get(name).filter(|(_, known)| *known != schema) {
            bail!(
                "{}: `{source}` and `{other}` would both be called `{name}`; name one in xtask/src/patches/names.rs",
                self.schema.type_name
            );
        }
        self.sources.insert(name.to_owned(), (source.to_owned(), schema));
        Ok(())
    }
}

/// Names that every file knows without importing them.
const KNOWN: &[&str] = &["Into", "Self", "String"];

/// Names that every type has as a method already.
const RESERVED: &[&str] =
    &["as_map", "as_map_mut", "clone", "from_map", "into_map", "into_resource", "into_value", "new", "set"];

/// How the resource takes tags: where its schema says so, and in one of the two common forms.
fn tagging(schema: &Schema) -> Result<Tagging> {
    let pointer = schema.root["tagging"]["tagProperty"].as_str().unwrap_or("/properties/Tags");
    let off = schema.root["tagging"]["taggable"] == false || schema.root["taggable"] == false;
    let Some(name) = pointer.strip_prefix("/properties/").filter(|name| !off && !name.contains('/')) else {
        return Ok(Tagging::None);
    };
    let property = &schema.root["properties"][name];
    if property.is_null() {
        return Ok(Tagging::None);
    }
    let kinds: Vec<Kind> = schema.kinds(property)?.into_iter().collect();
    Ok(match kinds[..] {
        [Kind::Object, ..] => Tagging::Map(name.to_owned()),
        [Kind::Array] => match schema.items(property)?[..] {
            [item] => {
                let keys: BTreeSet<&str> = schema.properties(item)?.into_iter().map(|(name, _)| name).collect();
                let required = schema.required(item)?;
                let pair = BTreeSet::from(["Key", "Value"]);
                if pair.is_subset(&keys) && required.is_subset(&pair) {
                    Tagging::List(name.to_owned())
                } else {
                    Tagging::None
                }
            }
            _ => Tagging::None,
        },
        _ => Tagging::None,
    })
}
