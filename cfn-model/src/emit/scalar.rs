//! How a string is written in YAML: plain where that is safe, quoted or as a block where it is not.

use std::fmt::Write;

use super::find;

/// The ways to write a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// As it is.
    Plain,
    /// In single quotes, where only the quote itself is doubled.
    Single,
    /// In double quotes, with escapes.
    Double,
    /// As a literal block: several lines, each as it is.
    Literal,
}

/// Whether YAML cannot print the character, or takes it for a line break or a byte order mark.
fn is_special(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
    )
}

/// Whether a byte may have to do with how text is written: it has a meaning to YAML, or belongs to a
/// character that may be [special](is_special).
fn may_matter(byte: u8) -> bool {
    (byte == b':') | (byte == b'#') | !(b' '..=b'~').contains(&byte)
}

/// The style for a string where a block may stand.
pub(super) fn style(text: &str) -> Style {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return Style::Single };
    let (mut lines, mut tab, mut quote) = (false, false, is_indicator(*first) || matches!(last, b' ' | b':'));
    let mut from = 0;
    while let Some(found) = find(&bytes[from..], may_matter) {
        let at = from + found;
        match bytes[at] {
            // A colon ends a key where a blank follows.
            b':' => quote |= bytes.get(at + 1) == Some(&b' '),
            // A hash begins a comment where a blank stands before it.
            b'#' => quote |= at > 0 && bytes[at - 1] == b' ',
            b'\n' => lines = true,
            // In a block it is text, elsewhere it is easily lost.
            b'\t' => tab = true,
            _ => {
                let character = text[at..].chars().next().unwrap_or_default();
                if is_special(character) {
                    return Style::Double;
                }
                from = at + character.len_utf8();
                continue;
            }
        }
        from = at + 1;
    }
    if lines {
        if can_be_literal(text) { Style::Literal } else { Style::Double }
    } else if tab {
        Style::Double
    } else if quote || is_something_else(text) {
        Style::Single
    } else {
        Style::Plain
    }
}

/// The style for a key or for the only scalar of a document, where a block cannot stand.
pub(super) fn inline_style(text: &str) -> Style {
    match style(text) {
        Style::Literal => Style::Double,
        style => style,
    }
}

/// Whether a plain scalar must not begin with this byte. Some may, in some places; quotes never hurt.
fn is_indicator(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'!'
            | b'"'
            | b'#'
            | b'%'
            | b'&'
            | b'\''
            | b'*'
            | b','
            | b'-'
            | b':'
            | b'='
            | b'>'
            | b'?'
            | b'@'
            | b'['
            | b']'
            | b'`'
            | b'{'
            | b'|'
            | b'}'
            | b'~'
    )
}

/// Whether any reader of YAML 1.1 or 1.2 might take the text for something else than a string.
///
/// Wider than what [`yaml11`](crate::yaml11) reads, because readers differ.
fn is_something_else(text: &str) -> bool {
    const WORDS: [&str; 10] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "<<"];
    let bytes = text.as_bytes();
    match bytes[0] {
        b'0'..=b'9' | b'+' | b'.' => {
            let digits = if bytes[0] == b'+' { &bytes[1..] } else { bytes };
            let number =
                bytes.iter().all(|b| matches!(b, b'0'..=b'9' | b'_' | b'.' | b':' | b',' | b'+' | b'-' | b'e' | b'E'));
            let based = matches!(digits, [b'0', b'b' | b'o' | b'x' | b'B' | b'O' | b'X', ..])
                && digits.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_');
            let date = matches!(digits, [b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', b'-', b'0'..=b'9', ..]);
            let special = matches!(digits, [b'.', a, b, c] if [b"inf", b"nan"].iter().any(|word| word.eq_ignore_ascii_case(&[*a, *b, *c])));
            number || based || date || special || text.starts_with("...")
        }
        b'y' | b'n' | b'o' | b't' | b'f' | b'Y' | b'N' | b'O' | b'T' | b'F' | b'<' => {
            bytes.len() <= 5 && WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
        }
        _ => false,
    }
}

/// Whether a literal block gives the text back in every reader.
///
/// It does not where all lines are blank, nor where the last one is but has spaces or tabs in it.
fn can_be_literal(text: &str) -> bool {
    let last = text.trim_end_matches('\n');
    let last = last.rsplit('\n').next().unwrap_or(last);
    !last.trim_matches([' ', '\t']).is_empty()
}

/// Writes text that fits on the line.
pub(super) fn write(out: &mut String, text: &str, style: Style) {
    match style {
        Style::Plain => out.push_str(text),
        Style::Single => {
            out.push('\'');
            let mut rest = text;
            while let Some(at) = rest.find('\'') {
                out.push_str(&rest[..=at]);
                out.push('\'');
                rest = &rest[at + 1..];
            }
            out.push_str(rest);
            out.push('\'');
        }
        Style::Double | Style::Literal => double(out, text),
    }
}

fn double(out: &mut String, text: &str) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| matches!(c, '"' | '\\' | '\n' | '\t') || is_special(c)) {
        let character = rest[at..].chars().next().unwrap_or_default();
        out.push_str(&rest[..at]);
        rest = &rest[at + character.len_utf8()..];
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            // Writing to a string cannot fail.
            _ => _ = write!(out, "\\u{:04X}", u32::from(character)),
        }
    }
    out.push_str(rest);
    out.push('"');
}

