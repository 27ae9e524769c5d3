//! What schemas say about single values: their type, which of a set, how long, how large.

use std::borrow::Cow;

use cfn_model::Value;

use super::compiled::Schema;
use super::evaluate::Validator;
use super::formats::{self, Format};
use super::report;
use crate::data::Node;
use crate::pattern::Pattern;

/// What one keyword of a schema says about single values.
pub(super) enum OfScalars {
    Constant(&'static str),
    Choice(Node),
    ChoiceOfAnyCase(Node),
    Least(usize),
    Most(usize),
    Pattern(&'static Pattern),
    Format(&'static Format),
    Number(Bound, f64),
}

/// How a number is bounded.
#[derive(Clone, Copy)]
pub(super) enum Bound {
    Minimum,
    Maximum,
    MoreThan,
    LessThan,
    MultipleOf,
}

impl OfScalars {
    /// What a keyword says; `None` for those that are of other values.
    pub(super) fn read(keyword: &str, said: Node) -> Option<Self> {
        let number = |bound| said.as_f64().map(|limit| OfScalars::Number(bound, limit));
        match keyword {
            "const" => Some(OfScalars::Constant(said.as_text().unwrap_or_default())),
            "enum" => Some(OfScalars::Choice(said)),
            "enumCaseInsensitive" => Some(OfScalars::ChoiceOfAnyCase(said)),
            "minLength" => said.as_usize().map(OfScalars::Least),
            "maxLength" => said.as_usize().map(OfScalars::Most),
            "pattern" => said.as_str().map(Pattern::of).map(OfScalars::Pattern),
            "format" => said.as_str().and_then(formats::named).map(OfScalars::Format),
            "minimum" => number(Bound::Minimum),
            "maximum" => number(Bound::Maximum),
            "exclusiveMinimum" => number(Bound::MoreThan),
            "exclusiveMaximum" => number(Bound::LessThan),
            "multipleOf" => number(Bound::MultipleOf),
            _ => None,
        }
    }
}

/// A type that schemas name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Type {
    Object,
    Array,
    String,
    Integer,
    Number,
    Boolean,
    Null,
}

impl Type {
    pub(super) fn named(name: &str) -> Self {
        match name {
            "object" => Type::Object,
            "array" => Type::Array,
            "string" => Type::String,
            "integer" => Type::Integer,
            "number" => Type::Number,
            "boolean" => Type::Boolean,
            _ => Type::Null,
        }
    }

    /// Whether its values are neither maps nor lists.
    pub(super) fn is_single(self) -> bool {
        !matches!(self, Type::Object | Type::Array)
    }

    fn words(self) -> &'static str {
        match self {
            Type::Object => "a map",
            Type::Array => "a list",
            Type::String => "a string",
            Type::Integer => "a whole number",
            Type::Number => "a number",
            Type::Boolean => "a boolean",
            Type::Null => "null",
        }
    }

    /// Whether CloudFormation takes the value for one of the type: it turns single values into each other where
    /// their text allows it.
    fn fits(self, value: &Value) -> bool {
        match (self, value) {
            (Type::Object, Value::Map(_)) | (Type::Array, Value::List(_)) | (Type::Null, Value::Null) => true,
            (Type::String, Value::String(_) | Value::Number(_) | Value::Bool(_)) => true,
            (Type::Boolean, Value::Bool(_)) => true,
            (Type::Boolean, Value::String(text)) => BOOLEANS.contains(&text.as_str()),
            (Type::Integer, Value::Number(number)) => number.as_f64().is_none_or(|number| number.fract() == 0.0),
            (Type::Number, Value::Number(_)) => true,
            (Type::Integer, Value::String(text)) => text.trim().parse::<i64>().is_ok() || is_dynamic(text),
            (Type::Number, Value::String(text)) => text.trim().parse::<f64>().is_ok() || is_dynamic(text),
            _ => false,
        }
    }
}

impl Schema {
    /// Whether values of a type are allowed.
    pub(super) fn accepts(&self, wanted: Type) -> bool {
        self.types.is_empty() || self.types.contains(&wanted)
    }

    /// The types in words.
    pub(super) fn type_words(&self) -> String {
        self.types.iter().map(|kind| kind.words()).collect::<Vec<_>>().join(" or ")
    }
}

impl<'a> Validator<'_, 'a> {
    /// Whether the value has the type that the schema asks for; reports it where not.
    pub(super) fn has_type(&mut self, schema: &Schema, value: &'a Value) -> bool {
        if schema.types.is_empty() || schema.types.iter().any(|kind| kind.fits(value)) {
            return true;
        }
        if self.is_enough() {
            return false;
        }
        let wanted = schema.type_words();
        let given = match value {
            Value::String(text) => format!("the string {}", report::shown(text)),
            Value::Number(number) => format!("the number {number}"),
            Value::Bool(value) => format!("the boolean {value}"),
            other => other.kind().to_owned(),
        };
        self.report(&report::WRONG_TYPE, format!("{given} was given, {wanted} is wanted"), None);
        false
    }

