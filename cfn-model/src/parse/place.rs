//! Where the nodes of a document stand in its text.
//!
//! Places are kept beside the value, so that values stay small and equal ones are equal wherever
//! they were read from.

use std::borrow::Cow;

use crate::Location;

/// A line and a column, both counted from 1; columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// Where a node stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where its key begins, for what stands under a key; its tag, for the argument of a short function.
    pub key: Option<Position>,
    /// Where the node itself begins, with its tag.
    pub value: Position,
}

/// The places of all nodes of a document, as they were when it was read.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Places {
    file: Cow<'static, str>,
    /// Every node, each before its children.
    nodes: Vec<Node>,
}

/// One node of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Node {
    /// What leads here from the node above.
    pub(super) step: Step,
    pub(super) place: Place,
    /// The index of the first node that is not below this one.
    pub(super) end: u32,
}

/// A step down: the hash of a key, or an index with the highest bit set.
///
/// The table holds no keys: two of the same map share a hash once in a billion, and then one of them
/// is said to stand where the other does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step(u32);

impl Step {
    const INDEX: u32 = 1 << 31;

    pub(super) const ROOT: Step = Step(0);

    pub(super) fn index(index: usize) -> Self {
        Step(u32::try_from(index).unwrap_or(0) | Step::INDEX)
    }

    pub(super) fn key(key: &str) -> Self {
        const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
        let mut hash = key.len() as u64;
        let mut mix = |word: u64| hash = (hash.rotate_left(5) ^ word).wrapping_mul(FACTOR);
        let (chunks, rest) = key.as_bytes().as_chunks();
        chunks.iter().for_each(|chunk| mix(u64::from_le_bytes(*chunk)));
        mix(rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)));
        // The upper half of a product is its better half.
        let hash = (hash >> 32) as u32;
        Step(hash & !Step::INDEX)
    }
}

impl Places {
    pub(super) fn new(file: Cow<'static, str>, nodes: Vec<Node>) -> Self {
        Places { file, nodes }
    }

    /// The place of the node at `path`, a chain of keys and indices joined by dots, as for
    /// [`Value::at`](crate::Value::at). A function is entered through its long name.
    pub fn of(&self, path: &str) -> Option<Place> {
        if path.is_empty() {
            return self.at([]);
        }
        self.at(path.split('.'))
    }

    /// The place of the node that `steps` lead to, for keys that have dots in them.
    pub fn at<'a>(&self, steps: impl IntoIterator<Item = &'a str>) -> Option<Place> {
        let mut node = 0;
        for step in steps {
            node = self.child(node, step)?;
        }
        self.nodes.get(node).map(|node| node.place)
    }

    /// The file and place of the node at `path`, or of the nearest node above it that is there.
    ///
    /// With a key, the place is that of the key: what is wrong with a property is shown at its name.
    pub fn location(&self, path: &str) -> Location {
        self.nearest(path.split('.'))
    }

    /// As [`Places::location`], for keys that have dots in them.
    pub fn nearest<'a>(&self, steps: impl IntoIterator<Item = &'a str>) -> Location {
        let mut node = 0;
        for step in steps {
            match self.child(node, step) {
                Some(child) => node = child,
                None => break,
            }
        }
        let place = self.nodes.get(node).map(|node| node.place);
        self.locate(place.map_or(Position { line: 1, column: 1 }, |place| place.key.unwrap_or(place.value)))
    }

    /// A position in the file that the document was read from.
    pub fn locate(&self, position: Position) -> Location {
        Location { file: self.file.clone(), line: position.line, column: position.column }
    }

    /// Where each node begins, each before its children: its key, or the node itself where it has none.
    #[cfg(feature = "format")]
    pub(crate) fn positions(&self) -> impl Iterator<Item = Position> {
        self.nodes.iter().map(|node| node.place.key.unwrap_or(node.place.value))
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node, as in a default table.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    fn child(&self, parent: usize, step: &str) -> Option<usize> {
        let end = self.nodes.get(parent)?.end as usize;
        let key = Step::key(step);
        let index = step.parse().ok().map(Step::index);
        let mut child = parent + 1;
        while child < end {
            let node = &self.nodes[child];
            if node.step == key || Some(node.step) == index {
                return Some(child);
            }
            child = node.end as usize;
        }
        None
    }
}
