//! What a template has in it, by logical id.
#![expect(clippy::result_large_err, reason = "problems are rare, and people read them")]

use super::{Hook, Mapping, Output, Parameter, Resource, ResourceView, Rule, Section, Template};
use crate::{Condition, Diagnostic, Key, Map, ResourceType, Value};

/// Keys of this kind are loops, which become entries when the template is processed.
const LOOP: &str = "Fn::ForEach::";

/// A macro beside entries, which puts its own in its place.
const TRANSFORM: &str = "Fn::Transform";

impl Template {
    /// Puts a resource under a logical id.
    pub fn resource(&mut self, id: impl Into<Key>, resource: impl Into<Resource>) -> &mut Self {
        self.entry(Section::Resources, id, resource.into())
    }

    /// Puts a parameter under a logical id.
    pub fn parameter(&mut self, id: impl Into<Key>, parameter: Parameter) -> &mut Self {
        self.entry(Section::Parameters, id, parameter)
    }

    /// Puts a rule under a name.
    pub fn rule(&mut self, id: impl Into<Key>, rule: Rule) -> &mut Self {
        self.entry(Section::Rules, id, rule)
    }

    /// Puts a mapping under a name.
    pub fn mapping(&mut self, id: impl Into<Key>, mapping: Mapping) -> &mut Self {
        self.entry(Section::Mappings, id, mapping)
    }

    /// Puts a condition under a name.
    pub fn condition(&mut self, id: impl Into<Key>, condition: Condition) -> &mut Self {
        self.entry(Section::Conditions, id, condition)
    }

    /// Puts an output under a logical id.
    pub fn output(&mut self, id: impl Into<Key>, output: impl Into<Output>) -> &mut Self {
        self.entry(Section::Outputs, id, output.into())
    }

    /// Puts a hook under a logical id.
    pub fn hook(&mut self, id: impl Into<Key>, hook: Hook) -> &mut Self {
        self.entry(Section::Hooks, id, hook)
    }

    fn entry(&mut self, section: Section, id: impl Into<Key>, value: impl Into<Value>) -> &mut Self {
        self.section_mut(section).insert(id, value);
        self
    }

    /// The entries of a section that are what they look like: maps, without loops and macros.
    pub fn entries(&self, section: Section) -> impl Iterator<Item = (&str, &Map)> {
        let entries = self.section(section).into_iter().flat_map(Map::iter);
        entries
            .filter(|(id, _)| !id.starts_with(LOOP) && *id != TRANSFORM)
            .filter_map(|(id, value)| Some((id, value.as_map()?)))
    }

    /// The resources, without those that loops and macros make.
    pub fn resources(&self) -> impl Iterator<Item = (&str, ResourceView<'_>)> {
        self.entries(Section::Resources).map(|(id, map)| (id, ResourceView(map)))
    }

    /// The resource with that logical id.
    pub fn get_resource(&self, id: &str) -> Option<ResourceView<'_>> {
        self.section(Section::Resources)?.get(id)?.as_map().map(ResourceView)
    }

    /// The properties of a resource as their type, to be read. A resource without any has an empty map.
    ///
    /// # Errors
    /// There is no such resource, or it is of another type, or its properties are no map.
    pub fn resource_as<T: ResourceType>(&self, id: &str) -> Result<T, Diagnostic> {
        let resource = self.get_resource(id).ok_or_else(|| no_resource(id, self.section(Section::Resources)))?;
        check_type::<T>(id, resource)?;
        Ok(T::from_map(resource.properties().cloned().unwrap_or_default()))
    }

    /// Changes the properties of a resource by their type; everything else stays as it is.
    ///
    /// # Errors
    /// There is no such resource, or it is of another type, or its properties are no map.
    pub fn modify<T: ResourceType>(&mut self, id: &str, change: impl FnOnce(T) -> T) -> Result<(), Diagnostic> {
        let resource = self.get_resource(id).ok_or_else(|| no_resource(id, self.section(Section::Resources)))?;
        check_type::<T>(id, resource)?;
        if let Some(Value::Map(resource)) = self.section_mut(Section::Resources).get_mut(id)
            && let Value::Map(properties) = resource.entry_map("Properties")
        {
            *properties = change(T::from_map(std::mem::take(properties))).into_map();
        }
        Ok(())
    }
}

fn no_resource(id: &str, resources: Option<&Map>) -> Diagnostic {
    let mut ids: Vec<&str> = resources.into_iter().flat_map(Map::iter).map(|(id, _)| id).collect();
    let more = if ids.len() > 10 { " and others" } else { "" };
    ids.truncate(10);
    Diagnostic::error("no-resource", format!("the template has no resource `{id}`"))
        .help(format!("it has {}{more}", if ids.is_empty() { "none".to_owned() } else { ids.join(", ") }))
}

fn check_type<T: ResourceType>(id: &str, resource: ResourceView<'_>) -> Result<(), Diagnostic> {
    let found = resource.type_name().unwrap_or("nothing");
    if found != T::TYPE {
        let message = format!("the resource `{id}` is of type {found}, not {}", T::TYPE);
        return Err(Diagnostic::error("wrong-type", message).construct(id).help("ask for it by its own type"));
    }
    match resource.attribute("Properties") {
        None | Some(Value::Map(_)) => Ok(()),
        Some(other) => {
            let message = format!("the properties of `{id}` are {}, not a map", other.kind());
            Err(Diagnostic::error("wrong-shape", message)
                .construct(id)
                .property("Properties")
                .help("write them as a map"))
        }
    }
}
