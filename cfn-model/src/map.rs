//! [`Map`]: string keys in the order in which they were put.

mod index;

use std::borrow::Cow;
use std::{fmt, iter, slice, vec};

use index::Index;

use crate::Value;

/// The key of a [`Map`]. Names that the program knows cost no allocation.
pub type Key = Cow<'static, str>;

/// A map from string to [`Value`] that keeps the order of its entries.
///
/// Most maps of a template have a handful of entries, which are looked through; an index finds those of larger ones.
#[derive(Clone, Default)]
pub struct Map {
    entries: Vec<(Key, Value)>,
    index: Index,
}

impl Map {
    /// An empty map.
    pub fn new() -> Self {
        Map::default()
    }

    /// An empty map with room for `capacity` entries.
    pub fn with_capacity(capacity: usize) -> Self {
        Map { entries: Vec::with_capacity(capacity), index: Index::default() }
    }

    /// Puts `value` under `key`, in the place of what was there, and returns that.
    pub fn insert(&mut self, key: impl Into<Key>, value: impl Into<Value>) -> Option<Value> {
        self.put(key.into(), value.into())
    }

    /// Compiled once, and not for every kind of key and value.
    fn put(&mut self, key: Key, value: Value) -> Option<Value> {
        match self.index_of(&key) {
            Some(at) => Some(std::mem::replace(&mut self.entries[at].1, value)),
            None => {
                self.push(key, value);
                None
            }
        }
    }

    /// Puts `value` under `key`, unless there is one already: then the key is given back.
    pub(crate) fn insert_new(&mut self, key: Key, value: Value) -> Option<Key> {
        if self.contains_key(&key) {
            return Some(key);
        }
        self.push(key, value);
        None
    }

    /// Puts `value` under `key` as entry number `index`, unless the key is there already: then it keeps its place.
    pub fn insert_at(&mut self, index: usize, key: impl Into<Key>, value: impl Into<Value>) {
        let key = key.into();
        if let Some(slot) = self.get_mut(&key) {
            *slot = value.into();
        } else {
            self.entries.insert(index.min(self.entries.len()), (key, value.into()));
            self.index.rebuild(&self.entries);
        }
    }

    /// Adds an entry whose key is new.
    fn push(&mut self, key: Key, value: Value) {
        self.entries.push((key, value));
        self.index.pushed(&self.entries);
    }

    /// The value under `key`.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.index_of(key).map(|at| &self.entries[at].1)
    }

    /// The value under `key`, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        self.index_of(key).map(|at| &mut self.entries[at].1)
    }

    /// The value under `key`, which is put there as an empty map when the key is new.
    pub fn entry_map(&mut self, key: impl Into<Key>) -> &mut Value {
        let key = key.into();
        let at = self.index_of(&key).unwrap_or_else(|| {
            self.push(key, Value::Map(Map::new()));
            self.entries.len() - 1
        });
        &mut self.entries[at].1
    }

    /// Takes `key` out; the others keep their order.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        let at = self.index_of(key)?;
        let (_, value) = self.entries.remove(at);
        self.index.rebuild(&self.entries);
        Some(value)
    }

    /// Whether there is a value under `key`.
    pub fn contains_key(&self, key: &str) -> bool {
        self.index_of(key).is_some()
    }

    /// The place of `key` in the order.
    pub fn index_of(&self, key: &str) -> Option<usize> {
        self.index.find(&self.entries, key)
    }

    /// The first entry, where the map has just one.
    pub fn only(&self) -> Option<(&str, &Value)> {
        match self.entries.as_slice() {
            [(key, value)] => Some((key, value)),
            _ => None,
        }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &Value)> + ExactSizeIterator {
        self.entries.iter().map(|(key, value)| (&**key, value))
    }

    /// The entries in order, with values that can be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&str, &mut Value)> {
        self.entries.iter_mut().map(|(key, value)| (&**key, value))
    }

    /// The keys in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &Key> + ExactSizeIterator + Clone {
        self.entries.iter().map(|(key, _)| key)
    }

    /// The values in the order of their keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Value> + ExactSizeIterator + Clone {
        self.entries.iter().map(|(_, value)| value)
    }

    /// The values in the order of their keys, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        self.entries.iter_mut().map(|(_, value)| value)
    }

    /// Sorts the entries by key.
    pub fn sort_keys(&mut self) {
        self.entries.sort_by(|(one, _), (other, _)| one.cmp(other));
        self.index.rebuild(&self.entries);
    }
}

impl PartialEq for Map {
    /// The same entries, in whatever order.
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().all(|(key, value)| other.get(key) == Some(value))
    }
}

impl fmt::Debug for Map {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<K: Into<Key>, V: Into<Value>> FromIterator<(K, V)> for Map {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let entries = entries.into_iter();
        let mut map = Map::with_capacity(entries.size_hint().0);
        map.extend(entries);
        map
    }
}

impl<K: Into<Key>, V: Into<Value>, const N: usize> From<[(K, V); N]> for Map {
    fn from(entries: [(K, V); N]) -> Self {
        let mut map = Map::with_capacity(N);
        for (key, value) in entries {
            map.put(key.into(), value.into());
        }
        map
    }
}

impl<K: Into<Key>, V: Into<Value>> Extend<(K, V)> for Map {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl IntoIterator for Map {
    type Item = (Key, Value);
    type IntoIter = vec::IntoIter<(Key, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<'a> IntoIterator for &'a Map {
    type Item = (&'a Key, &'a Value);
    type IntoIter = iter::Map<slice::Iter<'a, (Key, Value)>, fn(&'a (Key, Value)) -> (&'a Key, &'a Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.iter().map(|(key, value)| (key, value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A map that is looked through, and one that has an index.
    fn maps() -> [Map; 2] {
        [3, 100].map(|count| (0..count).map(|number| (format!("Key{number}"), number)).collect())
    }

    #[test]
    fn entries_are_found_wherever_they_have_moved() {
        for mut map in maps() {
            let count = map.len();
            assert_eq!(map.remove("Key1"), Some(Value::from(1)));
            assert_eq!((map.index_of("Key1"), map.index_of("Key2")), (None, Some(1)));
            map.insert_at(0, "First", true);
            assert_eq!((map.index_of("First"), map.index_of("Key2")), (Some(0), Some(2)));
            map.sort_keys();
            assert_eq!(
                map.keys().map(|key| map.index_of(key)).collect::<Vec<_>>(),
                (0..count).map(Some).collect::<Vec<_>>()
            );
        }
    }

    #[test]
    fn a_value_is_as_large_as_four_words() {
        assert_eq!(size_of::<Value>(), 4 * size_of::<usize>());
    }

    #[test]
    fn a_key_is_there_once() {
        for mut map in maps() {
            let count = map.len();
            assert_eq!(map.insert("Key2", "new"), Some(Value::from(2)));
            assert_eq!(map.insert_new("Key2".into(), Value::Null), Some("Key2".into()));
            map.extend([("Key0", 7), ("More", 8)]);
            assert_eq!(
                (map.len(), map.get("Key0"), map.get("Key2")),
                (count + 1, Some(&7.into()), Some(&"new".into()))
            );
        }
    }

    #[test]
    fn order_makes_no_difference() {
        for map in maps() {
            let mut reversed: Map = map.iter().rev().map(|(key, value)| (key.to_owned(), value.clone())).collect();
            assert_eq!(map, reversed);
            reversed.insert("Key0", Value::Null);
            assert_ne!(map, reversed);
        }
    }
}
