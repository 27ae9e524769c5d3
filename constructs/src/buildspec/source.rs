//! Text in: a buildspec from YAML or JSON, with the place of every problem.

use std::borrow::Cow;

use cfn_model::parse::{self, Limits, Places, Position};
use cfn_model::{Diagnostic, Location, Severity, Value};

use super::read::Reader;
use super::{Buildspec, Version, checks};

/// The bounds of a buildspec. A batch of a hundred builds has some thousands of nodes.
const LIMITS: Limits = Limits { bytes: 1 << 20, depth: 32, nodes: 20_000 };

/// The text a document was read from, and where its nodes stand in it.
pub(super) struct Source<'a> {
    lines: Vec<&'a str>,
    places: &'a Places,
}

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

impl Buildspec {
    /// Reads a document of YAML or JSON. `file` is the name that problems carry; it may be empty.
    ///
    /// What is read may still be wrong: [`check`](Buildspec::check) judges it, and
    /// [`check_text`](Buildspec::check_text) does both.
    ///
    /// # Errors
    /// Everything that keeps the document from being read, each with its line and column.
    pub fn parse(text: &str, file: impl Into<Cow<'static, str>>) -> Result<Self, Vec<Diagnostic>> {
        let document = parse::document(text, file, &LIMITS)?;
        let source = Source::new(text, &document.places);
        let (spec, problems) = read(&document.value, Some(&source));
        without_errors(spec, problems)
    }

    /// Reads a document from a tree of values, such as one that stands in a template.
    ///
    /// # Errors
    /// Everything that keeps the document from being read.
    pub fn from_value(value: &Value) -> Result<Self, Vec<Diagnostic>> {
        let (spec, problems) = read(value, None);
        without_errors(spec, problems)
    }

    /// What CodeBuild would refuse or misread in this document.
    pub fn check(&self) -> Vec<Diagnostic> {
        checks::run(self)
    }

    /// All there is to say about a text: what keeps it from being read, and what [`check`](Buildspec::check)
    /// finds in as much of it as could be, in the order of their places.
    pub fn check_text(text: &str, file: impl Into<Cow<'static, str>>) -> Vec<Diagnostic> {
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
            all.extend(spec.iter().flat_map(Buildspec::check).map(located));
        }
        all.extend(problems);
        all.sort_by(|one, other| one.location.cmp(&other.location));
        all
    }
}

/// Reads what can be read, and says what is wrong with the rest.
fn read(value: &Value, source: Option<&Source<'_>>) -> (Option<Buildspec>, Vec<Diagnostic>) {
    let version = value.at("version").and_then(Version::of).unwrap_or_default();
    let reader = Reader::new(version, source);
    let spec = reader.map("", value, Buildspec::KEYS, Buildspec::read);
    (spec, reader.finish())
}

fn without_errors(spec: Option<Buildspec>, problems: Vec<Diagnostic>) -> Result<Buildspec, Vec<Diagnostic>> {
    match spec {
        Some(spec) if problems.iter().all(|problem| problem.severity < Severity::Error) => Ok(spec),
        _ => Err(problems),
    }
}
