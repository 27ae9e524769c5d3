//! [`Node`]: facts in a compact file that is read where it lies.
//!
//! The file holds a tree as JSON would, each different node once: what several places share is
//! written in one of them and pointed at by the others. Nothing is read ahead; a look-up touches the
//! nodes on its way and no others. `cargo xtask codegen` writes the file.
//!
//! A node is a byte that says what it is, a length where it has one, and its contents: the text of a
//! string or a number, or the places of its children, three bytes each. The children of a map are
//! pairs of key and value in the order of the keys. The root's place is the last three bytes.

use std::fmt;
use std::hash::{Hash, Hasher};

/// What a node is, as the file's first byte of it says.
mod kind {
    pub(super) const NULL: u8 = 0;
    pub(super) const FALSE: u8 = 1;
    pub(super) const TRUE: u8 = 2;
    pub(super) const NUMBER: u8 = 3;
    pub(super) const STRING: u8 = 4;
    pub(super) const LIST: u8 = 5;
    pub(super) const MAP: u8 = 6;
}

/// The place of a node, as the file holds it.
type Place = [u8; 3];

/// Up to how many keys of a map are looked at one by one, most of them by their length alone.
const FEW: usize = 16;

/// One node of a file of facts. It equals itself, whatever other nodes hold.
#[derive(Clone, Copy)]
pub struct Node {
    data: &'static [u8],
    at: usize,
}

impl Node {
    /// The root of a file.
    pub(crate) fn root(data: &'static [u8]) -> Self {
        Node { data, at: 0 }.to(data.last_chunk().unwrap_or(&[0; 3]))
    }

    /// The node at a place of the same file.
    fn to(self, [low, middle, high]: &Place) -> Node {
        let at = usize::from(*low) | usize::from(*middle) << 8 | usize::from(*high) << 16;
        Node { data: self.data, at }
    }

    fn kind(self) -> u8 {
        self.data.get(self.at).copied().unwrap_or(kind::NULL)
    }

    /// The length, and where the contents begin.
    fn length(self) -> (usize, usize) {
        match self.data.get(self.at + 1) {
            Some(byte) if byte & 0x80 == 0 => (usize::from(*byte), self.at + 2),
            _ => self.large_length(),
        }
    }

    /// A length that takes more than one byte.
    fn large_length(self) -> (usize, usize) {
        let (mut length, mut shift, mut at) = (0_usize, 0, self.at + 1);
        while let Some(byte) = self.data.get(at) {
            length |= usize::from(byte & 0x7f) << shift;
            (shift, at) = (shift + 7, at + 1);
            if byte & 0x80 == 0 {
                break;
            }
        }
        (length, at)
    }

