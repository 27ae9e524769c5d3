//! The construct tree: nodes with ids, and paths made of them.
//!
//! It knows nothing of AWS. A node's identity is its path, so no two children of a node share an id.

use std::panic::Location;

use crate::lookup::Lookup;

/// A node of a [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub(crate) u32);

impl NodeId {
    /// The node that has no parent.
    pub const ROOT: NodeId = NodeId(0);

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Nodes in the order in which they were added; a parent always comes before its children.
#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Node>,
    /// By parent and id.
    by_id: Lookup,
}

#[derive(Debug)]
struct Node {
    id: String,
    parent: Option<NodeId>,
    location: &'static Location<'static>,
}

impl Node {
    fn key(&self) -> (Option<NodeId>, &str) {
        (self.parent, &self.id)
    }
}

impl Tree {
    /// A tree of one node.
    pub fn new(root: impl Into<String>, location: &'static Location<'static>) -> Self {
        let root = Node { id: root.into(), parent: None, location };
        Tree { nodes: vec![root], by_id: Lookup::default() }
    }

    /// Adds a child. An id that is taken gives back the node that has it.
    pub fn add(
        &mut self,
        parent: NodeId,
        id: impl Into<String>,
        location: &'static Location<'static>,
    ) -> Result<NodeId, NodeId> {
        let id = id.into();
        if let Some(taken) = self.child(parent, &id) {
            return Err(taken);
        }
        let node = NodeId(u32::try_from(self.nodes.len()).expect("a tree has fewer than 2^32 nodes"));
        self.nodes.push(Node { id, parent: Some(parent), location });
        self.by_id.add(node, |node| self.nodes[node.index()].key());
        Ok(node)
    }

    /// The child with that id.
    pub fn child(&self, parent: NodeId, id: &str) -> Option<NodeId> {
        self.by_id.find((Some(parent), id), |node| self.nodes[node.index()].key())
    }

    /// The parent, unless the node is the root.
    pub fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.nodes[node.index()].parent
    }

    /// The node's own id.
    pub fn id(&self, node: NodeId) -> &str {
        &self.nodes[node.index()].id
    }

    /// Where in the user's program the node was added.
    pub fn location(&self, node: NodeId) -> &'static Location<'static> {
        self.nodes[node.index()].location
    }

    /// Every node, parents before children.
    pub fn nodes(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes.len()).map(|index| NodeId(u32::try_from(index).unwrap_or(u32::MAX)))
    }

    /// The node and its ancestors, from the node up to the root.
    pub fn ancestors(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(Some(node), |node| self.parent(*node))
    }

    /// The ids from the root down to the node.
    pub fn ids(&self, node: NodeId) -> Vec<&str> {
        let mut ids: Vec<&str> = self.ancestors(node).map(|node| self.id(node)).collect();
        ids.reverse();
        ids
    }

    /// The path: the ids from the root down, joined by slashes.
    pub fn path(&self, node: NodeId) -> String {
        self.ids(node).join("/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_is_identity() {
        let here = Location::caller();
        let mut tree = Tree::new("App", here);
        let a = tree.add(NodeId::ROOT, "A", here).expect("the id is free");
        let b = tree.add(a, "B", here).expect("the id is free");
        assert_eq!(tree.path(b), "App/A/B");
        assert_eq!(tree.add(a, "B", here), Err(b));
        assert_eq!(tree.child(a, "B"), Some(b));
        assert_eq!(tree.ancestors(b).collect::<Vec<_>>(), [b, a, NodeId::ROOT]);
    }
}
