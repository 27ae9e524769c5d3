//! JSON as a source of nodes: strict, as <https://www.rfc-editor.org/rfc/rfc8259> has it.
//!
//! YAML readers take most JSON, but also commas at the end and comments, which CloudFormation then
//! refuses; and they take `1e3` for a string.

use std::borrow::Cow;

use super::Position;
use super::report::Stop;
use super::tree::{Inside, Tree};
use crate::{Number, Value};

/// Reads JSON text into a tree.
pub(super) fn read(text: &str, mut tree: Tree) -> Tree {
    let mut scanner = Scanner { text, at: 0, counted: 0, position: Position { line: 1, column: 1 } };
    // Where it stops early, it has reported why.
    _ = scanner.document(&mut tree);
    tree
}

struct Scanner<'a> {
    text: &'a str,
    /// The byte that is looked at.
    at: usize,
    /// The byte that `position` is the position of.
    counted: usize,
    position: Position,
}

impl<'a> Scanner<'a> {
    fn document(&mut self, tree: &mut Tree) -> Result<(), Stop> {
        loop {
            self.value(tree)?;
            // Values end collections, which are values and may end others.
            loop {
                let inside = tree.inside();
                let close = match inside {
                    Inside::Document => return self.finish(tree),
                    Inside::List => b']',
                    Inside::Map | Inside::Entry => b'}',
                };
                match self.blanks() {
                    Some(b',') => {
                        self.at += 1;
                        if inside == Inside::List {
                            self.no_comma_before(b']', tree)?;
                        } else {
                            self.no_comma_before(b'}', tree)?;
                            self.key(tree)?;
                        }
                        break;
                    }
                    Some(byte) if byte == close => {
                        self.at += 1;
                        tree.end()?;
                    }
                    _ => {
                        let close = char::from(close);
                        return Err(self.unexpected(tree, &format!("`,` or `{close}`")));
                    }
                }
            }
        }
    }

    /// Reads a value up to its end, or up to the first value inside it.
    fn value(&mut self, tree: &mut Tree) -> Result<(), Stop> {
        loop {
            let Some(byte) = self.blanks() else { return Err(self.unexpected(tree, "a value")) };
            let at = self.position();
            match byte {
                b'{' => {
                    self.at += 1;
                    tree.begin_map(at, None, 0)?;
                    if self.blanks() == Some(b'}') {
                        self.at += 1;
                        return tree.end();
                    }
                    self.key(tree)?;
                }
                b'[' => {
                    self.at += 1;
                    tree.begin_list(at, None, 0)?;
                    if self.blanks() == Some(b']') {
                        self.at += 1;
                        return tree.end();
                    }
                }
                b'"' => {
                    let text = self.string(tree)?.into_owned();
                    return tree.leaf(Value::String(text), at, None, 0);
                }
                b'-' | b'0'..=b'9' => {
                    let number = self.number(tree)?;
                    return tree.leaf(Value::Number(number), at, None, 0);
                }
                _ => {
                    let value = self.word(tree)?;
                    return tree.leaf(value, at, None, 0);
                }
            }
        }
    }

    fn key(&mut self, tree: &mut Tree) -> Result<(), Stop> {
        if self.blanks() != Some(b'"') {
            return Err(self.unexpected(tree, "a key in double quotes"));
        }
        let at = self.position();
        let key = self.string(tree)?;
        if self.blanks() != Some(b':') {
            return Err(self.unexpected(tree, "`:` after the key"));
        }
        self.at += 1;
        tree.key(key, at);
        Ok(())
    }

