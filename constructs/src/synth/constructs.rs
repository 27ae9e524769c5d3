//! [`Constructs`]: the tree that a template came from.

use std::panic::Location;

use cfn_model::template::Section;

use super::LogicalIds;
use crate::tree::{NodeId, Tree};

/// The constructs of a stack, and what each became in its template.
///
/// Outputs and parameters that only synthesis adds, for other stacks, belong to no construct.
#[derive(Debug)]
pub struct Constructs {
    tree: Tree,
    ids: LogicalIds,
}

impl Constructs {
    pub(crate) fn new(tree: Tree, ids: LogicalIds) -> Self {
        Constructs { tree, ids }
    }

    /// The tree itself. Its root is the stack.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The section and logical id of what the construct became, unless it only holds others.
    pub fn entry(&self, node: NodeId) -> Option<(Section, &str)> {
        self.ids.entry(node)
    }

    /// The construct that an entry of the template came from.
    pub fn find(&self, section: Section, logical_id: &str) -> Option<NodeId> {
        self.ids.find(section, logical_id)
    }

    /// The construct with that path, which begins with the name of the stack.
    pub fn at(&self, path: &str) -> Option<NodeId> {
        let mut ids = path.split('/');
        let root = ids.next() == Some(self.tree.id(NodeId::ROOT));
        root.then_some(NodeId::ROOT).and_then(|root| ids.try_fold(root, |node, id| self.tree.child(node, id)))
    }

    /// The line of the program that added the construct.
    pub fn location(&self, node: NodeId) -> &'static Location<'static> {
        self.tree.location(node)
    }
}
