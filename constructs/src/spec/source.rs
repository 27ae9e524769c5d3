//! [`Source`]: the text of a document, so that each problem has its place.

use std::borrow::Cow;

use cfn_model::parse::{self, Limits, Places, Position};
use cfn_model::{Diagnostic, Location, Severity, Value};

/// The bounds of a document. A batch of a hundred builds has some thousands of nodes.
const LIMITS: Limits = Limits { bytes: 1 << 20, depth: 32, nodes: 20_000 };

/// The text a document was read from, and where its nodes stand in it.
pub(crate) struct Source<'a> {
    lines: Vec<&'a str>,
    places: &'a Places,
}

/// How a document is made of a tree: as much of it as can be read, and what is wrong with the rest.
type Read<T> = fn(&Value, Option<&Source<'_>>) -> (Option<T>, Vec<Diagnostic>);

impl<'a> Source<'a> {
    fn new(text: &'a str, places: &'a Places) -> Self {
        Source { lines: text.lines().collect(), places }
    }

    /// The place of the node at a dotted `path`, or of the nearest node above it.
    pub(super) fn location(&self, path: &str) -> Location {
        self.places.location(path)
    }

    /// The word that a boolean was written as. A variable with the value `yes` is that, and not `true`.
    pub(super) fn word(&self, path: &str) -> Option<&'a str> {
        let Position { line, column } = self.places.of(path)?.value;
        let line = self.lines.get(usize::try_from(line).ok()?.checked_sub(1)?)?;
        let (start, _) = line.char_indices().nth(usize::try_from(column).ok()?.checked_sub(1)?)?;
        let word = &line[start..];
        let word = &word[..word.bytes().take_while(u8::is_ascii_alphabetic).count()];
        ["yes", "no", "true", "false", "on", "off"].iter().any(|known| known.eq_ignore_ascii_case(word)).then_some(word)
    }
}

/// Reads a document of YAML or JSON, or says all that keeps it from being read.
pub(crate) fn parse<T>(text: &str, file: impl Into<Cow<'static, str>>, read: Read<T>) -> Result<T, Vec<Diagnostic>> {
    let document = parse::document(text, file, &LIMITS)?;
    let source = Source::new(text, &document.places);
    without_errors(read(&document.value, Some(&source)))
}

/// All there is to say about a text: what keeps it from being read, and what `check` finds in as much of it as
/// could be, in the order of their places.
pub(crate) fn check_text<T>(
    text: &str,
    file: impl Into<Cow<'static, str>>,
    read: Read<T>,
    check: fn(&T) -> Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let document = match parse::document(text, file, &LIMITS) {
        Ok(document) => document,
        Err(problems) => return problems,
    };
    let source = Source::new(text, &document.places);
    let (spec, problems) = read(&document.value, Some(&source));
    let mut all = document.warnings;
    // A part that could not be read is missing from `spec`, and checks would say that it is missing from the text.
    if problems.iter().all(|problem| problem.severity < Severity::Error) {
        let located = |mut finding: Diagnostic| {
            finding.location = finding.property.as_deref().map(|path| source.location(path));
            finding
        };
        all.extend(spec.iter().flat_map(check).map(located));
    }
    all.extend(problems);
    all.sort_by(|one, other| one.location.cmp(&other.location));
    all
}

/// What was read, unless something kept parts of it from being read.
pub(crate) fn without_errors<T>((spec, problems): (Option<T>, Vec<Diagnostic>)) -> Result<T, Vec<Diagnostic>> {
    match spec {
        Some(spec) if problems.iter().all(|problem| problem.severity < Severity::Error) => Ok(spec),
        _ => Err(problems),
    }
}
