//! Templates and other documents in: YAML and JSON text as a [`Value`], with the place of every node.
//!
//! YAML is read as CloudFormation reads it: version 1.1, in which `NO` is a boolean and `0123` is an
//! octal number, without dates. Numbers keep their digits, see [`Number`](crate::Number). What
//! begins with `{` or `[` is read as JSON, strictly.
//!
//! Every problem that can be found in one run is reported, each with its line and column.

mod conditions;
mod json;
mod limits;
mod merge;
mod place;
mod report;
mod table;
mod tree;
mod yaml;

use std::borrow::Cow;

use crate::{Diagnostic, Value};

pub use limits::Limits;
pub use place::{Place, Places, Position};

use tree::Tree;

/// A document that was read.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Document {
    /// What it says.
    pub value: Value,
    /// Where each node of it stands.
    pub places: Places,
    /// What is likely not meant as it was read.
    pub warnings: Vec<Diagnostic>,
}

/// What the tags and long names of functions mean in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    /// Nothing: tags are refused, and `Ref` is a key like others.
    Data,
    /// They are functions.
    Template,
}

/// Reads a document that is no template: a buildspec, an appspec, a configuration file.
///
/// Tags are refused and maps stay maps, whatever their keys. `file` is the name that places and
/// problems carry; it may be empty.
///
/// # Errors
/// All problems that were found.
pub fn document(text: &str, file: impl Into<Cow<'static, str>>, limits: &Limits) -> Result<Document, Vec<Diagnostic>> {
    read(text, file.into(), limits, Dialect::Data)
}

/// Reads a document in which `!Ref X` and `{"Ref": "X"}` are functions: a template or a part of one.
///
/// [`Template::parse`](crate::Template::parse) also looks at its sections.
///
/// # Errors
/// All problems that were found.
pub fn template(text: &str, file: impl Into<Cow<'static, str>>, limits: &Limits) -> Result<Document, Vec<Diagnostic>> {
    read(text, file.into(), limits, Dialect::Template)
}

fn read(text: &str, file: Cow<'static, str>, limits: &Limits, dialect: Dialect) -> Result<Document, Vec<Diagnostic>> {
    if text.len() > limits.bytes {
        return Err(vec![report::too_large(file, text.len(), limits.bytes)]);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let new_tree = || Tree::new(file.clone(), text.len(), limits, dialect);
    let tree = match text.trim_start().as_bytes().first() {
        Some(b'{' | b'[') => json::read(text, new_tree()),
        _ => yaml::read(text, new_tree),
    };
    tree.finish()
}
