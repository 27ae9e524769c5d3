//! [`Map`]: string keys in the order in which they were put.

use std::borrow::Cow;

use indexmap::IndexMap;
use indexmap::map::{Entry, IntoIter, Iter, Keys, Values, ValuesMut};

use crate::Value;

/// The key of a [`Map`]. Names that the program knows cost no allocation.
pub type Key = Cow<'static, str>;

/// A map from string to [`Value`] that keeps the order of its entries.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Map(IndexMap<Key, Value, foldhash::fast::RandomState>);

impl Map {
    /// An empty map.
    pub fn new() -> Self {
        Map::default()
    }

    /// An empty map with room for `capacity` entries.
    pub fn with_capacity(capacity: usize) -> Self {
        Map(IndexMap::with_capacity_and_hasher(capacity, Default::default()))
    }

    /// Puts `value` under `key`, in the place of what was there, and returns that.
    pub fn insert(&mut self, key: impl Into<Key>, value: impl Into<Value>) -> Option<Value> {
        self.0.insert(key.into(), value.into())
    }

    /// Puts `value` under `key`, unless there is one already: then the key is given back.
    pub(crate) fn insert_new(&mut self, key: Key, value: Value) -> Option<Key> {
        match self.0.entry(key) {
            Entry::Occupied(entry) => Some(entry.key().clone()),
            Entry::Vacant(entry) => {
                entry.insert(value);
                None
            }
        }
    }

    /// Puts `value` under `key` as entry number `index`, unless the key is there already: then it keeps its place.
    pub fn insert_at(&mut self, index: usize, key: impl Into<Key>, value: impl Into<Value>) {
        let key = key.into();
        if let Some(slot) = self.0.get_mut(&key) {
            *slot = value.into();
        } else {
            self.0.shift_insert(index.min(self.0.len()), key, value.into());
        }
    }

    /// The value under `key`.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    /// The value under `key`, to be changed.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        self.0.get_mut(key)
    }

    /// The value under `key`, which is put there as an empty map when the key is new.
    pub fn entry_map(&mut self, key: impl Into<Key>) -> &mut Value {
        self.0.entry(key.into()).or_insert_with(|| Value::Map(Map::new()))
    }

    /// Takes `key` out; the others keep their order.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        self.0.shift_remove(key)
    }

    /// Whether there is a value under `key`.
    pub fn contains_key(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// The place of `key` in the order.
    pub fn index_of(&self, key: &str) -> Option<usize> {
        self.0.get_index_of(key)
    }

    /// The first entry, where the map has just one.
    pub fn only(&self) -> Option<(&str, &Value)> {
        match self.0.len() {
            1 => self.0.first().map(|(key, value)| (&**key, value)),
            _ => None,
        }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The entries in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &Value)> + ExactSizeIterator {
        self.0.iter().map(|(key, value)| (&**key, value))
    }

    /// The entries in order, with values that can be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&str, &mut Value)> {
        self.0.iter_mut().map(|(key, value)| (&**key, value))
    }

    /// The keys in order.
    pub fn keys(&self) -> Keys<'_, Key, Value> {
        self.0.keys()
    }

    /// The values in the order of their keys.
    pub fn values(&self) -> Values<'_, Key, Value> {
        self.0.values()
    }

    /// The values in the order of their keys, to be changed.
    pub fn values_mut(&mut self) -> ValuesMut<'_, Key, Value> {
        self.0.values_mut()
    }

    /// Sorts the entries by key.
    pub fn sort_keys(&mut self) {
        self.0.sort_keys();
    }
}

impl<K: Into<Key>, V: Into<Value>> FromIterator<(K, V)> for Map {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        Map(entries.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
    }
}

impl<K: Into<Key>, V: Into<Value>, const N: usize> From<[(K, V); N]> for Map {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl<K: Into<Key>, V: Into<Value>> Extend<(K, V)> for Map {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        self.0.extend(entries.into_iter().map(|(key, value)| (key.into(), value.into())));
    }
}

impl IntoIterator for Map {
    type Item = (Key, Value);
    type IntoIter = IntoIter<Key, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Map {
    type Item = (&'a Key, &'a Value);
    type IntoIter = Iter<'a, Key, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
