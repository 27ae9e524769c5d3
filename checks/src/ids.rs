//! [`Ids`]: what stands under the names of a template.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// What stands under names. They are looked up all the time, and written by who wants the answer: a plain hash does.
pub(crate) type Ids<K, T> = HashMap<K, T, BuildHasherDefault<PlainHasher>>;

/// Mixes eight bytes at a time.
#[derive(Default)]
pub(crate) struct PlainHasher(u64);

impl PlainHasher {
    fn add(&mut self, part: u64) {
        // An odd number with bits all over.
        self.0 = (self.0.rotate_left(5) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Hasher for PlainHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (parts, rest) = bytes.as_chunks::<8>();
        parts.iter().for_each(|part| self.add(u64::from_le_bytes(*part)));
        self.add(rest.iter().fold(0, |part, byte| part << 8 | u64::from(*byte)));
    }

    fn finish(&self) -> u64 {
        // Tables look at the upper bits and at the lower ones, which are mixed least.
        self.0 ^ self.0 >> 32
    }
}
