//! [`Fields`]: the entries of a map being read, asked for by key and type.

use cfn_model::{Map, Severity, Value};
use indexmap::IndexMap;

use super::Version;
use cfn_model::nearest;
use super::read::Reader;

/// The entries of a map being read.
pub(super) struct Fields<'r> {
    reader: &'r Reader<'r>,
    path: String,
    map: &'r Map,
}

impl<'r> Fields<'r> {
    /// The entries of the map at `path`; those with keys that are not `known` are reported.
    pub(super) fn new(reader: &'r Reader<'r>, path: &str, map: &'r Map, known: &[&str]) -> Self {
        let fields = Fields { reader, path: path.to_owned(), map };
        for key in map.keys().filter(|key| !known.contains(&&***key)) {
            fields.unknown_key(key, known);
        }
        fields
    }

    /// The value under `key`, unless it is missing or null.
    pub(super) fn get(&self, key: &str) -> Option<&Value> {
        self.map.get(key).filter(|value| !matches!(value, Value::Null))
    }

    /// A boolean, as YAML 1.1 spells it in any of its ways, with quotes or without.
    pub(super) fn flag(&self, key: &str) -> Option<bool> {
        let value = self.get(key)?;
        let flag = match value {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) => match text.to_ascii_lowercase().as_str() {
                "yes" | "true" | "on" => Some(true),
                "no" | "false" | "off" => Some(false),
                _ => None,
            },
            _ => None,
        };
        if flag.is_none() {
            self.reader.wrong_type(&self.path_of(key), value, "yes or no");
        }
        flag
    }

    /// Text; numbers and booleans are the text they are written as.
    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.scalar(&self.path_of(key), self.get(key)?)
    }

    /// Text that has to be there. What is missing is reported, and read as empty.
    pub(super) fn required_text(&self, key: &str) -> String {
        self.require(key);
        self.text(key).unwrap_or_default()
    }

    /// A whole number that has to be there. What is missing is reported, and read as zero.
    pub(super) fn required_number(&self, key: &str) -> u32 {
        self.require(key);
        let Some(value) = self.get(key) else { return 0 };
        let number = value.as_i64().and_then(|number| u32::try_from(number).ok());
        if number.is_none() {
            self.reader.wrong_type(&self.path_of(key), value, "a whole number");
        }
        number.unwrap_or_default()
    }

    /// A list of texts.
    pub(super) fn texts(&self, key: &str) -> Vec<String> {
        self.get(key).map(|value| self.list(&self.path_of(key), value, Self::scalar)).unwrap_or_default()
    }

    /// A list of texts, or one text without a list around it.
    pub(super) fn text_or_texts(&self, key: &str) -> Vec<String> {
        match self.get(key) {
            Some(Value::List(_)) | None => self.texts(key),
            Some(_) => self.text(key).into_iter().collect(),
        }
    }

    /// A list of commands.
    pub(super) fn commands(&self, key: &str) -> Vec<String> {
        self.get(key).map(|value| self.list(&self.path_of(key), value, Self::command)).unwrap_or_default()
    }

    /// A map of texts.
    pub(super) fn text_map(&self, key: &str) -> IndexMap<String, String> {
        // A variable with nothing behind it is empty.
        self.entries(key, |path, value| match value {
            Value::Null => Some(String::new()),
            value => self.scalar(path, value),
        })
    }

    /// A map of lists of texts.
    pub(super) fn texts_map(&self, key: &str) -> IndexMap<String, Vec<String>> {
        self.entries(key, |path, value| Some(self.list(path, value, Self::scalar)))
    }

    /// One of the names of an enumeration.
    pub(super) fn one_of<T: Copy>(&self, key: &str, all: &[T], name: impl Fn(T) -> &'static str) -> Option<T> {
        let names: Vec<&str> = all.iter().map(|one| name(*one)).collect();
        self.parsed(key, |text| all.iter().copied().find(|one| name(*one) == text), &names)
    }

    /// One of the names of an enumeration, in upper or lower case.
    pub(super) fn one_of_any_case<T: Copy>(&self, key: &str, all: &[T], name: impl Fn(T) -> &'static str) -> Option<T> {
        let names: Vec<&str> = all.iter().map(|one| name(*one)).collect();
        self.parsed(key, |text| all.iter().copied().find(|one| name(*one).eq_ignore_ascii_case(text)), &names)
    }

    /// What `parse` makes of a text; `allowed` says what it takes.
    pub(super) fn parsed<T>(&self, key: &str, parse: impl Fn(&str) -> Option<T>, allowed: &[&str]) -> Option<T> {
        let text = self.text(key)?;
        let parsed = parse(&text);
        if parsed.is_none() {
            let help = nearest(&text, allowed.iter().copied())
                .map_or_else(|| "write one of them".to_owned(), |name| format!("did you mean `{name}`?"));
            let message = format!("`{text}` is not known here; allowed are {}", names(allowed));
            self.error("buildspec-unknown-value", key, message, help);
        }
        parsed
    }

    /// A map that has some of the `known` keys.
    pub(super) fn section<T>(&self, key: &str, known: &[&str], read: impl FnOnce(&Fields<'_>) -> T) -> Option<T> {
        self.reader.map(&self.path_of(key), self.map.get(key)?, known, read)
    }

    /// A map, with names of the user's choice, of maps that have some of the `known` keys.
    pub(super) fn sections<T>(
        &self,
        key: &str,
        known: &[&str],
        read: impl Fn(&Fields<'_>) -> T,
    ) -> IndexMap<String, T> {
        self.entries(key, |path, value| self.reader.map(path, value, known, &read))
    }

    /// A list of maps that have some of the `known` keys; `None` where the key is missing.
    pub(super) fn items<T>(&self, key: &str, known: &[&str], read: impl Fn(&Fields<'_>) -> T) -> Option<Vec<T>> {
        match self.map.get(key)? {
            Value::Null => Some(Vec::new()),
            value => {
                let item = |fields: &Self, path: &str, value: &Value| fields.reader.map(path, value, known, &read);
                Some(self.list(&self.path_of(key), value, item))
            }
        }
    }

    /// The one of the `keys` that is there; `None`, and a report, where none is or several are.
    pub(super) fn exactly_one_of<'k>(&self, keys: &[&'k str]) -> Option<&'k str> {
        let found: Vec<&str> = keys.iter().copied().filter(|key| self.map.contains_key(key)).collect();
        let message = match found.as_slice() {
            [one] => return Some(one),
            [] => format!("a batch without builds; one of {} says which", names(keys)),
            several => format!("a batch has one form, but here are {}", names(several)),
        };
        let problem = "buildspec-batch-form";
        self.reader.report(Severity::Error, problem, &self.path, message, "keep exactly one of them");
        None
    }

    /// Reports a likely mistake in the value under `key`.
    pub(super) fn warning(&self, code: &'static str, key: &str, message: &str, help: &str) {
        self.reader.report(Severity::Warning, code, &self.path_of(key), message.to_owned(), help);
    }

    fn error(&self, code: &'static str, key: &str, message: String, help: String) {
        self.reader.report(Severity::Error, code, &self.path_of(key), message, help);
    }

    fn unknown_key(&self, key: &str, known: &[&str]) {
        let renamed = Version::renamed(key);
        if renamed.is_some() && self.reader.version == Version::V0_1 {
            return;
        }
        let help = match (renamed, nearest(key, known.iter().copied())) {
            (Some(new), _) => format!("version 0.2 calls it `{new}`"),
            (None, Some(key)) => format!("did you mean `{key}`?"),
            (None, None) => format!("take `{key}` out, or put it where it belongs"),
        };
        let message = format!("unknown key `{key}`; known are {}", names(known));
        self.error("buildspec-unknown-key", key, message, help);
    }

    /// Reports that `key` is missing, if it is; tells whether it is there.
    pub(super) fn require(&self, key: &str) -> bool {
        let found = self.get(key).is_some();
        if !found {
            let message = format!("`{key}` is missing");
            let help = format!("add `{key}`");
            self.reader.report(Severity::Error, "buildspec-missing-key", &self.path, message, help);
        }
        found
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    fn entries<T>(&self, key: &str, read: impl Fn(&str, &Value) -> Option<T>) -> IndexMap<String, T> {
        let path = self.path_of(key);
        match self.get(key) {
            Some(Value::Map(map)) => map
                .iter()
                .filter_map(|(name, value)| Some((name.to_owned(), read(&format!("{path}.{name}"), value)?)))
                .collect(),
            Some(other) => {
                self.reader.wrong_type(&path, other, "a map");
                IndexMap::new()
            }
            None => IndexMap::new(),
        }
    }

    fn list<T>(&self, path: &str, value: &Value, read: impl Fn(&Self, &str, &Value) -> Option<T>) -> Vec<T> {
        match value {
            Value::List(items) => {
                let item = |(index, value)| read(self, &format!("{path}.{index}"), value);
                items.iter().enumerate().filter_map(item).collect()
            }
            other => {
                self.reader.wrong_type(path, other, "a list");
                Vec::new()
            }
        }
    }

    fn scalar(&self, path: &str, value: &Value) -> Option<String> {
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(flag) => {
                let word = self.reader.source.and_then(|source| source.word(path));
                Some(word.map_or_else(|| flag.to_string(), str::to_owned))
            }
            other => {
                self.reader.wrong_type(path, other, "a string");
                None
            }
        }
    }

    fn command(&self, path: &str, value: &Value) -> Option<String> {
        if let Value::Map(_) = value {
            let message = "a map stands where a command is expected".to_owned();
            // The commonest mistake of all, and hard to see: `- echo status: done`.
            let help = "put quotes around the command: YAML takes a colon and a space for a key";
            self.reader.report(Severity::Error, "buildspec-wrong-type", path, message, help);
            return None;
        }
        self.scalar(path, value)
    }
}

/// Names for a message: `a, b and c`, each in backquotes.
fn names(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => "none".to_owned(),
    }
}
