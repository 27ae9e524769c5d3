//! [`Linear`]: a pattern that is looked for in time in proportion to the text.

use std::sync::OnceLock;

use regex_lite::Regex;

use super::row::Row;

/// A pattern that is looked for in time in proportion to the text.
#[derive(Debug)]
pub(super) struct Linear {
    /// What most patterns are, for texts of ASCII.
    row: Option<Row>,
    pattern: String,
    /// Made for the first text that needs it.
    regex: OnceLock<Option<Regex>>,
}

impl Linear {
    /// `None` where the engine cannot read the pattern.
    pub(super) fn new(pattern: &str) -> Option<Self> {
        Self::of(Row::new(pattern), pattern.to_owned())
    }

    /// A pattern that only matches at the beginning.
    pub(super) fn anchored(pattern: &str) -> Option<Self> {
        Self::of(Row::new(&format!("^{pattern}")), format!(r"\A(?:{pattern})"))
    }

    fn of(row: Option<Row>, pattern: String) -> Option<Self> {
        let linear = Linear { row, pattern, regex: OnceLock::new() };
        // Whatever is a row can be read.
        (linear.row.is_some() || linear.regex().is_some()).then_some(linear)
    }

    fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| Regex::new(&self.pattern).ok()).as_ref()
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        match &self.row {
            Some(row) if text.is_ascii() => row.is_match(text),
            _ => self.regex().is_some_and(|regex| regex.is_match(text)),
        }
    }

    /// What the row says of a text and what the engine says, where it is a row.
    #[cfg(test)]
    pub(super) fn both(&self, text: &str) -> Option<(bool, bool)> {
        let regex = self.regex().expect("a pattern that the engine can read");
        self.row.as_ref().map(|row| (row.is_match(text), regex.is_match(text)))
    }
}
