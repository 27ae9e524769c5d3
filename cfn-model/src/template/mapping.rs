//! [`Mapping`]: a table of constants under two keys.

use super::part;
use crate::{Key, Map, Value};

part! {
    /// A table of constants, which `Fn::FindInMap` looks up by two keys.
    ///
    /// Keys are letters, digits, `-` and `.`; values are strings, numbers or lists of them.
    ///
    /// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html>.
    #[derive(Default)]
    Mapping
}

impl Mapping {
    /// An empty table.
    pub fn new() -> Self {
        Mapping::default()
    }

    /// Adds the value under two keys.
    pub fn entry(mut self, first: impl Into<Key>, second: impl Into<Key>, value: impl Into<Value>) -> Self {
        let row = self.0.entry_map(first.into());
        if row.as_map().is_none() {
            *row = Value::Map(Map::new());
        }
        if let Value::Map(row) = row {
            row.insert(second.into(), value);
        }
        self
    }

    /// The value under two keys.
    pub fn find(&self, first: &str, second: &str) -> Option<&Value> {
        self.0.get(first)?.as_map()?.get(second)
    }
}

#[cfg(test)]
mod tests {
    use super::Mapping;
    use crate::Value;

    #[test]
    fn values_stand_under_two_keys() {
        let mapping = Mapping::new().entry("eu", "ami", "a").entry("us", "ami", "b").entry("eu", "zones", ["x"]);
        assert_eq!(serde_json::to_string(&mapping).unwrap(), r#"{"eu":{"ami":"a","zones":["x"]},"us":{"ami":"b"}}"#);
        assert_eq!(mapping.find("us", "ami"), Some(&Value::from("b")));
        assert_eq!(mapping.find("us", "zones"), None);
    }
}
