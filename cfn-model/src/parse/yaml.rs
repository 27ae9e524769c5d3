//! YAML as a source of nodes: the events of a parser, with the types of YAML 1.1.

use std::borrow::Cow;

use granit_parser::{ErrorKind, Event, Marker, Parser, ScalarStyle, ScanError, Span};

use super::report::Stop;
use super::tree::{Inside, Tag, TagAt, Tree};
use super::{Dialect, Position};
use crate::yaml11::{self, Plain};
use crate::{Function, Number, Value};

/// Reads YAML text into a tree.
///
/// The lines of quoted text may be indented as they like in YAML 1.1 as it is read everywhere; the
/// parser wants them further in than the key. Blanks at the beginning of such a line mean nothing, so
/// it is given more of them, and the text is read again. Nothing else stands on these lines, and so
/// all places stay as they are.
pub(super) fn read(text: &str, new_tree: impl Fn() -> Tree) -> Tree {
    let mut text = Cow::Borrowed(text);
    // How many bytes may be read again: a hostile file could have a great many such lines.
    let mut budget = 16 << 20;
    loop {
        let mut tree = new_tree();
        let Err(Failure::Syntax(error)) = read_events(&text, &mut tree) else { return tree };
        match line_of_quoted_text(&error, &text) {
            Some(start) if budget >= text.len() => {
                budget -= text.len();
                text.to_mut().insert_str(start, &" ".repeat(256));
            }
            _ => {
                _ = syntax_error(&error, &text, &mut tree);
                return tree;
            }
        }
    }
}

enum Failure {
    /// Why has been reported.
    Stopped,
    Syntax(ScanError),
}

impl From<Stop> for Failure {
    fn from(Stop: Stop) -> Self {
        Failure::Stopped
    }
}

/// Where the line begins whose indentation the parser does not like although it is in quoted text.
fn line_of_quoted_text(error: &ScanError, text: &str) -> Option<usize> {
    match error.kind() {
        ErrorKind::InvalidQuotedScalarIndent | ErrorKind::TabInIndentation => {
            let before = text.get(..error.marker().byte_offset()?)?;
            Some(before.rfind(['\n', '\r'])? + 1)
        }
        _ => None,
    }
}

fn read_events(text: &str, tree: &mut Tree) -> Result<(), Failure> {
    let options = granit_parser::options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        // The tree has the limit that counts; this one keeps the parser from going much further.
        flow_nesting_limit: tree.depth_limit.saturating_add(1),
        block_nesting_limit: tree.depth_limit.saturating_add(1),
    };
    let mut source = Source { text, documents: 0, skip: 0 };
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(Failure::Syntax)?;
        source.event(event, span, tree)?;
    }
    if source.documents == 0 {
        let start = Position { line: 1, column: 1 };
        let help = "write at least one key and value";
        return Err(tree.report.stop("empty-document", start, "the document is empty", help).into());
    }
    Ok(())
}

struct Source<'a> {
    text: &'a str,
    documents: usize,
    /// How many collections are open of a key that is no string.
    skip: usize,
}

