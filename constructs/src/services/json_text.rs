//! [`json_text`]: a value as JSON text, for properties that hold JSON as a string.

use cfn_model::{Prop, Value};

/// The value as JSON text. What only deployment knows stands in it as it is given then, unescaped, so
/// that a reference belongs where a string is, and where it gives a name or an ARN.
pub(crate) fn json_text(value: &Value) -> Prop<String> {
    let mut text = JsonText::default();
    text.value(value);
    text.into_prop()
}

/// JSON text in the making.
#[derive(Default)]
pub(crate) struct JsonText {
    parts: Vec<Value>,
    literal: String,
}

impl JsonText {
    /// Adds text as it is.
    pub(crate) fn raw(&mut self, text: &str) {
        self.literal.push_str(text);
    }

    /// Adds a string without its quotes.
    pub(crate) fn escaped(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                '"' => self.literal.push_str("\\\""),
                '\\' => self.literal.push_str("\\\\"),
                '\n' => self.literal.push_str("\\n"),
                '\r' => self.literal.push_str("\\r"),
                '\t' => self.literal.push_str("\\t"),
                // Angle brackets mark variables in the templates of EventBridge.
                control if control < ' ' || matches!(control, '<' | '>') => {
                    self.literal.push_str(&format!("\\u{:04x}", u32::from(control)));
                }
                plain => self.literal.push(plain),
            }
        }
    }

    /// Adds the inside of a string: a literal, or something that deployment knows.
    pub(crate) fn inside(&mut self, value: &Value) {
        match value {
            Value::String(text) => self.escaped(text),
            Value::Text(parts) => parts.iter().for_each(|part| self.inside(part)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::List(_) | Value::Map(_) => self.value(value),
            Value::Intrinsic(_) | Value::Reference(_) => {
                let literal = std::mem::take(&mut self.literal);
                self.parts.push(Value::String(literal));
                self.parts.push(value.clone());
            }
        }
    }

    /// Adds a value.
    pub(crate) fn value(&mut self, value: &Value) {
        match value {
            Value::Null => self.raw("null"),
            Value::Bool(value) => self.raw(if *value { "true" } else { "false" }),
            Value::Number(number) => self.raw(&number.to_string()),
            Value::List(items) => {
                self.list(items, |text, item| text.value(item));
            }
            Value::Map(map) => self.map(map.iter(), |text, item| text.value(item)),
            Value::String(_) | Value::Text(_) | Value::Intrinsic(_) | Value::Reference(_) => {
                self.raw("\"");
                self.inside(value);
                self.raw("\"");
            }
        }
    }

    /// Adds a list, whose items `write` adds.
    pub(crate) fn list<T>(&mut self, items: impl IntoIterator<Item = T>, mut write: impl FnMut(&mut Self, T)) {
        self.raw("[");
        for (index, item) in items.into_iter().enumerate() {
            if index > 0 {
                self.raw(",");
            }
            write(self, item);
        }
        self.raw("]");
    }

    /// Adds a map, whose values `write` adds.
    pub(crate) fn map<'a, T>(
        &mut self,
        entries: impl IntoIterator<Item = (&'a str, T)>,
        mut write: impl FnMut(&mut Self, T),
    ) {
        self.raw("{");
        for (index, (key, item)) in entries.into_iter().enumerate() {
            self.raw(if index > 0 { ",\"" } else { "\"" });
            self.escaped(key);
            self.raw("\":");
            write(self, item);
        }
        self.raw("}");
    }

    /// The text: a plain string where all of it is known.
    pub(crate) fn into_prop(mut self) -> Prop<String> {
        if self.parts.is_empty() {
            return Prop::from_value(self.literal);
        }
        self.parts.push(Value::String(self.literal));
        Prop::from_value(Value::Text(self.parts))
    }
}

/// How many characters of a text are known before deployment.
pub(crate) fn known_length(value: &Value) -> usize {
    match value {
        Value::String(text) => text.chars().count(),
        Value::Text(parts) => parts.iter().map(known_length).sum(),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cfn_model::{functions, sub};
    use serde_json::json;

    #[test]
    fn known_values_are_plain_text() {
        let value = Value::from(json!({"a": [1, true, null, "x\"\n<y>"], "b": {}}));
        let text = json_text(&value);
        assert_eq!(text.value().as_str(), Some(r#"{"a":[1,true,null,"x\"\n\u003cy\u003e"],"b":{}}"#));
    }

    #[test]
    fn references_stand_inside_the_text() {
        let name = functions::reference("Project");
        let value: Value =
            cfn_model::Map::from([("n", Value::from(name)), ("m", sub!("a-{region}").into_value())]).into();
        let text = json_text(&value);
        assert_eq!(
            cfn_model::text::resolve(vec![text.into_value()]),
            functions::sub("{\"n\":\"${Project}\",\"m\":\"a-${AWS::Region}\"}").into_value()
        );
    }
}