    pub(super) fn scalar(&mut self, schema: &Schema, value: &'a Value) {
        if matches!(value, Value::String(text) if is_dynamic(text)) {
            // What a dynamic reference gives is known only at deployment.
            self.unknown = true;
            return;
        }
        if schema.of_scalars.is_empty() {
            return;
        }
        let Some(text) = text_of(value) else { return };
        let as_text = schema.accepts(Type::String);
        for said in &schema.of_scalars {
            match said {
                OfScalars::Least(_) | OfScalars::Most(_) | OfScalars::Pattern(_) if !as_text => {}
                OfScalars::Format(_) if !matches!(value, Value::String(_)) => {}
                _ => self.keyword(said, &text),
            }
        }
    }

    /// Applies a schema to the key of a map.
    pub(super) fn name(&mut self, schema: &Schema, key: &str) {
        schema.of_scalars.iter().for_each(|said| self.keyword(said, key));
    }

    /// Applies what one keyword says of a single value.
    fn keyword(&mut self, said: &OfScalars, text: &str) {
        match *said {
            OfScalars::Constant(wanted) => self.constant(wanted, text),
            OfScalars::Choice(allowed) => self.choice(allowed, text, same),
            OfScalars::ChoiceOfAnyCase(allowed) => {
                self.choice(allowed, text, |item, text| item.eq_ignore_ascii_case(text));
            }
            OfScalars::Least(limit) => self.too_short(limit, text),
            OfScalars::Most(limit) => self.too_long(limit, text),
            OfScalars::Pattern(wanted) => self.pattern(wanted, text),
            OfScalars::Format(format) => self.format(format, text),
            OfScalars::Number(bound, limit) => self.number(bound, limit, text),
        }
    }

    fn constant(&mut self, wanted: &str, text: &str) {
        if !same(wanted, text) && !self.is_enough() {
            let message = format!("{} is not allowed, only `{wanted}` is", report::shown(text));
            self.report(&report::NOT_ALLOWED, message, None);
        }
    }

    fn choice(&mut self, allowed: Node, text: &str, same: fn(&str, &str) -> bool) {
        let names = || allowed.items().filter_map(Node::as_text);
        if allowed.holds(text) || names().any(|item| same(item, text)) || self.is_enough() {
            return;
        }
        let help = match cfn_model::nearest(text, names()) {
            Some(nearest) => format!("did you mean `{nearest}`? allowed are {}", report::list(names())),
            None => format!("allowed are {}", report::list(names())),
        };
        let message = format!("{} is not one of the allowed values", report::shown(text));
        self.report(&report::NOT_ALLOWED, message, Some(help));
    }

    fn too_short(&mut self, limit: usize, text: &str) {
        let length = text.chars().count();
        if length < limit {
            let message = format!("{} has {length} characters, at least {limit} are needed", report::shown(text));
            self.report(&report::TOO_SHORT, message, None);
        }
    }

    fn too_long(&mut self, limit: usize, text: &str) {
        let length = text.chars().count();
        if length > limit {
            let message = format!("{} has {length} characters, at most {limit} are allowed", report::shown(text));
            self.report(&report::TOO_LONG, message, None);
        }
    }

    fn pattern(&mut self, wanted: &Pattern, text: &str) {
        if wanted.matches(text) == Some(false) && !self.is_enough() {
            let message = format!("{} does not match `{}`", report::shown(text), wanted.text);
            self.report(&report::WRONG_PATTERN, message, None);
        }
    }

    fn number(&mut self, bound: Bound, limit: f64, text: &str) {
        let Ok(number) = text.parse::<f64>() else { return };
        let (outside, words) = match bound {
            Bound::Minimum => (number < limit, "at least"),
            Bound::Maximum => (number > limit, "at most"),
            Bound::MoreThan => (number <= limit, "more than"),
            Bound::LessThan => (number >= limit, "less than"),
            Bound::MultipleOf => (limit > 0.0 && (number / limit).fract() != 0.0, "a multiple of"),
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

fn is_dynamic(text: &str) -> bool {
    // Few texts have a brace at all.
    text.as_bytes().contains(&b'{') && text.contains("{{resolve:")
}
