//! How long YAML will be, without writing it.

use std::ops::RangeInclusive;

use crate::{Map, Value};

/// How many bytes a character may become that is quoted, escaped or begins a line, besides the indentation of the line.
const ESCAPED: usize = 7;

/// How many bytes the YAML of a map has at least, and at most.
///
/// Which of them it is depends on how text is quoted, and is as much work to know as to write it.
pub(crate) fn yaml_length(entries: &Map) -> RangeInclusive<usize> {
    let Length { least, most } = map(entries, 0);
    // One more for the newline at the end.
    least..=most + 1
}

#[derive(Clone, Copy)]
struct Length {
    least: usize,
    most: usize,
}

/// A node, with what stands before it on its first line.
fn node(value: &Value, indent: usize) -> Length {
    match value {
        Value::Null | Value::Bool(_) => Length { least: 4, most: 6 },
        // Some notations are written as others, or in quotes.
        Value::Number(number) => Length { least: 1, most: 2 * number.to_string().len() + 16 },
        Value::String(value) => text(value, indent),
        Value::List(items) | Value::Text(items) => items.iter().fold(Length { least: 0, most: 8 }, |sum, item| {
            let item = node(item, indent + 2);
            // The dash and a blank.
            Length { least: sum.least + 2 + item.least, most: sum.most + indent + 3 + item.most }
        }),
        Value::Map(entries) => map(entries, indent),
        Value::Intrinsic(call) => {
            let argument = node(&call.argument, indent + 2);
            Length { least: argument.least, most: argument.most + indent + call.function.name().len() + 8 }
        }
        // A name that no template has stands for it.
        Value::Reference(_) => Length { least: 1, most: 1000 },
    }
}

fn map(entries: &Map, indent: usize) -> Length {
    entries.iter().fold(Length { least: 0, most: indent + 8 }, |sum, (key, value)| {
        let (key, value) = (text(key, indent), node(value, indent + 2));
        // The colon and a blank or the next line. A long key stands on a line of its own.
        let most = sum.most + 2 * indent + 6 + key.most + value.most;
        Length { least: sum.least + key.least + 2 + value.least, most }
    })
}

fn text(text: &str, indent: usize) -> Length {
    let other = |byte: &u8| !(b' '..=b'~').contains(byte) | (*byte == b'\'') | (*byte == b'"') | (*byte == b'\\');
    // Few enough at a time for a byte to hold their number, so that compilers count many at once.
    let count = |bytes: &[u8]| usize::from(bytes.iter().map(|byte| u8::from(other(byte))).sum::<u8>());
    let others: usize = text.as_bytes().chunks(128).map(count).sum();
    Length { least: text.len(), most: text.len() + others * (ESCAPED + indent) + indent + 6 }
}
