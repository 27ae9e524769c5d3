//! [`Fields`]: the entries of a map being read, asked for by key and type.

use cfn_model::{Map, Severity, Value, nearest};
use indexmap::IndexMap;

use super::Reader;
use super::read::OtherName;

/// The entries of a map being read.
pub(crate) struct Fields<'r> {
    reader: &'r Reader<'r>,
    path: String,
    map: &'r Map,
}

impl<'r> Fields<'r> {
    /// The entries of the map at `path`; those with keys that are not `known` are reported.
    pub(crate) fn new(reader: &'r Reader<'r>, path: &str, map: &'r Map, known: &[&str]) -> Self {
        let fields = Fields { reader, path: path.to_owned(), map };
        for key in map.keys().filter(|key| !known.iter().any(|known| fields.same(known, key))) {
            fields.unknown_key(key, known);
        }
        fields
    }

    /// The value under `key`, unless it is missing or null.
    pub(crate) fn get(&self, key: &str) -> Option<&Value> {
        self.written(key).filter(|value| !matches!(value, Value::Null))
    }

    /// The value under `key`, which may be null.
    fn written(&self, key: &str) -> Option<&'r Value> {
        self.map.get(key).or_else(|| self.map.get(self.key_of(key)?))
    }

    /// How `key` is written here, where not as the reference has it.
    fn key_of(&self, key: &str) -> Option<&'r str> {
        self.map.keys().map(|written| &**written).find(|written| self.same(key, written))
    }

    fn same(&self, known: &str, written: &str) -> bool {
        known == written || (self.reader.format.ignore_case && known.eq_ignore_ascii_case(written))
    }

    /// A boolean, as YAML 1.1 spells it in any of its ways, with quotes or without.
    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
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
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        self.scalar(&self.path_of(key), self.get(key)?)
    }

    /// Text that has to be there. What is missing is reported, and read as empty.
    pub(crate) fn required_text(&self, key: &str) -> String {
        self.require(key);
        self.text(key).unwrap_or_default()
    }

    /// A whole number that has to be there. What is missing is reported, and read as zero.
    pub(crate) fn required_number(&self, key: &str) -> u32 {
        self.require(key);
        self.number(key).unwrap_or_default()
    }

    /// A whole number.
    pub(crate) fn number(&self, key: &str) -> Option<u32> {
        let value = self.get(key)?;
        let number = value.as_i64().and_then(|number| u32::try_from(number).ok());
        if number.is_none() {
            self.reader.wrong_type(&self.path_of(key), value, "a whole number");
        }
        number
    }

    /// A list of texts.
    pub(crate) fn texts(&self, key: &str) -> Vec<String> {
        self.get(key).map(|value| self.list(&self.path_of(key), value, Self::scalar)).unwrap_or_default()
    }

    /// A list of texts, or one text without a list around it.
    pub(crate) fn text_or_texts(&self, key: &str) -> Vec<String> {
        match self.get(key) {
            Some(Value::List(_)) | None => self.texts(key),
            Some(_) => self.text(key).into_iter().collect(),
        }
    }

    /// A list of commands.
    pub(crate) fn commands(&self, key: &str) -> Vec<String> {
        self.get(key).map(|value| self.list(&self.path_of(key), value, Self::command)).unwrap_or_default()
    }

    /// A map of texts.
    pub(crate) fn text_map(&self, key: &str) -> IndexMap<String, String> {
        // A variable with nothing behind it is empty.
        self.entries(key, |path, value| match value {
            Value::Null => Some(String::new()),
            value => self.scalar(path, value),
        })
    }

    /// A map of lists of texts.
    pub(crate) fn texts_map(&self, key: &str) -> IndexMap<String, Vec<String>> {
        self.entries(key, |path, value| Some(self.list(path, value, Self::scalar)))
    }

    /// One of the names of an enumeration.
    pub(crate) fn one_of<T: Copy>(&self, key: &str, all: &[T], name: impl Fn(T) -> &'static str) -> Option<T> {
        let names: Vec<&str> = all.iter().map(|one| name(*one)).collect();
        self.parsed(key, |text| all.iter().copied().find(|one| name(*one) == text), &names)
    }

    /// One of the names of an enumeration, in upper or lower case.
    pub(crate) fn one_of_any_case<T: Copy>(&self, key: &str, all: &[T], name: impl Fn(T) -> &'static str) -> Option<T> {
        let names: Vec<&str> = all.iter().map(|one| name(*one)).collect();
        self.parsed(key, |text| all.iter().copied().find(|one| name(*one).eq_ignore_ascii_case(text)), &names)
    }

    /// What `parse` makes of a text; `allowed` says what it takes.
    pub(crate) fn parsed<T>(&self, key: &str, parse: impl Fn(&str) -> Option<T>, allowed: &[&str]) -> Option<T> {
        let text = self.text(key)?;
        let parsed = parse(&text);
        if parsed.is_none() {
            let help = nearest(&text, allowed.iter().copied())
                .map_or_else(|| "write one of them".to_owned(), |name| format!("did you mean `{name}`?"));
            let message = format!("`{text}` is not known here; allowed are {}", names(allowed));
            self.error(self.reader.format.unknown_value, key, message, help);
        }
        parsed
    }

    /// A map that has some of the `known` keys.
    pub(crate) fn section<T>(&self, key: &str, known: &[&str], read: impl FnOnce(&Fields<'_>) -> T) -> Option<T> {
        self.reader.map(&self.path_of(key), self.written(key)?, known, read)
    }

    /// A map, with names of the user's choice, of maps that have some of the `known` keys.
    pub(crate) fn sections<T>(
        &self,
        key: &str,
        known: &[&str],
        read: impl Fn(&Fields<'_>) -> T,
    ) -> IndexMap<String, T> {
        self.entries(key, |path, value| self.reader.map(path, value, known, &read))
    }

    /// A list of maps that have some of the `known` keys; `None` where the key is missing.
    pub(crate) fn items<T>(&self, key: &str, known: &[&str], read: impl Fn(&Fields<'_>) -> T) -> Option<Vec<T>> {
        match self.written(key)? {
            Value::Null => Some(Vec::new()),
            value => {
                let item = |fields: &Self, path: &str, value: &Value| fields.reader.map(path, value, known, &read);
                Some(self.list(&self.path_of(key), value, item))
            }
        }
    }

    /// A list of maps with one entry each: a name of the user's choice, and a map that has some of the `known` keys.
    /// `None` where the key is missing.
    pub(crate) fn named_items<T>(
        &self,
        key: &str,
        known: &[&str],
        read: impl Fn(&Fields<'_>) -> T,
    ) -> Option<Vec<(String, T)>> {
        let item = |fields: &Self, path: &str, value: &Value| match value {
            Value::Map(map) if map.len() == 1 => {
                let (name, value) = map.iter().next()?;
                Some((name.to_owned(), fields.reader.map(&format!("{path}.{name}"), value, known, &read)?))
            }
            other => {
                fields.reader.wrong_type(path, other, "a map of one name");
                None
            }
        };
        Some(self.list(&self.path_of(key), self.written(key)?, item))
    }

    /// Those of the `keys` that are there.
    pub(crate) fn present<'k>(&self, keys: &[&'k str]) -> Vec<&'k str> {
        keys.iter().copied().filter(|key| self.written(key).is_some()).collect()
    }

    /// Reports an error in this map as a whole.
    pub(crate) fn error_here(&self, code: &'static str, message: String, help: &str) {
        self.reader.report(Severity::Error, code, &self.path, message, help);
    }

    /// Reports a likely mistake in the value under `key`.
    pub(crate) fn warning(&self, code: &'static str, key: &str, message: &str, help: &str) {
        self.reader.report(Severity::Warning, code, &self.path_of(key), message.to_owned(), help);
    }

    pub(crate) fn error(&self, code: &'static str, key: &str, message: String, help: String) {
        self.reader.report(Severity::Error, code, &self.path_of(key), message, help);
    }

    fn unknown_key(&self, key: &str, known: &[&str]) {
        let help = match ((self.reader.format.other_name)(key), nearest(key, known.iter().copied())) {
            (OtherName::Accepted, _) => return,
            (OtherName::Renamed(help), _) => help,
            (OtherName::None, Some(key)) => format!("did you mean `{key}`?"),
            (OtherName::None, None) => format!("take `{key}` out, or put it where it belongs"),
        };
        let message = format!("unknown key `{key}`; known are {}", names(known));
        self.error(self.reader.format.unknown_key, key, message, help);
    }

    /// Reports that `key` is missing, if it is; tells whether it is there.
    pub(crate) fn require(&self, key: &str) -> bool {
        let found = self.get(key).is_some();
        if !found {
            let message = format!("`{key}` is missing");
            let help = format!("add `{key}`");
            self.reader.report(Severity::Error, self.reader.format.missing_key, &self.path, message, help);
        }
        found
    }

    fn path_of(&self, key: &str) -> String {
        let key = self.key_of(key).unwrap_or(key);
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
            self.reader.report(Severity::Error, self.reader.format.wrong_type, path, message, help);
            return None;
        }
        self.scalar(path, value)
    }
}

/// Names for a message: `a, b and c`, each in backquotes.
pub(crate) fn names(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => "none".to_owned(),
    }
}