    /// A string, from its opening quote to behind its closing one.
    fn string(&mut self, tree: &mut Tree) -> Result<Cow<'a, str>, Stop> {
        let (text, open) = (self.text, self.at);
        let mut owned: Option<String> = None;
        let mut start = open + 1;
        loop {
            let rest = text.as_bytes().get(start..).unwrap_or_default();
            let Some(length) = rest.iter().position(|byte| *byte < b' ' || matches!(byte, b'"' | b'\\')) else {
                self.at = open;
                return Err(self.error(tree, "the string has no end", "close it with a double quote"));
            };
            let part = &text[start..start + length];
            self.at = start + length;
            match rest[length] {
                b'"' => {
                    self.at += 1;
                    return Ok(match owned {
                        None => Cow::Borrowed(part),
                        Some(text) => Cow::Owned(text + part),
                    });
                }
                b'\\' => {
                    let owned = owned.get_or_insert_default();
                    owned.push_str(part);
                    owned.push(self.escape(tree)?);
                    start = self.at;
                }
                byte => {
                    let message = format!("a string cannot have the control character U+{byte:04X} in it");
                    return Err(self.error(tree, message, "write it as an escape, such as \\n or \\t"));
                }
            }
        }
    }

    /// An escape, from its backslash on.
    fn escape(&mut self, tree: &mut Tree) -> Result<char, Stop> {
        let byte = self.text.as_bytes().get(self.at + 1).copied().unwrap_or_default();
        let character = match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode_escape(tree),
            _ => {
                let help = "JSON knows \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four digits; a backslash itself is written twice";
                return Err(self.error(tree, "a backslash that begins no escape", help));
            }
        };
        self.at += 2;
        Ok(character)
    }

    /// `\u` and four digits, twice for what is beyond them.
    fn unicode_escape(&mut self, tree: &mut Tree) -> Result<char, Stop> {
        let unit = |at: usize| {
            let digits = self.text.get(at..at + 6)?.strip_prefix("\\u")?;
            let plain = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            u16::from_str_radix(digits, 16).ok().filter(|_| plain)
        };
        let first = unit(self.at);
        let second = unit(self.at + 6);
        let units: Vec<u16> = first.into_iter().chain(second).collect();
        match char::decode_utf16(units).next() {
            Some(Ok(character)) => {
                self.at += 6 * character.len_utf16();
                Ok(character)
            }
            Some(Err(_)) => Err(self.error(
                tree,
                "half of a surrogate pair, which is no character",
                "write the character itself, or both halves",
            )),
            None => Err(self.error(tree, "`\\u` without four hexadecimal digits", "write all four, such as \\u00e9")),
        }
    }

    fn number(&mut self, tree: &mut Tree) -> Result<Number, Stop> {
        let rest = &self.text[self.at..];
        let is_part = |byte: u8| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E');
        let text = &rest[..rest.bytes().position(|byte| !is_part(byte)).unwrap_or(rest.len())];
        let number = Number::from_text(text);
        if !number.is_json() {
            let message = format!("`{}` is no number", shorten(text));
            return Err(self.error(tree, message, "numbers are written like -12, 0.5 or 1e3; quote what is no number"));
        }
        self.at += text.len();
        Ok(number)
    }

    fn word(&mut self, tree: &mut Tree) -> Result<Value, Stop> {
        let rest = &self.text[self.at..];
        let words = [("true", Value::Bool(true)), ("false", Value::Bool(false)), ("null", Value::Null)];
        for (word, value) in words {
            let after = rest.strip_prefix(word);
            if after.is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_')) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.unexpected(tree, "a value"))
    }

    fn no_comma_before(&mut self, close: u8, tree: &mut Tree) -> Result<(), Stop> {
        if self.blanks() == Some(close) {
            let message = format!("a comma stands before `{}`", char::from(close));
            return Err(self.error(tree, message, "remove the comma: JSON has them between entries only"));
        }
        Ok(())
    }

    fn finish(&mut self, tree: &mut Tree) -> Result<(), Stop> {
        match self.blanks() {
            None => Ok(()),
            Some(_) => Err(self.unexpected(tree, "the end of the document")),
        }
    }

    /// Skips blanks and line breaks, and tells what comes after them.
    fn blanks(&mut self) -> Option<u8> {
        loop {
            match self.text.as_bytes().get(self.at)? {
                b'\n' => {
                    self.at += 1;
                    self.counted = self.at;
                    self.position = Position { line: self.position.line.saturating_add(1), column: 1 };
                }
                b' ' | b'\t' | b'\r' => self.at += 1,
                byte => return Some(*byte),
            }
        }
    }

    /// Where the scanner is. Each byte of a line is counted once, however often this is asked.
    fn position(&mut self) -> Position {
        if self.at >= self.counted {
            let bytes = &self.text.as_bytes()[self.counted..self.at];
            let characters = bytes.iter().filter(|byte| (**byte & 0xc0) != 0x80).count();
            self.position.column = self.position.column.saturating_add(u32::try_from(characters).unwrap_or(u32::MAX));
            self.counted = self.at;
        }
        self.position
    }

    fn unexpected(&mut self, tree: &mut Tree, expected: &str) -> Stop {
        let rest = &self.text[self.at..];
        let found = match rest.chars().next() {
            None => "the end of the text".to_owned(),
            Some(character) if character.is_alphanumeric() => {
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
                format!("`{}`", shorten(&rest[..end]))
            }
            Some(character) => format!("`{}`", character.escape_debug()),
        };
        let help = match rest.as_bytes() {
            [b'/' | b'#', ..] => "JSON has no comments: remove it, or write YAML that does not begin with a bracket",
            [b'\'', ..] => "JSON has double quotes only",
            [] => "something is not closed, or cut off",
            _ => "what begins with a bracket is read as JSON: check for a missing comma, colon or quote before this",
        };
        self.error(tree, format!("expected {expected}, found {found}"), help)
    }

    fn error(&mut self, tree: &mut Tree, message: impl Into<String>, help: &str) -> Stop {
        let at = self.position();
        tree.report.stop("json-syntax", at, message, help)
    }
}

/// The beginning of text that may be long.
fn shorten(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(40) {
        None => Cow::Borrowed(text),
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
    }
}
