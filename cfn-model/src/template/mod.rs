//! [`Template`]: a whole template, as a facade over its map, and the parts it is made of.

mod contents;
mod hook;
mod mapping;
mod output;
mod parameter;
mod policies;
mod read;
mod resource;
pub mod rule;
mod section;
mod shape;

use std::ops::RangeInclusive;

use crate::{Map, Value, emit};

pub use hook::Hook;
pub use mapping::Mapping;
pub use output::Output;
pub use parameter::{AwsType, Parameter, ParameterType};
pub use policies::{CreationPolicy, LambdaAliasUpdate, RollingUpdate, UpdatePolicy};
pub use read::{Parsed, Read};
pub use resource::{DeletionPolicy, Resource, ResourceView, UpdateReplacePolicy};
pub use rule::Rule;
pub use section::Section;

/// Writes the newtype of a part of a template, which names a map as the types of resources do.
macro_rules! part {
    ($(#[$meta:meta])* $name:ident) => {
        crate::generated::properties! { $(#[$meta])* $name }

        impl $name {
            /// One with a first entry.
            #[allow(dead_code, reason = "some parts begin without entries")]
            fn with(name: &'static str, value: impl Into<crate::Value>) -> Self {
                Self(crate::Map::from([(name, value.into())]))
            }

            /// This one with an entry more.
            #[allow(dead_code, reason = "some parts are made of other things")]
            fn put(mut self, name: &'static str, value: impl Into<crate::Value>) -> Self {
                self.0.insert(name, value);
                self
            }
        }

        impl From<$name> for crate::Value {
            fn from(part: $name) -> Self {
                crate::Value::Map(part.0)
            }
        }
    };
}
use part;

/// A CloudFormation template.
///
/// It is a name for its map: sections that nobody here knows are kept, and a template that was read
/// keeps its order. Sections that are added take the place that CloudFormation's documentation
/// gives them, see [`Section`].
///
/// ```
/// use cfn_model::template::{Output, Parameter, Template};
/// use cfn_model::{RawResource, functions};
///
/// let mut template = Template::new();
/// template
///     .parameter("Name", Parameter::string())
///     .resource("Topic", RawResource::new("AWS::SNS::Topic", serde_json::json!({ "TopicName": { "Ref": "Name" } })))
///     .output("Arn", Output::new(functions::reference("Topic")));
/// let read = Template::parse(&template.to_yaml(), "topic.yaml").expect("what is written can be read");
/// assert_eq!(read.template, template);
/// assert_eq!(read.places.location("Resources.Topic.Type").to_string(), "topic.yaml:6:5");
/// ```
///
/// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html>.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Template(Map);

impl Template {
    /// An empty template. CloudFormation wants at least one resource in it.
    pub fn new() -> Self {
        Template::default()
    }

    /// The description: at most 1,024 bytes of text.
    pub fn description(&self) -> Option<&str> {
        self.get(Section::Description)?.as_str()
    }

    /// Sets the description: at most 1,024 bytes of text. Functions have no meaning in it.
    pub fn set_description(&mut self, description: impl Into<String>) {
        *self.slot(Section::Description) = Value::String(description.into());
    }

    /// States the version of the format, `2010-09-09`, which is the only one there is.
    pub fn set_format_version(&mut self) {
        *self.slot(Section::FormatVersion) = Value::from("2010-09-09");
    }

    /// The value of a section, where the template has it.
    pub fn get(&self, section: Section) -> Option<&Value> {
        self.0.get(section.name())
    }

    /// The entries of a section, where the template has it and it is a map.
    pub fn section(&self, section: Section) -> Option<&Map> {
        self.get(section)?.as_map()
    }

    /// The entries of a section, to be changed. It is put in its place where it is not there, or is no map.
    pub fn section_mut(&mut self, section: Section) -> &mut Map {
        let slot = self.slot(section);
        if slot.as_map().is_none() {
            *slot = Value::Map(Map::new());
        }
        match slot {
            Value::Map(map) => map,
            _ => unreachable!("the slot was just made a map"),
        }
    }

    /// Sets a section that is no map of entries, such as `Transform`; it is put in its place where it is not there.
    pub fn set(&mut self, section: Section, value: impl Into<Value>) {
        *self.slot(section) = value.into();
    }

    /// The value of a section, to be set; an empty map where the section is new.
    fn slot(&mut self, section: Section) -> &mut Value {
        let name = section.name();
        if !self.0.contains_key(name) {
            let later = |key: &str| Section::from_name(key).is_some_and(|other| other > section);
            let index = self.0.iter().position(|(key, _)| later(key)).unwrap_or(self.0.len());
            self.0.insert_at(index, name, Map::new());
        }
        self.0.entry_map(name)
    }

    /// Takes a section out.
    pub fn remove(&mut self, section: Section) -> Option<Value> {
        self.0.remove(section.name())
    }

    /// The template's map.
    pub fn as_map(&self) -> &Map {
        &self.0
    }

    /// The template's map, to be changed.
    pub fn as_map_mut(&mut self) -> &mut Map {
        &mut self.0
    }

    /// The template as a value.
    pub fn into_value(self) -> Value {
        Value::Map(self.0)
    }

    /// The template as YAML, see [`emit::to_yaml`].
    pub fn to_yaml(&self) -> String {
        emit::map_to_yaml(&self.0, emit::Options::default())
    }

    /// How many bytes its YAML has at least, and at most, which is known without writing it.
    ///
    /// ```
    /// let template = cfn_model::Template::new();
    /// assert!(template.yaml_length().contains(&template.to_yaml().len()));
    /// ```
    pub fn yaml_length(&self) -> RangeInclusive<usize> {
        emit::yaml_length(&self.0)
    }

    /// The template as JSON, see [`emit::to_json`].
    pub fn to_json(&self) -> String {
        emit::map_to_json(&self.0)
    }
}

impl From<Map> for Template {
    fn from(map: Map) -> Self {
        Template(map)
    }
}

impl From<Template> for Value {
    fn from(template: Template) -> Self {
        template.into_value()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_take_their_place() {
        let mut template = Template::new();
        for section in [Section::Outputs, Section::Resources, Section::Parameters, Section::Metadata] {
            template.section_mut(section).insert("A", 1);
        }
        template.set_description("d");
        template.set_format_version();
        let keys: Vec<&str> = template.as_map().iter().map(|(key, _)| key).collect();
        assert_eq!(keys, ["AWSTemplateFormatVersion", "Description", "Metadata", "Parameters", "Resources", "Outputs"]);
        assert_eq!(template.description(), Some("d"));
    }

    #[test]
    fn what_was_there_keeps_its_order() {
        let mut template = Template::from(Map::from([("Outputs", 1), ("Custom", 2), ("Resources", 3)]));
        template.section_mut(Section::Resources).insert("A", 1);
        assert_eq!(template.to_yaml(), "Outputs: 1\nCustom: 2\nResources:\n  A: 1\n");
    }
}
