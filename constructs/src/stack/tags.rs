//! Tags, inherited down the tree.

use cfn_model::Value;

use super::Stack;
use crate::tree::NodeId;

#[derive(Debug)]
pub(crate) struct Tag {
    pub(crate) node: NodeId,
    pub(crate) key: String,
    pub(crate) value: Value,
}

impl Stack {
    /// Tags every resource of the current scope that can be tagged, whenever it is added.
    ///
    /// A tag nearer to the resource wins, and one on the resource itself wins over all; a resource
    /// opts out with [`ResourceOptions::untagged`](super::ResourceOptions::untagged).
    pub fn tag(&mut self, key: impl Into<String>, value: impl Into<Value>) {
        self.tags.push(Tag { node: self.scope, key: key.into(), value: value.into() });
    }

    /// The tags that reach a node, the farthest scope's first, each key once.
    pub(crate) fn tags_of(&self, node: NodeId) -> Vec<(&str, &Value)> {
        let scopes: Vec<NodeId> = self.tree.ancestors(node).collect();
        let mut tags: Vec<(&str, &Value)> = Vec::new();
        for scope in scopes.iter().rev() {
            for tag in self.tags.iter().filter(|tag| tag.node == *scope) {
                match tags.iter_mut().find(|(key, _)| *key == tag.key) {
                    Some(present) => present.1 = &tag.value,
                    None => tags.push((&tag.key, &tag.value)),
                }
            }
        }
        tags
    }
}
