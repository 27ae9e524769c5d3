//! Text in: a buildspec from YAML or JSON, with the place of every problem.

use std::borrow::Cow;

use cfn_model::{Diagnostic, Value};

use super::{Buildspec, Version, checks};
use crate::spec::{self, Format, OtherName, Reader, Source};

/// Documents of version 0.2.
static V0_2: Format = Format {
    unknown_key: "buildspec-unknown-key",
    unknown_value: "buildspec-unknown-value",
    missing_key: "buildspec-missing-key",
    wrong_type: "buildspec-wrong-type",
    ignore_case: false,
    other_name: |key| match Version::renamed(key) {
        Some(new) => OtherName::Renamed(format!("version 0.2 calls it `{new}`")),
        None => OtherName::None,
    },
};

/// Documents of version 0.1, which may use the names of both.
static V0_1: Format = Format {
    other_name: |key| if Version::renamed(key).is_some() { OtherName::Accepted } else { OtherName::None },
    ..V0_2
};

impl Buildspec {
    /// Reads a document of YAML or JSON. `file` is the name that problems carry; it may be empty.
    ///
    /// What is read may still be wrong: [`check`](Buildspec::check) judges it, and
    /// [`check_text`](Buildspec::check_text) does both.
    ///
    /// # Errors
    /// Everything that keeps the document from being read, each with its line and column.
    pub fn parse(text: &str, file: impl Into<Cow<'static, str>>) -> Result<Self, Vec<Diagnostic>> {
        spec::parse(text, file, read)
    }

    /// Reads a document from a tree of values, such as one that stands in a template.
    ///
    /// # Errors
    /// Everything that keeps the document from being read.
    pub fn from_value(value: &Value) -> Result<Self, Vec<Diagnostic>> {
        spec::without_errors(read(value, None))
    }

    /// What CodeBuild would refuse or misread in this document.
    pub fn check(&self) -> Vec<Diagnostic> {
        checks::run(self)
    }

    /// All there is to say about a text: what keeps it from being read, and what [`check`](Buildspec::check)
    /// finds in as much of it as could be, in the order of their places.
    pub fn check_text(text: &str, file: impl Into<Cow<'static, str>>) -> Vec<Diagnostic> {
        spec::check_text(text, file, read, Buildspec::check)
    }
}

/// Reads what can be read, and says what is wrong with the rest.
fn read(value: &Value, source: Option<&Source<'_>>) -> (Option<Buildspec>, Vec<Diagnostic>) {
    let format = match value.at("version").and_then(Version::of) {
        Some(Version::V0_1) => &V0_1,
        _ => &V0_2,
    };
    let reader = Reader::new(format, source);
    let spec = reader.map("", value, Buildspec::KEYS, Buildspec::read);
    (spec, reader.finish())
}