impl Source<'_> {
    fn event(&mut self, event: Event<'_>, span: Span, tree: &mut Tree) -> Result<(), Stop> {
        if self.skip > 0 {
            self.skip_event(&event);
            return Ok(());
        }
        let at = position(span.start);
        match event {
            Event::DocumentStart(..) => self.document(at, tree),
            Event::MappingEnd | Event::SequenceEnd => tree.end(),
            Event::Scalar(text, style, anchor, tag) => {
                let tag = self.tag(tag.as_deref(), span, tree);
                if tree.inside() == Inside::Map {
                    self.key(text, style, &tag, at, tree);
                    return Ok(());
                }
                let plain = style == ScalarStyle::Plain;
                let text = if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
                    self.block(text, span)
                } else {
                    text
                };
                match tag {
                    Tagged::Not if plain => {
                        let value = plain_scalar(text, at, tree);
                        tree.leaf(value, at, None, anchor)
                    }
                    Tagged::Not | Tagged::Text => tree.leaf(Value::String(text.into_owned()), at, None, anchor),
                    Tagged::As(tag, tag_at) => {
                        tree.leaf(Value::String(text.into_owned()), at, Some((tag, tag_at)), anchor)
                    }
                }
            }
            Event::MappingStart(_, anchor, tag) | Event::SequenceStart(_, anchor, tag)
                if tree.inside() == Inside::Map =>
            {
                _ = (anchor, tag);
                self.complex_key(at, tree);
                Ok(())
            }
            Event::MappingStart(_, anchor, tag) => {
                let tag = self.tag(tag.as_deref(), span, tree).on_collection(tree);
                tree.begin_map(at, tag, anchor)
            }
            Event::SequenceStart(_, anchor, tag) => {
                let tag = self.tag(tag.as_deref(), span, tree).on_collection(tree);
                tree.begin_list(at, tag, anchor)
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) if tree.inside() == Inside::Map => {
                let message = format!("the alias {} stands as a key", span.slice(self.text).unwrap_or_default());
                tree.report.error("unsupported-key", at, message, "write the key out");
                tree.key(Cow::Borrowed(""), at);
                Ok(())
            }
            Event::Alias(id) => {
                let name = span.slice(self.text).unwrap_or_default();
                if tree.dialect == Dialect::Template {
                    tree.report.warning(
                        "yaml-alias",
                        at,
                        format!("CloudFormation refuses the alias {name}"),
                        "write out what it stands for, as emitting this template does",
                    );
                }
                tree.alias(id, name, at)
            }
            Event::UnresolvedAlias(name) => {
                let message = format!("the alias *{name} has no anchor &{name} before it");
                tree.report.error("unknown-anchor", at, message, "quote the text if it is no alias, or add the anchor");
                tree.leaf(Value::Null, at, None, 0)
            }
            _ => Ok(()),
        }
    }

    fn document(&mut self, at: Position, tree: &mut Tree) -> Result<(), Stop> {
        self.documents += 1;
        if self.documents > 1 {
            return Err(tree.report.stop(
                "several-documents",
                at,
                "a second document begins here",
                "keep one document in a file; `---` may stand only before the first",
            ));
        }
        Ok(())
    }

    /// The text of a block. One that ends where the file ends, without a line break, has none at its
    /// end either, but the parser adds it.
    fn block<'t>(&self, mut text: Cow<'t, str>, span: Span) -> Cow<'t, str> {
        let at_the_end = span.end.byte_offset() == Some(self.text.len()) && !self.text.ends_with(['\n', '\r']);
        if at_the_end && let Some(rest) = text.strip_suffix('\n') {
            let is_blank = |line: &str| line.bytes().all(|byte| byte == b' ');
            let (read, written) = (rest.rsplit('\n').next(), self.text.rsplit(['\n', '\r']).next());
            // A last line of blanks is text where it is longer than the indentation.
            let is_text = !written.is_some_and(is_blank) || read.is_some_and(|read| !read.is_empty() && is_blank(read));
            if is_text {
                text.to_mut().pop();
            }
        }
        text
    }

    fn key(&mut self, text: Cow<'_, str>, style: ScalarStyle, tag: &Tagged, at: Position, tree: &mut Tree) {
        if let Tagged::As(tag, tag_at) = tag {
            let message = format!("the key `{text}` has the tag of {}", tag.name());
            tree.report.error("unsupported-key", *tag_at, message, "keys are plain strings: remove the tag");
        }
        if style == ScalarStyle::Plain && text == "<<" {
            if tree.dialect == Dialect::Template {
                tree.report.warning(
                    "yaml-merge",
                    at,
                    "CloudFormation refuses the merge key `<<`",
                    "write the entries out, as emitting this template does",
                );
            }
            tree.merge_key(at);
        } else {
            tree.key(text, at);
        }
    }

    /// A key that is a list or a map. Its value is read like others, for the problems in it.
    fn complex_key(&mut self, at: Position, tree: &mut Tree) {
        tree.report.error(
            "unsupported-key",
            at,
            "a list or map stands as a key",
            "keys are strings: quote text that begins with a bracket, such as '{{resolve:…}}'",
        );
        tree.key(Cow::Borrowed(""), at);
        self.skip = 1;
    }

    fn skip_event(&mut self, event: &Event<'_>) {
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => self.skip += 1,
            Event::MappingEnd | Event::SequenceEnd => self.skip -= 1,
            _ => {}
        }
    }

    /// What a tag means. What is wrong with it is reported.
    fn tag(&self, tag: Option<&granit_parser::Tag>, span: Span, tree: &mut Tree) -> Tagged {
        let Some(tag) = tag else { return Tagged::Not };
        let at = position(span.tag_start().unwrap_or(span.start));
        if let Some(name) = tag.suffix_in_namespace("tag:yaml.org,2002:") {
            return match &*name {
                "str" => Tagged::Text,
                "null" | "bool" | "int" | "float" | "seq" | "map" => Tagged::Not,
                _ => {
                    let help = "CloudFormation knows !!str, !!int, !!float, !!bool, !!null, !!seq and !!map";
                    tree.report.error("unknown-tag", at, format!("the tag !!{name} is not supported"), help);
                    Tagged::Text
                }
            };
        }
        let name = tag.suffix();
        if name.is_empty() || (tag.handle().is_empty() && name == "!") {
            return Tagged::Text;
        }
        if tree.dialect == Dialect::Data {
            let help = "only templates have tags: quote the text if it begins with an exclamation mark";
            tree.report.error("unknown-tag", at, format!("the tag !{name} has no meaning here"), help);
            return Tagged::Text;
        }
        if let Some(function) = Function::from_tag(name) {
            return Tagged::As(Tag::Function(function), at);
        }
        let meant = name.strip_prefix("Fn::").unwrap_or(name);
        if let Some(function) = Function::ALL.iter().find(|function| function.tag().eq_ignore_ascii_case(meant)) {
            let help = format!("write !{}", function.tag());
            tree.report.error("unknown-tag", at, format!("there is no function !{name}"), help);
            return Tagged::As(Tag::Function(*function), at);
        }
        if name.contains("::") {
            let message = format!("CloudFormation does not know the tag !{name}");
            let help = format!("let the tool that knows it work first; it is kept as the key `{name}`");
            tree.report.warning("unknown-tag", at, message, help);
            return Tagged::As(Tag::Key(name.to_owned()), at);
        }
        let help = "use the short form of an intrinsic function, such as !Ref or !Sub, or quote the text";
        tree.report.error("unknown-tag", at, format!("there is no function !{name}"), help);
        Tagged::Text
    }
}

