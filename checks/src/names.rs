//! What a name of a template stands for.

use cfn_model::template::Section;
use cfn_model::{Map, Value};

use crate::context::Context;
use crate::path::{Path, Step};

/// The parameters that every template has.
pub(crate) const PSEUDO: &[&str] = &[
    "AWS::AccountId",
    "AWS::NoValue",
    "AWS::NotificationARNs",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
];

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Named<'a> {
    Parameter(&'a Map),
    Pseudo,
    Resource,
    /// Something that the template does not show, as what loops, modules and SAM make.
    Perhaps,
    Nothing,
}

impl<'a> Context<'a> {
    /// What `Ref` would find under a name.
    pub(crate) fn named(&self, name: &str) -> Named<'a> {
        if let Some(parameter) = self.parameter(name) {
            Named::Parameter(parameter)
        } else if PSEUDO.contains(&name) {
            Named::Pseudo
        } else if self.has_entry(Section::Resources, name) {
            Named::Resource
        } else if self.is_made(name) {
            Named::Perhaps
        } else {
            Named::Nothing
        }
    }

    /// Whether a section has an entry of that name.
    pub(crate) fn has_entry(&self, section: Section, name: &str) -> bool {
        self.template.section(section).is_some_and(|entries| entries.contains_key(name))
    }

    /// The names of the entries of a section.
    pub(crate) fn ids(&self, section: Section) -> impl Iterator<Item = &'a str> + use<'a> {
        let entries = self.template.section(section).into_iter().flat_map(Map::iter).map(|(id, _)| id);
        entries.filter(|id| !id.starts_with("Fn::"))
    }

    /// Whether a section may have entries that the template does not show.
    pub(crate) fn is_open(&self, section: Section) -> bool {
        self.template.section(section).is_some_and(|entries| entries.keys().any(|key| key.starts_with("Fn::")))
    }

    /// Whether a loop or a macro of the `Resources` section may make the name.
    fn is_made_by_loop(&self, name: &str) -> bool {
        let entries = self.template.section(Section::Resources).into_iter().flat_map(Map::iter);
        entries.filter(|(key, _)| key.starts_with("Fn::")).any(|(_, body)| loop_makes(body, name))
    }

    /// Whether a resource of that name may be made by a loop, a module or SAM.
    fn is_made(&self, name: &str) -> bool {
        let makes = |type_name: &str| type_name.ends_with("::MODULE") || type_name.starts_with("AWS::Serverless::");
        self.is_made_by_loop(name)
            || name.contains("&{")
            || self.is_serverless() && name.starts_with("Serverless")
            || self.resources.iter().any(|resource| name.starts_with(resource.id) && makes(resource.type_name))
    }
}

/// Whether a loop may make an entry of that name: `[Identifier, [items], {"Name${Identifier}": …}]`.
///
/// Loops over what is not written out, or in each other, may make anything.
fn loop_makes(body: &Value, name: &str) -> bool {
    let Value::List(parts) = body else { return true };
    let [Value::String(identifier), Value::List(items), Value::Map(entries)] = parts.as_slice() else { return true };
    let variable = format!("${{{identifier}}}");
    entries.keys().any(|key| {
        let plain = key.replace(&variable, "");
        if key.starts_with("Fn::") || key.contains("&{") || plain.contains("${") {
            return true;
        }
        items.iter().any(|item| item.as_str().is_none_or(|item| key.replace(&variable, item) == name))
    })
}

/// Whether a place is in the body of a loop, where names are made of the loop's own.
pub(crate) fn in_loop(path: &Path<'_>) -> bool {
    path.steps().iter().any(|step| matches!(step, Step::Key(key) if key.starts_with("Fn::ForEach")))
}

/// Whether a place is in a section that CloudFormation only keeps.
pub(crate) fn is_inert(path: &Path<'_>) -> bool {
    matches!(path.steps().first(), Some(Step::Key("Metadata")))
}
