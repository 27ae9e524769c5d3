//! [`Kept`]: what is made of facts once and kept.

use std::hash::Hash;
use std::sync::{LazyLock, PoisonError, RwLock};

use foldhash::HashMap;

/// What is made of facts once and kept. Of facts there are so many and no more: it lives as long as the program.
pub(crate) struct Kept<K, V: 'static>(LazyLock<RwLock<HashMap<K, &'static V>>>);

impl<K: Eq + Hash, V> Kept<K, V> {
    pub(crate) const fn new() -> Self {
        Kept(LazyLock::new(RwLock::default))
    }

    /// What is kept under the key, made where nothing is yet.
    pub(crate) fn get(&self, key: K, make: impl FnOnce() -> V) -> &'static V {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&key).copied();
        known.unwrap_or_else(|| {
            // Nothing is locked meanwhile: another thread may make the same, of which one is kept.
            let made = make();
            let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
            kept.entry(key).or_insert_with(|| Box::leak(Box::new(made)))
        })
    }
}
