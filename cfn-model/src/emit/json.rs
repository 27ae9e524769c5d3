//! The JSON writer: two spaces, long forms, digits as they are.

use std::fmt::Write;

use super::{find, new_line};
use crate::yaml11::{self, Json};
use crate::{Map, Number, Value, text};

pub(super) fn write(value: &Value) -> String {
    let mut out = String::with_capacity(256);
    node(&mut out, value, 0);
    out.push('\n');
    out
}

pub(super) fn write_map(map: &Map) -> String {
    let mut out = String::with_capacity(256);
    object(&mut out, map.iter(), 0);
    out.push('\n');
    out
}

fn node(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(value) => number(out, value),
        Value::String(text) => string(out, text),
        Value::List(items) if items.is_empty() => out.push_str("[]"),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                new_line(out, indent + 2);
                node(out, item, indent + 2);
            }
            new_line(out, indent);
            out.push(']');
        }
        Value::Map(map) => object(out, map.iter(), indent),
        Value::Intrinsic(call) => object(out, std::iter::once((call.function.name(), &call.argument)), indent),
        Value::Reference(reference) => node(out, &super::unresolved(reference), indent),
        Value::Text(parts) => node(out, &text::resolve(parts.clone()), indent),
    }
}

fn object<'a>(out: &mut String, entries: impl Iterator<Item = (&'a str, &'a Value)>, indent: usize) {
    out.push('{');
    let mut empty = true;
    for (key, value) in entries {
        if !empty {
            out.push(',');
        }
        empty = false;
        new_line(out, indent + 2);
        string(out, key);
        out.push_str(": ");
        node(out, value, indent + 2);
    }
    if !empty {
        new_line(out, indent);
    }
    out.push('}');
}

fn number(out: &mut String, number: &Number) {
    match number.as_text().map(yaml11::to_json) {
        Some(Json::Number(digits)) => out.push_str(&digits),
        Some(Json::String(text)) => string(out, text),
        // Writing to a string cannot fail.
        None => _ = write!(out, "{number}"),
    }
}

fn string(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = find(rest.as_bytes(), |byte| (byte < b' ') | (byte == b'"') | (byte == b'\\')) {
        out.push_str(&rest[..at]);
        match rest.as_bytes()[at] {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            byte => _ = write!(out, "\\u{byte:04x}"),
        }
        rest = &rest[at + 1..];
    }
    out.push_str(rest);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Function, Intrinsic};

    fn check(value: impl Into<Value>, expected: &str) {
        assert_eq!(write(&value.into()), format!("{expected}\n"));
    }

    #[test]
    fn layout_is_that_of_serde_json() {
        let json = serde_json::json!({
            "a": {}, "b": [], "c": [1, "x", null, true, [2]], "d": {"e": "q\"\\\n\t\r\u{1}\u{7f}é"}
        });
        let pretty = serde_json::to_string_pretty(&json).unwrap();
        check(Value::from(json), &pretty);
    }

    #[test]
    fn numbers_keep_their_digits() {
        let numbers = ["1.10", "1e3", "9223372036854775808"].map(|text| Value::Number(Number::from_text(text)));
        check(numbers, "[\n  1.10,\n  1e3,\n  9223372036854775808\n]");
    }

    #[test]
    fn what_json_cannot_write_is_what_yaml_reads() {
        check(Number::from_text("0x1F"), "31");
        check(Number::from_text("012345678901"), "\"012345678901\"");
    }

    #[test]
    fn functions_are_long() {
        let call = Intrinsic::new(Function::GetAtt, ["A", "Arn"]);
        check(
            Map::from([("X", Value::from(call))]),
            "{\n  \"X\": {\n    \"Fn::GetAtt\": [\n      \"A\",\n      \"Arn\"\n    ]\n  }\n}",
        );
    }
}
