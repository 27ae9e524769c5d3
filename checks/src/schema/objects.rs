//! What schemas say about maps: which keys, which together, how many.

use std::sync::OnceLock;

use super::compiled::{Link, Schema};
use super::evaluate::Validator;
use super::report;
use super::scenarios::{Entry, Object};
use crate::data::Node;
use crate::pattern::Pattern;

/// What a schema says about maps.
#[derive(Default)]
pub(super) struct OfObjects {
    pub(super) properties: Option<Properties>,
    /// Schemas of the properties whose names match patterns.
    pub(super) patterns: Vec<(&'static Pattern, Link)>,
    /// The schema of all other properties.
    pub(super) others: Option<Link>,
    /// The schema of the names.
    pub(super) names: Option<Link>,
    /// The property that cannot be given.
    pub(super) refused: Option<&'static str>,
    pub(super) required: Vec<&'static str>,
    pub(super) required_or: Option<Node>,
    pub(super) required_xor: Option<Node>,
    /// What each of some properties needs: others, or an object that fits a schema.
    pub(super) dependent: Vec<(&'static str, Link)>,
    /// Which others each of some properties excludes.
    pub(super) excluded: Vec<(&'static str, Node)>,
    pub(super) most: Option<usize>,
    pub(super) least: Option<usize>,
}

/// The properties that a schema names, with their schemas.
pub(super) struct Properties {
    root: Node,
    nodes: Node,
    schemas: Box<[OnceLock<&'static Schema>]>,
}

impl Properties {
    pub(super) fn new(root: Node, nodes: Node) -> Self {
        Properties { root, nodes, schemas: (0..nodes.len()).map(|_| OnceLock::new()).collect() }
    }

    fn get(&self, name: &str) -> Option<&'static Schema> {
        let (index, node) = self.nodes.position(name)?;
        Some(self.schemas[index].get_or_init(|| Schema::within(self.root, node)))
    }

    fn names(&self) -> impl Iterator<Item = &'static str> {
        self.nodes.entries().map(|(name, _)| name)
    }
}

impl<'a> Validator<'_, 'a> {
    pub(super) fn object(&mut self, schema: &'static Schema, object: &Object<'a>) {
        let Some(said) = &schema.of_objects else {
            self.unknown |= object.open;
            return;
        };
        self.entries(said, object);
        self.required(said, object);
        self.together(said, object);
        self.count(said, object);
    }

    fn entries(&mut self, said: &'static OfObjects, object: &Object<'a>) {
        let others = said.others.as_ref();
        if said.properties.is_none() && said.patterns.is_empty() && others.is_none() && said.names.is_none() {
            return;
        }
        for entry in &object.entries {
            let mut known = false;
            if let Some(names) = &said.names {
                self.key(names, entry.key);
            }
            if let Some(property) = said.properties.as_ref().and_then(|properties| properties.get(entry.key)) {
                known = true;
                if property.always == Some(false) {
                    self.refuse(entry.key);
                    continue;
                }
                self.entry(entry, |validator| validator.value(property, entry.value, &object.env));
            }
            for (pattern, property) in &said.patterns {
                if pattern.matches(entry.key) != Some(false) {
                    known = true;
                    self.entry(entry, |validator| validator.value(property.schema(), entry.value, &object.env));
                }
            }
            match others.filter(|_| !known).map(Link::schema) {
                Some(others) if others.always == Some(false) => {
                    self.path.push(entry.key);
                    self.unknown_property(entry.key, said);
                    self.path.pop();
                }
                Some(others) => {
                    self.entry(entry, |validator| validator.value(others, entry.value, &object.env));
                }
                None => {}
            }
        }
    }

    /// Reports at the key of an entry, whichever of its branches counts.
    fn report_at(&mut self, key: &'a str, check: &'static crate::Check, message: String, help: String) {
        self.path.push(key);
        self.report(check, message, Some(help));
        self.path.pop();
    }

    /// Runs `apply` with the path of an entry.
    fn entry(&mut self, entry: &Entry<'a>, apply: impl FnOnce(&mut Self)) {
        let depth = self.path.len();
        self.path.push(entry.key);
        for branch in &entry.branches {
            self.path.push("Fn::If");
            self.path.push(*branch);
        }
        apply(self);
        self.path.truncate(depth);
    }

    /// Applies the schema of a map's keys.
    fn key(&mut self, names: &'static Link, key: &'a str) {
        self.path.push(key);
        self.name(names.schema(), key);
        let refused = |refused: Node| refused.get("enum").is_some_and(|values| values.holds(key));
        if names.node.get("not").is_some_and(refused) {
            self.report(&report::UNKNOWN_PROPERTY, format!("`{key}` cannot be given"), Some("leave it out".to_owned()));
        }
        self.path.pop();
    }

    fn refuse(&mut self, key: &'a str) {
        let message = format!("`{key}` cannot be given");
        self.report_at(key, &report::UNKNOWN_PROPERTY, message, format!("leave `{key}` out"));
    }

    fn unknown_property(&mut self, key: &str, said: &OfObjects) {
        if self.is_enough() {
            return;
        }
        let names = || said.properties.iter().flat_map(Properties::names);
        if let Some((pattern, _)) = said.patterns.first().filter(|_| names().next().is_none()) {
            let message = format!("the key `{key}` does not match `{}`", pattern.text);
            return self.report(&report::UNKNOWN_PROPERTY, message, None);
        }
        let help = match cfn_model::nearest(key, names()) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None if names().next().is_none() => "leave it out; nothing can be set here".to_owned(),
            None => format!("allowed are {}", report::list(names())),
        };
        self.report(&report::UNKNOWN_PROPERTY, format!("there is no property `{key}` here"), Some(help));
    }