    fn text(self) -> &'static str {
        std::str::from_utf8(self.bytes()).unwrap_or_default()
    }

    fn bytes(self) -> &'static [u8] {
        let (length, start) = self.length();
        self.data.get(start..start + length).unwrap_or_default()
    }

    /// Whether the text of a key is that one. Most are not as long, which one byte tells where that is below 128.
    fn is(self, text: &str) -> bool {
        match self.data.get(self.at + 1) {
            Some(byte) if byte & 0x80 == 0 && usize::from(*byte) != text.len() => false,
            _ => self.bytes() == text.as_bytes(),
        }
    }

    /// The places of the items of a list; of anything else, none.
    fn places(self) -> &'static [Place] {
        let (length, start) = if self.is_list() { self.length() } else { (0, 0) };
        self.data.get(start..start + length * size_of::<Place>()).unwrap_or_default().as_chunks().0
    }

    /// The places of the keys and values of a map; of anything else, none.
    fn pairs(self) -> &'static [[Place; 2]] {
        let (length, start) = if self.is_map() { self.length() } else { (0, 0) };
        self.data.get(start..start + length * size_of::<[Place; 2]>()).unwrap_or_default().as_chunks().0.as_chunks().0
    }

    /// The string, where this is one.
    pub fn as_str(self) -> Option<&'static str> {
        (self.kind() == kind::STRING).then(|| self.text())
    }

    /// The boolean, where this is one.
    pub fn as_bool(self) -> Option<bool> {
        match self.kind() {
            kind::TRUE => Some(true),
            kind::FALSE => Some(false),
            _ => None,
        }
    }

    /// The number, where this is one.
    pub fn as_f64(self) -> Option<f64> {
        (self.kind() == kind::NUMBER).then(|| self.text().parse().ok()).flatten()
    }

    /// The number, where this is one that counts something.
    pub fn as_usize(self) -> Option<usize> {
        (self.kind() == kind::NUMBER).then(|| self.text().parse().ok()).flatten()
    }

    /// A string or number as text, and what booleans are written as.
    pub fn as_text(self) -> Option<&'static str> {
        match self.kind() {
            kind::NUMBER | kind::STRING => Some(self.text()),
            kind::TRUE => Some("true"),
            kind::FALSE => Some("false"),
            _ => None,
        }
    }

    /// Whether this is a map.
    pub fn is_map(self) -> bool {
        self.kind() == kind::MAP
    }

    /// Whether this is a list.
    pub fn is_list(self) -> bool {
        self.kind() == kind::LIST
    }

    /// How many items a list has, or entries a map; otherwise none.
    pub fn len(self) -> usize {
        if self.is_list() || self.is_map() { self.length().0 } else { 0 }
    }

    /// Whether it has no items and no entries.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The items of a list; of anything else, none.
    pub fn items(self) -> impl ExactSizeIterator<Item = Node> {
        self.places().iter().map(move |place| self.to(place))
    }

    /// The strings of a list.
    pub fn strings(self) -> impl Iterator<Item = &'static str> {
        self.items().filter_map(Node::as_str)
    }

    /// The entries of a map, in the order of their keys; of anything else, none.
    pub fn entries(self) -> impl ExactSizeIterator<Item = (&'static str, Node)> {
        self.pairs().iter().map(move |[key, value]| (self.to(key).text(), self.to(value)))
    }

    /// The value of a key of a map.
    pub fn get(self, key: &str) -> Option<Node> {
        self.find(key).map(|(_, [_, value])| self.to(value))
    }

    /// The entry of a key of a map, with the key as the file holds it.
    pub fn entry(self, key: &str) -> Option<(&'static str, Node)> {
        self.find(key).map(|(_, [key, value])| (self.to(key).text(), self.to(value)))
    }

    /// The value of a key of a map, and which of its entries that is.
    pub(crate) fn position(self, key: &str) -> Option<(usize, Node)> {
        self.find(key).map(|(index, [_, value])| (index, self.to(value)))
    }

    /// Which entry of a map a key has, and the places of the key and the value.
    fn find(self, key: &str) -> Option<(usize, &'static [Place; 2])> {
        let pairs = self.pairs();
        let index = if pairs.len() <= FEW {
            pairs.iter().position(|[other, _]| self.to(other).is(key))?
        } else {
            pairs.binary_search_by(|[other, _]| self.to(other).bytes().cmp(key.as_bytes())).ok()?
        };
        Some((index, pairs.get(index)?))
    }

    /// Whether a list holds the string.
    pub fn holds(self, text: &str) -> bool {
        self.items().any(|item| item.kind() == kind::STRING && item.is(text))
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at && std::ptr::eq(self.data, other.data)
    }
}

impl Eq for Node {}

impl Hash for Node {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.at.hash(state);
    }
}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind() {
            kind::NUMBER => f.write_str(self.text()),
            kind::STRING => fmt::Debug::fmt(self.text(), f),
            kind::LIST => f.debug_list().entries(self.items()).finish(),
            kind::MAP => f.debug_map().entries(self.entries()).finish(),
            kind::TRUE => f.write_str("true"),
            kind::FALSE => f.write_str("false"),
            _ => f.write_str("null"),
        }
    }
}