/// Writes text as a literal block, from its `|` on, with lines indented by `indent`.
///
/// The block stands below a node that is indented by two spaces less.
pub(super) fn literal(out: &mut String, text: &str, indent: usize) {
    out.push('|');
    // Readers find the indentation by the first line that is not empty, unless that begins with a blank.
    if text.trim_start_matches('\n').starts_with([' ', '\t']) {
        out.push('2');
    }
    let body = match text.strip_suffix('\n') {
        None => {
            out.push('-');
            text
        }
        Some(body) => {
            if body.ends_with('\n') {
                out.push('+');
            }
            body
        }
    };
    for line in body.split('\n') {
        if line.is_empty() {
            out.push('\n');
        } else {
            super::new_line(out, indent);
            out.push_str(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut out = String::new();
        write(&mut out, text, inline_style(text));
        assert_eq!(out, expected);
    }

    fn check_literal(text: &str, expected: &str) {
        assert_eq!(style(text), Style::Literal, "{text:?}");
        let mut out = String::new();
        literal(&mut out, text, 2);
        assert_eq!(out, expected);
    }

    #[test]
    fn ordinary_text_is_plain() {
        for text in [
            "abc",
            "AWS::S3::Bucket",
            "a b",
            "a#b",
            "/a/b",
            "arn:aws:s3:::x",
            "10.0.0.0/16",
            "$x",
            "é",
            "t3.micro",
            "a: b".trim_end_matches(": b"),
            "${A}",
            "_x",
            "it's",
            "1d",
            "3.x",
            "cron(0 3 * * ? *)",
            "😀",
            "yess",
            "nodejs22.x",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn what_reads_as_something_else_is_quoted() {
        for text in [
            "",
            "on",
            "NO",
            "y",
            "Yes",
            "~",
            "null",
            "True",
            "22:30",
            "1_000",
            "0x1F",
            "0b1",
            "0o7",
            ".5",
            "1e3",
            "+1",
            "-1",
            "=",
            "<<",
            "2010-09-09",
            "2001-12-14t21:59:43.10-05:00",
            "2001-12-15 2:59:43.10Z",
            " a",
            "a ",
            "#a",
            "a #b",
            "a: b",
            "a:",
            "- a",
            "-",
            "? a",
            "%a",
            "@a",
            "`a",
            "!a",
            "&a",
            "*a",
            "|",
            ">",
            "---",
            "...",
            "[a]",
            "{a}",
            "{{resolve:ssm:a}}",
            "1.10",
            "012345678901",
            ".inf",
            ".NaN",
            "\"a\"",
            ",a",
            "1,000",
            "::1",
        ] {
            check(text, &format!("'{text}'"));
        }
        check("'a'", "'''a'''");
    }

    #[test]
    fn what_needs_escapes_is_in_double_quotes() {
        check("a\tb", "\"a\\tb\"");
        check("a\r\nb", "\"a\\r\\nb\"");
        check("\u{0}\u{1b}\u{7f}", "\"\\u0000\\u001B\\u007F\"");
        check("\u{85}\u{2028}\u{2029}\u{feff}", "\"\\u0085\\u2028\\u2029\\uFEFF\"");
        check("a\nb", "\"a\\nb\"");
        check("\"\\\n", "\"\\\"\\\\\\n\"");
        for text in ["\n", " \n", "\n\n", "a\n ", "a\n\t\n", "a\n\r\nb", "a\u{85}\nb"] {
            assert_eq!(style(text), Style::Double, "{text:?}");
        }
    }

    #[test]
    fn lines_are_a_block() {
        check_literal("a\nb", "|-\n  a\n  b");
        check_literal("a\nb\n", "|\n  a\n  b");
        check_literal("a\n\n\n", "|+\n  a\n\n");
        check_literal("a\n \nb\n", "|\n  a\n   \n  b");
        check_literal(" a\nb\n", "|2\n   a\n  b");
        check_literal("\n\ta\n\n", "|2+\n\n  \ta\n");
        check_literal("\na", "|-\n\n  a");
        check_literal("#!/bin/sh\n---\n", "|\n  #!/bin/sh\n  ---");
    }
}
