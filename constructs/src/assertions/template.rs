//! [`TemplateAssertions`]: what a template has.

use cfn_model::template::{Section, Template};
use cfn_model::{Map, Value, nearest};

use super::Pattern;
use super::differences::{Difference, Kept, compare};

/// What can be asserted of a template. Each assertion panics where it does not hold, at the line of the test.
#[derive(Clone, Copy, Debug)]
pub struct TemplateAssertions<'a> {
    template: &'a Template,
}

impl<'a> TemplateAssertions<'a> {
    /// Assertions on a template, wherever it is from.
    pub fn new(template: &'a Template) -> Self {
        TemplateAssertions { template }
    }

    /// The template itself.
    pub fn template(self) -> &'a Template {
        self.template
    }

    /// There are just so many resources of the type.
    #[track_caller]
    pub fn resource_count(self, type_name: &str, count: usize) {
        let found: Vec<&str> = self.of_type(type_name).map(|(id, _)| id).collect();
        assert!(found.len() == count, "{} of {type_name}, not {count}: {}", found.len(), found.join(", "));
    }

    /// A resource of the type has such properties. Gives its logical id.
    #[track_caller]
    pub fn has_resource(self, type_name: &str, properties: impl Into<Pattern>) -> &'a str {
        self.has_definition(type_name, super::object().with("Properties", properties))
    }

    /// A resource of the type is as a whole like this, such as with its `DeletionPolicy`. Gives its logical id.
    #[track_caller]
    pub fn has_definition(self, type_name: &str, definition: impl Into<Pattern>) -> &'a str {
        let definition = definition.into();
        let mut nearest: Option<(&str, Vec<Difference>)> = None;
        for (id, resource) in self.of_type(type_name) {
            match compare(&definition, Some(resource)) {
                Ok(kept) => return keep(kept, id),
                Err(differences) => {
                    if nearest.as_ref().is_none_or(|(_, least)| differences.len() < least.len()) {
                        nearest = Some((id, differences));
                    }
                }
            }
        }
        match nearest {
            Some((id, differences)) => {
                let count = self.of_type(type_name).count();
                panic!(
                    "no {type_name} is like that, of {count}; the nearest is {id}, which differs in\n{}",
                    list(&differences)
                )
            }
            None => panic!("there is no {type_name}{}", self.did_you_mean(type_name)),
        }
    }

    /// Every resource of the type has such properties, and there is one at least.
    #[track_caller]
    pub fn all_resources(self, type_name: &str, properties: impl Into<Pattern>) {
        let pattern = super::object().with("Properties", properties);
        assert!(self.of_type(type_name).next().is_some(), "there is no {type_name}{}", self.did_you_mean(type_name));
        let mut text = String::new();
        for (id, resource) in self.of_type(type_name) {
            match compare(&pattern, Some(resource)) {
                Ok(kept) => _ = keep(kept, id),
                Err(differences) => text.push_str(&format!("\n  {id}\n{}", list(&differences))),
            }
        }
        assert!(text.is_empty(), "not every {type_name} is like that:{text}");
    }

    /// No resource of the type has such properties.
    #[track_caller]
    pub fn has_no_resource(self, type_name: &str, properties: impl Into<Pattern>) {
        let found: Vec<&str> = self.find(type_name, properties).map(|(id, _)| id).collect();
        assert!(found.is_empty(), "{type_name} is like that: {}", found.join(", "));
    }

    /// The resources of the type with such properties: their logical ids and definitions.
    pub fn find(self, type_name: &str, properties: impl Into<Pattern>) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let pattern = super::object().with("Properties", properties);
        self.of_type(type_name).filter(move |(_, resource)| compare(&pattern, Some(resource)).is_ok())
    }

    /// The output of that name is like this.
    #[track_caller]
    pub fn has_output(self, id: &str, output: impl Into<Pattern>) {
        self.has_entry(Section::Outputs, id, &output.into());
    }

    /// The parameter of that name is like this.
    #[track_caller]
    pub fn has_parameter(self, id: &str, parameter: impl Into<Pattern>) {
        self.has_entry(Section::Parameters, id, &parameter.into());
    }

    /// What stands at the path, such as `Resources.Topic.Properties.KmsMasterKeyId`, is like this.
    #[track_caller]
    pub fn has_at(self, path: &str, pattern: impl Into<Pattern>) {
        let value = Value::Map(self.template.as_map().clone());
        match compare(&pattern.into(), value.at(path)) {
            Ok(kept) => keep(kept, ()),
            Err(differences) => panic!("{path} differs in\n{}", list(&differences)),
        }
    }

    #[track_caller]
    fn has_entry(self, section: Section, id: &str, pattern: &Pattern) {
        let entries = self.template.section(section);
        match compare(pattern, entries.and_then(|entries| entries.get(id))) {
            Ok(kept) => keep(kept, ()),
            Err(differences) => {
                let present: Vec<&str> = entries.into_iter().flat_map(Map::iter).map(|(id, _)| id).collect();
                let present = present.join(", ");
                panic!("`{id}` differs in\n{}\n  {} has: {present}", list(&differences), section.name())
            }
        }
    }

    fn of_type(self, type_name: &str) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let resources = self.template.section(Section::Resources).into_iter().flat_map(Map::iter);
        resources.filter(move |(_, resource)| resource.at("Type").and_then(Value::as_str) == Some(type_name))
    }

    fn did_you_mean(self, type_name: &str) -> String {
        let resources = self.template.section(Section::Resources).into_iter().flat_map(Map::values);
        let mut types: Vec<&str> = resources.filter_map(|resource| resource.at("Type")?.as_str()).collect();
        types.sort_unstable();
        types.dedup();
        match nearest(type_name, types.iter().copied()) {
            Some(near) => format!("; did you mean {near}?"),
            None => format!("; the types are {}", types.join(", ")),
        }
    }
}

fn keep<T>(kept: Kept, result: T) -> T {
    kept.into_iter().for_each(|(capture, value)| capture.keep(value));
    result
}

fn list(differences: &[Difference]) -> String {
    differences.iter().map(|difference| format!("    {difference}")).collect::<Vec<_>>().join("\n")
}
