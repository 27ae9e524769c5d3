//! [`Writer`]: a map being written.

use cfn_model::{Key, Map, Value};
use indexmap::IndexMap;

/// A map that is filled in the order of the reference and leaves out what is not set.
#[derive(Default)]
pub(crate) struct Writer(Map);

impl Writer {
    pub(crate) fn value(mut self, key: impl Into<Key>, value: Option<impl Into<Value>>) -> Self {
        if let Some(value) = value {
            self.0.insert(key, value);
        }
        self
    }

    pub(crate) fn text(self, key: &'static str, text: &Option<String>) -> Self {
        self.value(key, text.as_deref())
    }

    /// A boolean that the reference spells `true` and `false`.
    pub(crate) fn flag(self, key: &'static str, flag: Option<bool>) -> Self {
        self.value(key, flag)
    }

    /// A boolean that the reference spells `yes` and `no`.
    ///
    /// It is written as a string: a bare `yes` is a boolean to one reader of YAML and text to the next.
    pub(crate) fn yes_no(self, key: &'static str, flag: Option<bool>) -> Self {
        self.value(key, flag.map(|flag| if flag { "yes" } else { "no" }))
    }

    pub(crate) fn texts(self, key: &'static str, texts: &[String]) -> Self {
        self.value(key, (!texts.is_empty()).then(|| texts.to_vec()))
    }

    pub(crate) fn text_map(self, key: &'static str, texts: &IndexMap<String, String>) -> Self {
        self.map(key, texts.iter().map(|(name, text)| (name, Value::from(text))))
    }

    /// A map with names of the user's choice.
    pub(crate) fn map<'a>(self, key: &'static str, entries: impl Iterator<Item = (&'a String, Value)>) -> Self {
        let map: Map = entries.map(|(name, value)| (name.clone(), value)).collect();
        self.section(key, map)
    }

    /// A map with keys of the reference, left out when it is empty.
    pub(crate) fn section(self, key: &'static str, map: Map) -> Self {
        self.value(key, (!map.is_empty()).then_some(map))
    }

    pub(crate) fn finish(self) -> Map {
        self.0
    }
}