    fn required(&mut self, said: &OfObjects, object: &Object<'a>) {
        if let Some(entry) = said.refused.and_then(|name| object.get(name)) {
            self.refuse(entry.key);
        }
        if object.open {
            self.unknown = true;
            return;
        }
        let when = |validator: &Self| validator.context.conditions.describe(&object.env, &validator.outer);
        for name in said.required.iter().filter(|name| !object.contains(name)) {
            if self.is_enough() {
                return;
            }
            let message = format!("the required property `{name}` is missing{}", when(self));
            self.report(&report::MISSING_PROPERTY, message, Some("add it".to_owned()));
        }
        let present = |names: Node| names.strings().filter(|name| object.contains(name)).count();
        if let Some(names) = said.required_or.filter(|names| present(*names) == 0) {
            let message = format!("at least one of {} is needed{}", report::list(names.strings()), when(self));
            self.report(&report::ONE_OF_SEVERAL, message, Some("add one of them".to_owned()));
        }
        if let Some(names) = said.required_xor.filter(|names| present(*names) != 1) {
            let message = format!("exactly one of {} is needed{}", report::list(names.strings()), when(self));
            if present(names) == 0 {
                return self.report(&report::EXACTLY_ONE, message, Some("add one of them".to_owned()));
            }
            let given = || names.strings().filter_map(|name| object.get(name)).map(|entry| entry.key);
            for key in given() {
                let help = format!("keep one of {}", report::list(given()));
                self.report_at(key, &report::EXACTLY_ONE, message.clone(), help);
            }
        }
    }

    /// Properties that need or exclude each other.
    fn together(&mut self, said: &'static OfObjects, object: &Object<'a>) {
        for (name, others) in &said.dependent {
            if object.open || !object.contains(name) {
                continue;
            }
            if others.node.is_map() {
                self.object_again(others.schema(), object);
            }
            for missing in others.node.strings().filter(|other| !object.contains(other)) {
                let message = format!("`{name}` is only allowed together with `{missing}`");
                self.report(&report::NEEDS_ANOTHER, message, Some(format!("add `{missing}`, or leave `{name}` out")));
            }
        }
        for (name, others) in &said.excluded {
            if !object.contains(name) {
                continue;
            }
            for entry in others.strings().filter_map(|other| object.get(other)) {
                let message = format!("`{}` and `{name}` exclude each other", entry.key);
                let help = format!("keep `{name}` or `{}`", entry.key);
                self.report_at(entry.key, &report::EXCLUDES_ANOTHER, message, help);
            }
        }
    }

    fn count(&mut self, said: &OfObjects, object: &Object<'a>) {
        let count = object.entries.len();
        if let Some(most) = said.most.filter(|most| count > *most) {
            self.report(&report::TOO_MANY, format!("there are {count} entries, at most {most} are allowed"), None);
        }
        if let Some(least) = said.least.filter(|least| count < *least && !object.open) {
            self.report(&report::TOO_FEW, format!("there are {count} entries, at least {least} are needed"), None);
        }
    }
}
