//! The entries of a map while it is read.

use super::Position;
use crate::{Function, Key, Map, Value};

#[derive(Default)]
pub(super) struct Entries {
    /// The first entry stays out of the map as long as it is the only one: most such are functions.
    first: Option<(Key, Value)>,
    map: Map,
    /// The key that waits for its value.
    pub(super) waiting: Option<Waiting>,
    /// The values of merge keys, with their nodes.
    merges: Vec<(usize, Value)>,
}

/// A key that waits for its value.
pub(super) struct Waiting {
    pub(super) key: Key,
    pub(super) at: Position,
    /// Whether it is the merge key `<<`.
    pub(super) merge: bool,
}

impl Entries {
    /// Puts the value under the key that waits for it. Returns a key that was there before.
    pub(super) fn put(&mut self, node: usize, value: Value) -> Option<Key> {
        let Waiting { key, merge, .. } = self.waiting.take()?;
        if merge {
            self.merges.push((node, value));
            return None;
        }
        if let Some((first_key, first_value)) = self.first.take() {
            self.map.insert(first_key, first_value);
        } else if self.map.is_empty() {
            self.first = Some((key, value));
            return None;
        }
        if self.map.contains_key(&key) {
            return Some(key);
        }
        self.map.insert(key, value);
        None
    }

    /// The function that the entries are the long form of.
    pub(super) fn function(&self) -> Option<Function> {
        match &self.first {
            // `Condition` is a function in some places only, see [`conditions`](super::conditions).
            Some((key, _)) if self.merges.is_empty() && (key == "Ref" || key.starts_with("Fn::")) => {
                Function::from_name(key)
            }
            _ => None,
        }
    }

    /// The value of the only entry.
    pub(super) fn into_argument(self) -> Value {
        self.first.map(|(_, argument)| argument).unwrap_or_default()
    }

    /// The map, without what is to be merged into it.
    pub(super) fn into_map(self) -> (Map, Vec<(usize, Value)>) {
        let Entries { first, mut map, merges, .. } = self;
        if let Some((key, value)) = first {
            map.insert(key, value);
        }
        (map, merges)
    }
}
