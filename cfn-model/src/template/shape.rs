//! What every template looks like: the sections, and the outer form of what is in them.
//!
//! Only what no template can do without is asked for here. Where macros of others work on the template
//! (`Transform`), they may bring sections and attributes of their own, and fill in what is missing.

use super::Section;
use crate::parse::{Document, Places};
use crate::{Diagnostic, Function, Map, Value};

/// What stands beside the properties of a resource.
const ATTRIBUTES: [&str; 10] = [
    "Type",
    "Properties",
    "DependsOn",
    "Condition",
    "DeletionPolicy",
    "UpdateReplacePolicy",
    "CreationPolicy",
    "UpdatePolicy",
    "Metadata",
    "Version",
];

/// All that is wrong with the outer form of a template.
pub(super) fn check(document: &Document) -> Vec<Diagnostic> {
    let mut check = Check { places: &document.places, problems: Vec::new(), macros: false, sam: false };
    match &document.value {
        Value::Map(map) => check.template(map),
        other => check.problem(&[], "wrong-shape", format!("a template is a map of sections, not {}", other.kind()), {
            "write sections such as `Resources:` with their entries below"
        }),
    }
    check.problems
}

struct Check<'a> {
    places: &'a Places,
    problems: Vec<Diagnostic>,
    /// Whether macros work on the template that do with it what they like.
    macros: bool,
    /// Whether the Serverless Application Model does.
    sam: bool,
}

