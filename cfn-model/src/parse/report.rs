//! The problems of a document while it is read.

use std::borrow::Cow;

use super::Position;
use crate::{Diagnostic, Location};

/// No reader gains from more; a hostile file could have one problem every few bytes.
const MOST_PROBLEMS: usize = 100;

/// Reading cannot go on. Why has been reported.
#[derive(Debug)]
pub(super) struct Stop;

/// The problems found so far.
#[derive(Debug)]
pub(super) struct Report {
    pub(super) file: Cow<'static, str>,
    pub(super) errors: Vec<Diagnostic>,
    pub(super) warnings: Vec<Diagnostic>,
}

impl Report {
    pub(super) fn new(file: Cow<'static, str>) -> Self {
        Report { file, errors: Vec::new(), warnings: Vec::new() }
    }

    /// Whether there are so many errors that no more are taken.
    pub(super) fn is_full(&self) -> bool {
        self.errors.len() >= MOST_PROBLEMS
    }

    pub(super) fn error(
        &mut self,
        code: &'static str,
        at: Position,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        if !self.is_full() {
            let location = self.locate(at);
            self.errors.push(Diagnostic::error(code, message).help(help).at(location));
        }
    }

    pub(super) fn warning(
        &mut self,
        code: &'static str,
        at: Position,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        if self.warnings.len() < MOST_PROBLEMS {
            let location = self.locate(at);
            self.warnings.push(Diagnostic::warning(code, message).help(help).at(location));
        }
    }

    /// Reports what ends the reading.
    pub(super) fn stop(
        &mut self,
        code: &'static str,
        at: Position,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Stop {
        // It must be told even where the others are too many.
        self.errors.truncate(MOST_PROBLEMS - 1);
        self.error(code, at, message, help);
        Stop
    }

    pub(super) fn too_deep(&mut self, at: Position, limit: usize) -> Stop {
        self.stop(
            "nesting-too-deep",
            at,
            format!("more than {limit} collections or functions are nested here, which is the limit"),
            "flatten the document, or raise the limit",
        )
    }

    pub(super) fn too_many_nodes(&mut self, at: Position, count: usize, limit: usize) -> Stop {
        // What is closed after the reading stopped is counted again, and is no news.
        if self.errors.iter().any(|error| error.code == "too-many-nodes") {
            return Stop;
        }
        self.stop(
            "too-many-nodes",
            at,
            format!("the document has {count} or more nodes, with aliases replaced by what they stand for; {limit} are allowed"),
            "split the document, or raise the limit",
        )
    }

    fn locate(&self, at: Position) -> Location {
        Location { file: self.file.clone(), line: at.line, column: at.column }
    }
}

/// That a document is refused unread.
pub(super) fn too_large(file: Cow<'static, str>, bytes: usize, limit: usize) -> Diagnostic {
    Diagnostic::error("document-too-large", format!("the document has {bytes} bytes, more than the {limit} allowed"))
        .help("split it, or raise the limit")
        .at(Location { file, line: 1, column: 1 })
}