enum Tagged {
    Not,
    /// The scalar is a string, whatever it looks like.
    Text,
    As(Tag, Position),
}

impl Tagged {
    fn on_collection(self, tree: &mut Tree) -> TagAt {
        match self {
            Tagged::As(Tag::Function(Function::Condition), at) => {
                let help = "write the name of a condition after it, such as !Condition IsProduction";
                tree.report.error("wrong-argument", at, "!Condition takes a name, not a list or a map", help);
                None
            }
            Tagged::As(tag, at) => Some((tag, at)),
            Tagged::Not | Tagged::Text => None,
        }
    }
}

fn plain_scalar(text: Cow<'_, str>, at: Position, tree: &mut Tree) -> Value {
    match yaml11::resolve(&text) {
        Plain::Null => Value::Null,
        Plain::Bool(value) => Value::Bool(value),
        Plain::String => Value::String(text.into_owned()),
        Plain::Number => {
            if tree.dialect == Dialect::Template
                && let Some(other) = yaml11::surprise(&text)
            {
                tree.report.warning(
                    "surprising-number",
                    at,
                    format!("CloudFormation reads {text} as the number {other}"),
                    format!("write '{text}' if it is text, {other} if the number is meant"),
                );
            }
            Value::Number(Number::from_text(text))
        }
    }
}

fn position(mark: Marker) -> Position {
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    Position { line: number(mark.line()), column: number(mark.col() + 1) }
}

fn syntax_error(error: &ScanError, text: &str, tree: &mut Tree) -> Stop {
    let mut at = position(*error.marker());
    let (message, help) = match error.kind() {
        ErrorKind::RecursionLimitExceeded => return tree.report.too_deep(at, tree.depth_limit),
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar => {
            let before = error.marker().byte_offset().and_then(|end| text.get(..end));
            if before.is_some_and(|before| before.ends_with('\t')) {
                at.column -= 1;
            }
            ("a tab stands where YAML allows spaces only".to_owned(), "indent with spaces")
        }
        ErrorKind::InvalidIndentation | ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedBlockSequenceEntry => (
            "the indentation fits nothing above it".to_owned(),
            "give entries of the same map or list the same indentation",
        ),
        ErrorKind::MappingValueNotAllowed => (
            "a `:` that makes a key stands where no key can".to_owned(),
            "quote text that has a colon and a blank in it, or indent the key below the one above",
        ),
        ErrorKind::UnexpectedCharacter { character } => {
            (format!("text cannot begin with `{}`", character.escape_debug()), "quote it")
        }
        ErrorKind::InvalidQuotedScalarIndent => (
            "quoted text goes on here, further out than its key".to_owned(),
            "close the quote before this line, or indent the line",
        ),
        ErrorKind::UnclosedQuotedScalar => {
            ("the quote is not closed".to_owned(), "close it, and double or escape quotes inside it")
        }
        _ => (error.info(), "check the syntax at this place and in the line above"),
    };
    tree.report.stop("yaml-syntax", at, message, help)
}