impl Check<'_> {
    fn template(&mut self, template: &Map) {
        let transforms = transforms(template.get(Section::Transform.name()));
        self.sam = transforms.iter().any(|name| name.starts_with("AWS::Serverless"));
        // Those of AWS are known, but for the one that includes any text.
        let foreign = |name: &&str| !name.starts_with("AWS::") || *name == "AWS::Include";
        self.macros = transforms.iter().any(foreign) || template.contains_key("Fn::Transform");
        for (key, value) in template.iter() {
            let Some(section) = Section::from_name(key) else {
                if !self.macros && !self.is_sams(key) {
                    self.unknown_section(key);
                }
                continue;
            };
            match section {
                Section::FormatVersion | Section::Description if !is_scalar(value) => {
                    self.wrong(&[key], value, "a string", "write it as plain text; functions have no meaning here");
                }
                Section::FormatVersion | Section::Description | Section::Transform => {}
                Section::Metadata => self.map(&[key], value),
                _ => self.entries(section, value),
            }
        }
    }

    /// Whether a section or attribute is one of the Serverless Application Model, which is at work.
    fn is_sams(&self, name: &str) -> bool {
        self.sam && matches!(name, "Globals" | "Connectors" | "IgnoreGlobals")
    }

    fn unknown_section(&mut self, key: &str) {
        let names = Section::ALL.map(Section::name);
        let help = match names.iter().find(|name| name.eq_ignore_ascii_case(key)) {
            Some(name) => format!("write `{name}`"),
            None => format!("the sections are {}", names.join(", ")),
        };
        self.problem(&[key], "unknown-section", format!("a template has no section `{key}`"), help);
    }

    fn entries(&mut self, section: Section, value: &Value) {
        let name = section.name();
        let Some(entries) = value.as_map() else {
            if !is_macro(value) {
                self.wrong(&[name], value, "a map", "write the entries below, each under its name");
            }
            return;
        };
        for (id, entry) in entries.iter() {
            let path = [name, id];
            match section {
                _ if id.starts_with("Fn::") || is_macro(entry) => {}
                // A condition is a function, and what it is called by is all that is known here.
                Section::Conditions if entry.as_intrinsic().is_some() => {}
                Section::Conditions => self.wrong(&path, entry, "a condition function", "write one, such as !Equals"),
                Section::Resources => self.resource(&path, entry),
                Section::Parameters => self.needs(&path, entry, "Type", "a parameter"),
                Section::Outputs => self.needs(&path, entry, "Value", "an output"),
                Section::Rules => self.needs(&path, entry, "Assertions", "a rule"),
                Section::Mappings => self.mapping(&path, entry),
                _ => self.map(&path, entry),
            }
        }
    }

    fn resource(&mut self, path: &[&str; 2], resource: &Value) {
        let [section, id] = *path;
        self.needs(path, resource, "Type", "a resource");
        // What a tool of its own makes of the type may know other attributes.
        let known = resource.at("Type").is_none_or(|type_name| !is_macro(type_name)) && !self.macros;
        for (name, value) in resource.as_map().into_iter().flat_map(Map::iter) {
            let path = [section, id, name];
            match name {
                "Type" if value.as_str().is_none() && !is_macro(value) => {
                    self.wrong(&path, value, "a string", "write it as plain text")
                }
                "Properties" if !is_macro(value) => self.map(&path, value),
                _ if !known || self.is_sams(name) || ATTRIBUTES.contains(&name) || name.starts_with("Fn::") => {}
                _ => self.problem(
                    &path,
                    "unknown-attribute",
                    format!("a resource has no attribute `{name}`"),
                    format!(
                        "if it is a property, indent it below `Properties`; the attributes are {}",
                        ATTRIBUTES.join(", ")
                    ),
                ),
            }
        }
    }

    fn mapping(&mut self, path: &[&str; 2], mapping: &Value) {
        self.map(path, mapping);
        for (key, row) in mapping.as_map().into_iter().flat_map(Map::iter) {
            if !key.starts_with("Fn::") && !is_macro(row) {
                self.map(&[path[0], path[1], key], row);
            }
        }
    }

    /// The value must be a map with that key.
    fn needs(&mut self, path: &[&str; 2], value: &Value, key: &str, what: &str) {
        match value.as_map() {
            None => self.map(path, value),
            Some(_) if self.macros => {}
            Some(map) if map.contains_key(key) || map.iter().any(|(key, _)| key.starts_with("Fn::")) => {}
            Some(_) => {
                let message = format!("`{}` has no `{key}`, which {what} needs", path[1]);
                self.problem(path, "missing-entry", message, format!("add `{key}`"));
            }
        }
    }

    fn map(&mut self, path: &[&str], value: &Value) {
        if value.as_map().is_none() {
            self.wrong(path, value, "a map", "write its entries below, one key and value a line");
        }
    }

    fn wrong(&mut self, path: &[&str], value: &Value, expected: &str, help: &str) {
        let name = path.last().unwrap_or(&"the template");
        self.problem(path, "wrong-shape", format!("`{name}` is {}, not {expected}", value.kind()), help);
    }

    fn problem(&mut self, path: &[&str], code: &'static str, message: impl Into<String>, help: impl Into<String>) {
        let at = self.places.at(path.iter().copied()).map(|place| place.key.unwrap_or(place.value));
        let mut problem = Diagnostic::error(code, message).help(help);
        if let Some(at) = at {
            problem = problem.at(self.places.locate(at));
        }
        self.problems.push(problem);
    }
}

/// The names of the macros of a `Transform` section.
fn transforms(section: Option<&Value>) -> Vec<&str> {
    fn name(value: &Value) -> Option<&str> {
        value.as_str().or_else(|| value.at("Name").or_else(|| value.at("Fn::Transform.Name"))?.as_str())
    }
    match section {
        None => Vec::new(),
        Some(Value::List(several)) => several.iter().filter_map(name).collect(),
        Some(one) => name(one).into_iter().collect(),
    }
}

fn is_scalar(value: &Value) -> bool {
    matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_))
}

/// Whether a macro, or a tool with tags of its own, puts something in the place of this.
fn is_macro(value: &Value) -> bool {
    match value {
        Value::Intrinsic(call) => call.function == Function::Transform,
        Value::Map(map) => map.only().is_some_and(|(key, _)| key.contains("::")),
        _ => false,
    }
}
