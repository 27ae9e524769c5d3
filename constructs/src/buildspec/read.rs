//! What reading the parts of a buildspec has in common.
//!
//! Nothing stops at the first problem: whatever can be read is, and all problems are reported together.

use std::cell::RefCell;

use cfn_model::{Diagnostic, Map, Severity, Value};

use super::Version;
use super::fields::Fields;
use super::source::Source;

/// No reader gains from more.
const MOST_PROBLEMS: usize = 100;

/// A document being read: what it came from, and what is wrong with it so far.
pub(super) struct Reader<'a> {
    pub(super) version: Version,
    pub(super) source: Option<&'a Source<'a>>,
    problems: RefCell<Vec<Diagnostic>>,
}

impl<'a> Reader<'a> {
    /// A reader of a document of that version, which came from `source` or from no text at all.
    pub(super) fn new(version: Version, source: Option<&'a Source<'a>>) -> Self {
        Reader { version, source, problems: RefCell::default() }
    }

    /// Reads `value` as a map that has some of the `known` keys.
    pub(super) fn map<T>(
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
    pub(super) fn finish(self) -> Vec<Diagnostic> {
        self.problems.into_inner()
    }

    pub(super) fn report(
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
        self.report(Severity::Error, "buildspec-wrong-type", path, message, format!("write {expected}"));
    }
}
