//! The forms of expressions, as far as they show without evaluating them.

use cfn_model::{Map, Value, nearest};

use super::super::QueryLanguage;
use super::Check;

/// Fields with definitions inside, which are looked at as such.
const INNER: [&str; 3] = ["Branches", "ItemProcessor", "Iterator"];

/// Functions of JSONPath expressions.
///
/// See <https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html>.
const FUNCTIONS: [&str; 18] = [
    "States.Array",
    "States.ArrayContains",
    "States.ArrayGetItem",
    "States.ArrayLength",
    "States.ArrayPartition",
    "States.ArrayRange",
    "States.ArrayUnique",
    "States.Base64Decode",
    "States.Base64Encode",
    "States.Format",
    "States.Hash",
    "States.JsonMerge",
    "States.JsonToString",
    "States.MathAdd",
    "States.MathRandom",
    "States.StringSplit",
    "States.StringToJson",
    "States.UUID",
];

impl Check<'_> {
    pub(super) fn expressions(&mut self, fields: &Map, path: &str, language: QueryLanguage) {
        for (field, value) in fields.iter().filter(|(field, _)| !INNER.contains(field)) {
            self.expression(field, value, &format!("{path}.{field}"), language);
        }
    }

    fn expression(&mut self, key: &str, value: &Value, path: &str, language: QueryLanguage) {
        match (value, language) {
            (Value::Map(map), _) => {
                for (key, value) in map.iter() {
                    self.expression(key, value, &format!("{path}.{key}"), language);
                }
            }
            (Value::List(items), _) => {
                for (index, item) in items.iter().enumerate() {
                    self.expression("", item, &format!("{path}.{index}"), language);
                }
            }
            (Value::String(text), QueryLanguage::Jsonata) => self.jsonata(text, path),
            (Value::String(text), QueryLanguage::JsonPath) if key.ends_with(".$") => self.json_path(text, path),
            _ => {}
        }
        if key.ends_with(".$") {
            match (value, language) {
                (_, QueryLanguage::Jsonata) => {
                    let message = format!("`{key}` is a key of JSONPath, and the state is in JSONata");
                    self.error(path, message, "leave out the `.$`, and write the value as `{% … %}`");
                }
                (Value::Map(_) | Value::List(_) | Value::Number(_) | Value::Bool(_) | Value::Null, _) => {
                    let message = format!("`{key}` holds {}, a path is needed", value.kind());
                    self.error(path, message, "write a path such as `$.name`, or leave out the `.$`");
                }
                _ => {}
            }
        }
    }

    fn jsonata(&mut self, text: &str, path: &str) {
        if text.starts_with("{%") != text.ends_with("%}") {
            let message = format!("`{text}` is half an expression");
            self.error(path, message, "an expression is the whole text, from `{%` to `%}`");
        }
    }

    fn json_path(&mut self, text: &str, path: &str) {
        if text.starts_with('$') {
            return;
        }
        let name = text.split('(').next().unwrap_or_default();
        if FUNCTIONS.contains(&name) && text.ends_with(')') {
            return;
        }
        let help = match nearest(name, FUNCTIONS) {
            Some(function) if name.starts_with("States") => format!("did you mean `{function}(…)`?"),
            _ => "begin it with `$`, or leave the `.$` out of the key".to_owned(),
        };
        self.error(path, format!("`{text}` is neither a path nor a function"), help);
    }
}
