//! [`Lookup`]: finds nodes of a tree by what is known of them.

use std::hash::{BuildHasher, Hash};

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use crate::tree::NodeId;

/// Nodes by their keys, which are not held here but where the nodes are. Looked up, never iterated over.
#[derive(Debug, Default)]
pub(crate) struct Lookup {
    nodes: HashTable<NodeId>,
    hasher: RandomState,
}

impl Lookup {
    /// Makes a node be found by its key, unless another one is. `key_of` gives the key of each node.
    pub(crate) fn add<K: Hash + PartialEq>(&mut self, node: NodeId, key_of: impl Fn(NodeId) -> K) {
        let hash = |node: &NodeId| self.hasher.hash_one(key_of(*node));
        let is_same = |other: &NodeId| key_of(*other) == key_of(node);
        self.nodes.entry(hash(&node), is_same, hash).or_insert(node);
    }

    /// The node with the key.
    pub(crate) fn find<K: Hash + PartialEq>(&self, key: K, key_of: impl Fn(NodeId) -> K) -> Option<NodeId> {
        self.nodes.find(self.hasher.hash_one(&key), |node| key_of(*node) == key).copied()
    }
}
