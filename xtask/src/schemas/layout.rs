//! JSON laid out so that a diff can be read: short values on one line, a line for every property.

use serde_json::Value;

const WIDTH: usize = 120;

/// Maps that are broken even where they are short, with all around them, so that what is added is a line of its own.
const BROKEN: &[&str] = &["definitions", "properties"];

/// The text of a value, with a line break at its end.
pub(crate) fn write(value: &Value) -> String {
    let mut text = String::new();
    push(&mut text, value, 0, true);
    text.push('\n');
    text
}

fn push(text: &mut String, value: &Value, depth: usize, broken: bool) {
    let line = value.to_string();
    let holds_broken = value.as_object().is_some_and(|map| BROKEN.iter().any(|key| map.contains_key(*key)));
    if !broken && !holds_broken && depth + line.len() <= WIDTH {
        text.push_str(&line);
        return;
    }
    match value {
        Value::Object(map) if !map.is_empty() => {
            text.push('{');
            for (index, (key, item)) in map.iter().enumerate() {
                start_line(text, index, depth);
                text.push_str(&format!("{}: ", Value::from(key.as_str())));
                push(text, item, depth + 1, BROKEN.contains(&key.as_str()));
            }
            end(text, '}', depth);
        }
        Value::Array(items) if !items.is_empty() => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                start_line(text, index, depth);
                push(text, item, depth + 1, false);
            }
            end(text, ']', depth);
        }
        _ => text.push_str(&line),
    }
}

fn start_line(text: &mut String, index: usize, depth: usize) {
    text.push_str(if index == 0 { "\n" } else { ",\n" });
    text.push_str(&" ".repeat(depth + 1));
}

fn end(text: &mut String, bracket: char, depth: usize) {
    text.push('\n');
    text.push_str(&" ".repeat(depth));
    text.push(bracket);
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn properties_have_a_line_each() {
        let value = json!({ "T": { "properties": { "A": { "type": "string" } }, "required": ["A"] } });
        let expected = "{\n \"T\": {\n  \"properties\": {\n   \"A\": {\"type\":\"string\"}\n  },\n  \"required\": [\"A\"]\n }\n}\n";
        assert_eq!(write(&value), expected);
    }
}
