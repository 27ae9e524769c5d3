//! [`Reader`]: what reading the parts of a document has in common.
//!
//! Nothing stops at the first problem: whatever can be read is, and all problems are reported together.

use std::cell::RefCell;

use cfn_model::{Diagnostic, Map, Severity, Value};

use super::{Fields, Source};

/// No reader gains from more.
const MOST_PROBLEMS: usize = 100;

/// How one kind of document differs from the others when it is read.
pub(crate) struct Format {
    /// The code of a key that is not known.
    pub(crate) unknown_key: &'static str,
    /// The code of a value that is not among those allowed.
    pub(crate) unknown_value: &'static str,
    /// The code of a key that has to be there.
    pub(crate) missing_key: &'static str,
    /// The code of a value of another type.
    pub(crate) wrong_type: &'static str,
    /// Whether keys may be written in upper or lower case.
    pub(crate) ignore_case: bool,
    /// What to say of a key that is not known, where it is the name that another version has for one.
    pub(crate) other_name: fn(&str) -> OtherName,
}

/// What a key that is not known is in another version.
pub(crate) enum OtherName {
    /// Nothing.
    None,
    /// A name that is taken as well.
    Accepted,
    /// A name that is not taken; what to do about it.
    Renamed(String),
}

/// A document being read: what it came from, and what is wrong with it so far.
pub(crate) struct Reader<'a> {
    pub(super) format: &'static Format,
    pub(super) source: Option<&'a Source<'a>>,
    problems: RefCell<Vec<Diagnostic>>,
}

impl<'a> Reader<'a> {
    /// A reader of a document of that kind, which came from `source` or from no text at all.
    pub(crate) fn new(format: &'static Format, source: Option<&'a Source<'a>>) -> Self {
        Reader { format, source, problems: RefCell::default() }
    }

    /// Reads `value` as a map that has some of the `known` keys.
    pub(crate) fn map<T>(
        &self,
        path: &str,
        value: &Value,
        known: &[&str],
        read: impl FnOnce(&Fields<'_>) -> T,
    ) -> Option<T> {
        let empty = Map::new();
        let map = match value {
            Value::Map(map) => map,
            // A key with nothing behind it is a section without entries.
            Value::Null => &empty,
            other => {
                self.wrong_type(path, other, "a map");
                return None;
            }
        };
        Some(read(&Fields::new(self, path, map, known)))
    }

    /// The problems that were found.
    pub(crate) fn finish(self) -> Vec<Diagnostic> {
        self.problems.into_inner()
    }

    pub(crate) fn report(
        &self,
        severity: Severity,
        code: &'static str,
        path: &str,
        message: String,
        help: impl Into<String>,
    ) {
        let mut problems = self.problems.borrow_mut();
        if problems.len() >= MOST_PROBLEMS {
            return;
        }
        let mut problem = Diagnostic::new(severity, code, message).help(help);
        if !path.is_empty() {
            problem = problem.property(path);
        }
        problem.location = self.source.map(|source| source.location(path));
        problems.push(problem);
    }

    pub(super) fn wrong_type(&self, path: &str, found: &Value, expected: &str) {
        let message = format!("{} stands where {expected} is expected", found.kind());
        self.report(Severity::Error, self.format.wrong_type, path, message, format!("write {expected}"));
    }
}
