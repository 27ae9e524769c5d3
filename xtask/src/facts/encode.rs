//! A JSON value as a file of facts: each different node once, children before what holds them.

use std::collections::HashMap;

use anyhow::{Result, ensure};
use serde_json::Value;

/// How many bytes the place of a node takes.
const PLACE: usize = 3;

/// The bytes of a file whose root is the value.
pub(crate) fn encode(value: &Value) -> Result<Vec<u8>> {
    let mut encoder = Encoder::default();
    let root = encoder.node(value);
    let place = encoder.place(root);
    encoder.bytes.extend(place);
    ensure!(
        encoder.bytes.len() < 1 << (8 * PLACE),
        "the facts have {} bytes, too many for the places",
        encoder.bytes.len()
    );
    Ok(encoder.bytes)
}

#[derive(Default)]
struct Encoder {
    bytes: Vec<u8>,
    /// Where a node stands, by its own bytes.
    written: HashMap<Vec<u8>, usize>,
}

impl Encoder {
    fn node(&mut self, value: &Value) -> usize {
        match value {
            Value::Null => self.put(0, None, &[]),
            Value::Bool(value) => self.put(1 + u8::from(*value), None, &[]),
            Value::Number(number) => self.text(3, &number.to_string()),
            Value::String(text) => self.text(4, text),
            Value::Array(items) => {
                let places: Vec<usize> = items.iter().map(|item| self.node(item)).collect();
                self.children(5, items.len(), &places)
            }
            Value::Object(map) => {
                let mut entries: Vec<_> = map.iter().collect();
                entries.sort_by_key(|(key, _)| key.as_str());
                let places: Vec<usize> =
                    entries.iter().flat_map(|(key, value)| [self.text(4, key), self.node(value)]).collect();
                self.children(6, map.len(), &places)
            }
        }
    }

    fn text(&mut self, kind: u8, text: &str) -> usize {
        self.put(kind, Some(text.len()), text.as_bytes())
    }

    fn children(&mut self, kind: u8, count: usize, places: &[usize]) -> usize {
        let contents: Vec<u8> = places.iter().flat_map(|place| self.place(*place)).collect();
        self.put(kind, Some(count), &contents)
    }

    fn place(&self, place: usize) -> impl Iterator<Item = u8> + use<> {
        place.to_le_bytes().into_iter().take(PLACE)
    }

    fn put(&mut self, kind: u8, length: Option<usize>, contents: &[u8]) -> usize {
        let mut node = vec![kind];
        if let Some(mut length) = length {
            while length >= 0x80 {
                node.push((length & 0x7f) as u8 | 0x80);
                length >>= 7;
            }
            node.push(length as u8);
        }
        node.extend(contents);
        if let Some(place) = self.written.get(&node) {
            return *place;
        }
        let place = self.bytes.len();
        self.bytes.extend(&node);
        self.written.insert(node, place);
        place
    }
}
