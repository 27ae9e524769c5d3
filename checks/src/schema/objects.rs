//! What schemas say about maps: which keys, which together, how many.

use super::evaluate::Validator;
use super::scenarios::{Entry, Object};
use super::{combinations, report};
use crate::data::Node;
use crate::pattern;

impl<'a> Validator<'_, 'a> {
    pub(super) fn object(&mut self, schema: Node, object: &Object<'a>) {
        self.entries(schema, object);
        self.required(schema, object);
        self.together(schema, object);
        self.count(schema, object);
    }

    fn entries(&mut self, schema: Node, object: &Object<'a>) {
        let properties = schema.get("properties");
        let patterns = schema.get("patternProperties");
        let others = schema.get("additionalProperties");
        let names = schema.get("propertyNames");
        for entry in &object.entries {
            let mut known = false;
            if let Some(names) = names {
                self.key(names, entry.key);
            }
            if let Some(property) = properties.and_then(|properties| properties.get(entry.key)) {
                known = true;
                if property.as_bool() == Some(false) {
                    self.refuse(entry.key);
                    continue;
                }
                self.entry(entry, |validator| validator.value(property, entry.value, &object.env));
            }
            for (pattern, property) in patterns.into_iter().flat_map(Node::entries) {
                if pattern::matches(pattern, entry.key) != Some(false) {
                    known = true;
                    self.entry(entry, |validator| validator.value(property, entry.value, &object.env));
                }
            }
            match others {
                Some(others) if !known && others.as_bool() == Some(false) => {
                    self.path.push(entry.key);
                    self.unknown_property(entry.key, properties, patterns);
                    self.path.pop();
                }
                Some(others) if !known => {
                    self.entry(entry, |validator| validator.value(others, entry.value, &object.env));
                }
                _ => {}
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
    fn key(&mut self, names: Node, key: &'a str) {
        self.path.push(key);
        self.name(names, key);
        let refused = |refused: Node| refused.get("enum").is_some_and(|values| values.holds(key));
        if names.get("not").is_some_and(refused) {
            self.report(&report::UNKNOWN_PROPERTY, format!("`{key}` cannot be given"), Some("leave it out".to_owned()));
        }
        self.path.pop();
    }

    fn refuse(&mut self, key: &'a str) {
        let message = format!("`{key}` cannot be given");
        self.report_at(key, &report::UNKNOWN_PROPERTY, message, format!("leave `{key}` out"));
    }

    fn unknown_property(&mut self, key: &str, properties: Option<Node>, patterns: Option<Node>) {
        let names = || properties.into_iter().flat_map(Node::entries).map(|(name, _)| name);
        if let Some(pattern) =
            patterns.and_then(|patterns| patterns.entries().next()).filter(|_| names().next().is_none())
        {
            let message = format!("the key `{key}` does not match `{}`", pattern.0);
            return self.report(&report::UNKNOWN_PROPERTY, message, None);
        }
        let help = match cfn_model::nearest(key, names()) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None if names().next().is_none() => "leave it out; nothing can be set here".to_owned(),
            None => format!("allowed are {}", report::list(names())),
        };
        self.report(&report::UNKNOWN_PROPERTY, format!("there is no property `{key}` here"), Some(help));
    }

    fn required(&mut self, schema: Node, object: &Object<'a>) {
        if let Some(name) = schema.get("not").and_then(combinations::excluded)
            && let Some(entry) = object.get(name)
        {
            self.refuse(entry.key);
        }
        if object.open {
            self.unknown = true;
            return;
        }
        let when = self.context.conditions.describe(&object.env, &self.outer);
        let missing: Vec<String> = schema
            .get("required")
            .into_iter()
            .flat_map(Node::strings)
            .filter(|name| !object.contains(name))
            .map(|name| format!("the required property `{name}` is missing{when}"))
            .collect();
        for message in missing {
            self.report(&report::MISSING_PROPERTY, message, Some("add it".to_owned()));
        }
        let present = |names: Node| names.strings().filter(|name| object.contains(name)).count();
        if let Some(names) = schema.get("requiredOr").filter(|names| present(*names) == 0) {
            let message = format!("at least one of {} is needed{when}", report::list(names.strings()));
            self.report(&report::ONE_OF_SEVERAL, message, Some("add one of them".to_owned()));
        }
        if let Some(names) = schema.get("requiredXor").filter(|names| present(*names) != 1) {
            let message = format!("exactly one of {} is needed{when}", report::list(names.strings()));
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
    fn together(&mut self, schema: Node, object: &Object<'a>) {
        let lists = ["dependentRequired", "dependencies"].into_iter().filter_map(|keyword| schema.get(keyword));
        for (name, others) in lists.flat_map(Node::entries) {
            if object.open || !object.contains(name) {
                continue;
            }
            if others.is_map() {
                self.object_again(others, object);
            }
            for missing in others.strings().filter(|other| !object.contains(other)) {
                let message = format!("`{name}` is only allowed together with `{missing}`");
                self.report(&report::NEEDS_ANOTHER, message, Some(format!("add `{missing}`, or leave `{name}` out")));
            }
        }
        for (name, others) in schema.get("dependentExcluded").into_iter().flat_map(Node::entries) {
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

    fn count(&mut self, schema: Node, object: &Object<'a>) {
        let count = object.entries.len();
        if let Some(most) = schema.get("maxProperties").and_then(Node::as_usize).filter(|most| count > *most) {
            self.report(&report::TOO_MANY, format!("there are {count} entries, at most {most} are allowed"), None);
        }
        if let Some(least) =
            schema.get("minProperties").and_then(Node::as_usize).filter(|least| count < *least && !object.open)
        {
            self.report(&report::TOO_FEW, format!("there are {count} entries, at least {least} are needed"), None);
        }
    }
}
