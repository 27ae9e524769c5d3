//! Text for terminals: widths, frames and colours.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The colour of something, as the number of an SGR code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Colour {
    Bold = 1,
    Dim = 2,
    Green = 32,
    Yellow = 33,
    Blue = 34,
    Magenta = 35,
    Cyan = 36,
}

/// The text in a colour, where colours are wanted.
pub(crate) fn coloured(text: &str, colour: Colour, colours: bool) -> String {
    if colours && !text.is_empty() { format!("\x1b[{}m{text}\x1b[0m", colour as u8) } else { text.to_owned() }
}

/// How many columns the text takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// The text in at most so many columns. Where it is longer its middle makes room: both ends of a name tell.
pub(crate) fn shortened(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(1);
    let head = taken(text.chars(), room.div_ceil(2));
    let tail: String = taken(text.chars().rev(), room / 2).chars().rev().collect();
    format!("{head}…{tail}")
}

/// The text in lines of at most so many columns, broken at blanks. What does not fit into the last line is shortened.
pub(crate) fn wrapped(text: &str, columns: usize, lines: usize) -> Vec<String> {
    let mut wrapped: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let full = wrapped.len() == lines;
        match wrapped.last_mut() {
            Some(line) if width(line) + 1 + width(word) <= columns || full => {
                line.push(' ');
                line.push_str(word);
            }
            _ => wrapped.push(word.to_owned()),
        }
    }
    wrapped.iter().map(|line| shortened(line, columns)).collect()
}

fn taken(letters: impl Iterator<Item = char>, columns: usize) -> String {
    let mut used = 0;
    letters
        .take_while(|letter| {
            used += letter.width().unwrap_or_default();
            used <= columns
        })
        .collect()
}

/// The text without what a terminal would obey.
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { '\u{fffd}' } else { letter }).collect()
}

/// The text with blanks up to so many columns.
pub(crate) fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_keeps_both_ends() {
        assert_eq!(shortened("abcdefghij", 10), "abcdefghij");
        assert_eq!(shortened("abcdefghijk", 10), "abcde…hijk");
        assert_eq!(shortened("日本語の名前", 6), "日…前");
    }

    #[test]
    fn text_is_broken_at_blanks() {
        assert_eq!(wrapped("one two three four", 8, 3), ["one two", "three", "four"]);
        assert_eq!(wrapped("one two three four", 8, 2), ["one two", "thre…our"]);
    }

    #[test]
    fn colours_are_only_for_those_who_want_them() {
        assert_eq!(coloured("a", Colour::Green, true), "\x1b[32ma\x1b[0m");
        assert_eq!(coloured("a", Colour::Green, false), "a");
        assert_eq!(printable("a\x1b[31mb"), "a\u{fffd}[31mb");
    }
}
