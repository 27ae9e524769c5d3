//! JSON inside a configuration value.

use std::fmt::Write;

use cfn_model::{Prop, Value};

/// The value as JSON text, for configuration keys that take JSON as a string.
///
/// An expression inside stands between quotes, and CloudFormation puts its value there.
pub fn json_text(value: &Value) -> Prop<String> {
    let mut parts = Vec::new();
    let mut literal = String::new();
    write_value(value, &mut parts, &mut literal);
    if parts.is_empty() {
        return Prop::new(literal);
    }
    parts.push(Value::String(literal));
    Prop::from_value(Value::Text(parts))
}

fn write_value(value: &Value, parts: &mut Vec<Value>, literal: &mut String) {
    match value {
        Value::Null => literal.push_str("null"),
        Value::Bool(value) => literal.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => literal.push_str(&number.to_string()),
        Value::String(text) => {
            literal.push('"');
            escape(text, literal);
            literal.push('"');
        }
        Value::Text(pieces) => {
            literal.push('"');
            for piece in pieces {
                match piece {
                    Value::String(text) => escape(text, literal),
                    expression => push_expression(expression, parts, literal),
                }
            }
            literal.push('"');
        }
        Value::Intrinsic(_) | Value::Reference(_) => {
            literal.push('"');
            push_expression(value, parts, literal);
            literal.push('"');
        }
        Value::List(items) => {
            literal.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    literal.push(',');
                }
                write_value(item, parts, literal);
            }
            literal.push(']');
        }
        Value::Map(map) => {
            literal.push('{');
            for (index, (key, item)) in map.iter().enumerate() {
                if index > 0 {
                    literal.push(',');
                }
                literal.push('"');
                escape(key, literal);
                literal.push_str("\":");
                write_value(item, parts, literal);
            }
            literal.push('}');
        }
    }
}

fn push_expression(expression: &Value, parts: &mut Vec<Value>, literal: &mut String) {
    if !literal.is_empty() {
        parts.push(Value::String(std::mem::take(literal)));
    }
    parts.push(expression.clone());
}

fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use cfn_model::{Map, functions};

    use super::*;

    #[test]
    fn literals_are_escaped_and_expressions_stand_in_quotes() {
        let value = Value::from(vec![
            Value::from(Map::from([("a\"b", Value::from("line\nend\\"))])),
            Value::from(true),
            Value::from(7),
        ]);
        assert_eq!(json_text(&value).value().as_str(), Some(r#"[{"a\"b":"line\nend\\"},true,7]"#));

        let map = Map::from([("k", Value::from(functions::reference("X")))]);
        let expected = cfn_model::sub!("{{\"k\":\"{}\"}}", functions::reference("X"));
        assert_eq!(json_text(&Value::Map(map)), expected);
    }
}
