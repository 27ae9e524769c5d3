//! [`Index`]: where the keys of a large map are.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use super::Key;
use crate::Value;

/// Maps of up to this many entries are looked through.
const FEW: usize = 16;

/// The places of keys by their hashes, where there are more than a few.
#[derive(Clone, Default)]
pub(super) struct Index(Option<Box<Table>>);

#[derive(Clone, Default)]
struct Table {
    places: HashTable<usize>,
    hasher: RandomState,
}

impl Table {
    fn add(&mut self, entries: &[(Key, Value)], at: usize) {
        let hash = |at: &usize| self.hasher.hash_one(&*entries[*at].0);
        self.places.insert_unique(hash(&at), at, hash);
    }
}

impl Index {
    /// The place of a key.
    pub(super) fn find(&self, entries: &[(Key, Value)], key: &str) -> Option<usize> {
        match &self.0 {
            None => entries.iter().position(|(other, _)| other == key),
            Some(table) => table.places.find(table.hasher.hash_one(key), |at| entries[*at].0 == key).copied(),
        }
    }

    /// Takes up the last entry, which is new.
    pub(super) fn pushed(&mut self, entries: &[(Key, Value)]) {
        match &mut self.0 {
            Some(table) => table.add(entries, entries.len() - 1),
            None if entries.len() > FEW => self.rebuild(entries),
            None => {}
        }
    }

    /// Takes up all entries anew.
    pub(super) fn rebuild(&mut self, entries: &[(Key, Value)]) {
        self.0 = (entries.len() > FEW).then(|| {
            let mut table = Table { places: HashTable::with_capacity(entries.len()), hasher: RandomState::default() };
            (0..entries.len()).for_each(|at| table.add(entries, at));
            Box::new(table)
        });
    }
}
