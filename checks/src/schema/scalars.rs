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
        self.choice(schema, &text);
        if matches!(value, Value::String(text) if text.contains("{{resolve:")) {
            // What a dynamic reference gives is known only at deployment.
            self.unknown = true;
            return;
        }
        if self.accepts(schema, "string") {
            self.text(schema, &text);
        }
        if matches!(value, Value::String(_)) {
            self.format(schema, &text);
        }
        if let Ok(number) = text.parse::<f64>() {
            self.number(schema, &text, number);
        }
    }

    pub(super) fn choice(&mut self, schema: Node, text: &str) {
        if text.contains("{{resolve:") {
            return;
        }
        if let Some(only) = schema.get("const").filter(|only| !only.as_text().is_some_and(|only| same(only, text))) {
            self.report(
                &report::NOT_ALLOWED,
                format!("{} is not allowed, only `{only:?}` is", report::shown(text)),
                None,
            );
        }
        let ignoring_case = schema.get("enumCaseInsensitive");
        if let Some(allowed) = schema.get("enum").or(ignoring_case) {
            let equal = |item: Node| {
                item.as_text()
                    .is_some_and(|item| same(item, text) || ignoring_case.is_some() && item.eq_ignore_ascii_case(text))
            };
            if !allowed.items().any(equal) {
                let names = || allowed.items().filter_map(Node::as_text);
                let help = match cfn_model::nearest(text, names()) {
                    Some(nearest) => format!("did you mean `{nearest}`? allowed are {}", report::list(names())),
                    None => format!("allowed are {}", report::list(names())),
                };
                self.report(
                    &report::NOT_ALLOWED,
                    format!("{} is not one of the allowed values", report::shown(text)),
                    Some(help),
                );
            }
        }
    }

    pub(super) fn text(&mut self, schema: Node, text: &str) {
        let limit = |keyword: &str| schema.get(keyword).and_then(Node::as_usize);
        let (least, most) = (limit("minLength"), limit("maxLength"));
        if least.is_some() || most.is_some() {
            let length = text.chars().count();
            if let Some(least) = least.filter(|least| length < *least) {
                self.report(
                    &report::TOO_SHORT,
                    format!("{} has {length} characters, at least {least} are needed", report::shown(text)),
                    None,
                );
            }
            if let Some(most) = most.filter(|most| length > *most) {
                self.report(
                    &report::TOO_LONG,
                    format!("{} has {length} characters, at most {most} are allowed", report::shown(text)),
                    None,
                );
            }
        }
        if let Some(wanted) = schema.get("pattern").and_then(Node::as_str)
            && pattern::matches(wanted, text) == Some(false)
        {
            self.report(&report::WRONG_PATTERN, format!("{} does not match `{wanted}`", report::shown(text)), None);
        }
    }

    fn number(&mut self, schema: Node, text: &str, number: f64) {
        let limit = |keyword: &str| schema.get(keyword).and_then(Node::as_f64);
        let bounds = [
            ("minimum", "at least", (|number, limit| number < limit) as fn(f64, f64) -> bool),
            ("maximum", "at most", |number, limit| number > limit),
            ("exclusiveMinimum", "more than", |number, limit| number <= limit),
            ("exclusiveMaximum", "less than", |number, limit| number >= limit),
        ];
        for (keyword, words, outside) in bounds {
            if let Some(limit) = limit(keyword).filter(|limit| outside(number, *limit)) {
                self.report(&report::OUT_OF_RANGE, format!("{text} is out of range, {words} {limit} is allowed"), None);
            }
        }
        if let Some(step) = limit("multipleOf").filter(|step| *step > 0.0 && (number / step).fract() != 0.0) {
            self.report(&report::OUT_OF_RANGE, format!("{text} is not a multiple of {step}"), None);
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
