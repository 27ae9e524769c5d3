//! What schemas say about single values: their type, which of a set, how long, how large.

use std::borrow::Cow;

use cfn_model::Value;

use super::evaluate::Validator;
use super::report;
use crate::data::Node;
use crate::pattern;

impl<'a> Validator<'_, 'a> {
    /// The types a schema names; none where it names none.
    pub(super) fn types(schema: Node) -> impl Iterator<Item = &'static str> {
        let types = schema.get("type");
        types.and_then(Node::as_str).into_iter().chain(types.into_iter().flat_map(Node::strings))
    }

    /// Whether a schema allows values of a type.
    pub(super) fn accepts(&self, schema: Node, wanted: &str) -> bool {
        let mut types = Self::types(schema).peekable();
        types.peek().is_none() || types.any(|name| name == wanted)
    }

    /// Whether the value has the type that the schema asks for; reports it where not.
    pub(super) fn has_type(&mut self, schema: Node, value: &'a Value) -> bool {
        let mut types = Self::types(schema).peekable();
        if types.peek().is_none() || types.any(|name| fits(name, value)) {
            return true;
        }
        let wanted = Self::types(schema).map(report::type_name).collect::<Vec<_>>().join(" or ");
        let given = match value {
            Value::String(text) => format!("the string {}", report::shown(text)),
            Value::Number(number) => format!("the number {number}"),
            Value::Bool(value) => format!("the boolean {value}"),
            other => other.kind().to_owned(),
        };
        self.report(&report::WRONG_TYPE, format!("{given} was given, {wanted} is wanted"), None);
        false
    }

    pub(super) fn scalar(&mut self, schema: Node, value: &'a Value) {
        let Some(text) = text_of(value) else { return };
        if matches!(value, Value::String(text) if text.contains("{{resolve:")) {
            // What a dynamic reference gives is known only at deployment.
            self.unknown = true;
            return;
        }
        let as_text = self.accepts(schema, "string");
        for (keyword, limit) in schema.entries() {
            match keyword {
                "minLength" | "maxLength" | "pattern" if !as_text => {}
                "format" if !matches!(value, Value::String(_)) => {}
                _ => self.keyword(keyword, limit, &text),
            }
        }
    }

    /// Applies a schema to the key of a map.
    pub(super) fn name(&mut self, schema: Node, key: &str) {
        schema.entries().for_each(|(keyword, limit)| self.keyword(keyword, limit, key));
    }

    /// Applies what one keyword says of a single value. Those that are of other values are left alone.
    fn keyword(&mut self, keyword: &str, limit: Node, text: &str) {
        match keyword {
            "const" => self.constant(limit, text),
            "enum" => self.choice(limit, text, same),
            "enumCaseInsensitive" => self.choice(limit, text, |item, text| item.eq_ignore_ascii_case(text)),
            "minLength" | "maxLength" => self.length(keyword, limit, text),
            "pattern" => self.pattern(limit, text),
            "format" => self.format(limit, text),
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
                self.number(keyword, limit, text);
            }
            _ => {}
        }
    }

    fn constant(&mut self, wanted: Node, text: &str) {
        let wanted = wanted.as_text().unwrap_or_default();
        if !same(wanted, text) {
            let message = format!("{} is not allowed, only `{wanted}` is", report::shown(text));
            self.report(&report::NOT_ALLOWED, message, None);
        }
    }

    fn choice(&mut self, allowed: Node, text: &str, same: fn(&str, &str) -> bool) {
        if allowed.items().filter_map(Node::as_text).any(|item| same(item, text)) {
            return;
        }
        let names = || allowed.items().filter_map(Node::as_text);
        let help = match cfn_model::nearest(text, names()) {
            Some(nearest) => format!("did you mean `{nearest}`? allowed are {}", report::list(names())),
            None => format!("allowed are {}", report::list(names())),
        };
        let message = format!("{} is not one of the allowed values", report::shown(text));
        self.report(&report::NOT_ALLOWED, message, Some(help));
    }

    fn length(&mut self, keyword: &str, limit: Node, text: &str) {
        let Some(limit) = limit.as_usize() else { return };
        let length = text.chars().count();
        let (check, words) = match keyword {
            "minLength" if length < limit => (&report::TOO_SHORT, format!("at least {limit} are needed")),
            "maxLength" if length > limit => (&report::TOO_LONG, format!("at most {limit} are allowed")),
            _ => return,
        };
        self.report(check, format!("{} has {length} characters, {words}", report::shown(text)), None);
    }

    fn pattern(&mut self, wanted: Node, text: &str) {
        let Some(wanted) = wanted.as_str() else { return };
        if pattern::matches(wanted, text) == Some(false) {
            let message = format!("{} does not match `{wanted}`", report::shown(text));
            self.report(&report::WRONG_PATTERN, message, None);
        }
    }

    fn number(&mut self, keyword: &str, limit: Node, text: &str) {
        let (Ok(number), Some(limit)) = (text.parse::<f64>(), limit.as_f64()) else { return };
        let (outside, words) = match keyword {
            "minimum" => (number < limit, "at least"),
            "maximum" => (number > limit, "at most"),
            "exclusiveMinimum" => (number <= limit, "more than"),
            "exclusiveMaximum" => (number >= limit, "less than"),
            _ => (limit > 0.0 && (number / limit).fract() != 0.0, "a multiple of"),
        };
        if outside {
            let message = format!("{text} is out of range, {words} {limit} is allowed");
            self.report(&report::OUT_OF_RANGE, message, None);
        }
    }
}

/// A single value as text.
pub(crate) fn text_of(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        Value::Bool(value) => Some(Cow::Borrowed(if *value { "true" } else { "false" })),
        _ => None,
    }
}

/// The texts that CloudFormation takes for booleans.
const BOOLEANS: &[&str] = &["true", "True", "TRUE", "false", "False", "FALSE"];

/// Whether two single values are the same to CloudFormation.
fn same(one: &str, other: &str) -> bool {
    one == other || BOOLEANS.contains(&one) && one.eq_ignore_ascii_case(other)
}

/// Whether CloudFormation takes the value for one of the type: it turns single values into each other where their text allows it.
fn fits(type_name: &str, value: &Value) -> bool {
    match (type_name, value) {
        ("object", Value::Map(_)) | ("array", Value::List(_)) | ("null", Value::Null) => true,
        ("string", Value::String(_) | Value::Number(_) | Value::Bool(_)) => true,
        ("boolean", Value::Bool(_)) => true,
        ("boolean", Value::String(text)) => BOOLEANS.contains(&text.as_str()),
        ("integer", Value::Number(number)) => number.as_f64().is_none_or(|number| number.fract() == 0.0),
        ("number", Value::Number(_)) => true,
        ("integer", Value::String(text)) => text.trim().parse::<i64>().is_ok() || is_dynamic(text),
        ("number", Value::String(text)) => text.trim().parse::<f64>().is_ok() || is_dynamic(text),
        _ => false,
    }
}

fn is_dynamic(text: &str) -> bool {
    text.contains("{{resolve:")
}
