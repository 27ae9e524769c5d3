//! [`Reference`]: a resource or parameter of a construct tree, named before its logical id is known.

use crate::map::Key;

/// A node of a construct tree: which tree, and which node of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Target {
    /// The tree.
    pub tree: u32,
    /// The node of that tree.
    pub node: u32,
}

/// Something that another part of the same app gives: what `Ref` returns for a node, or one of its attributes.
///
/// A reference is a value, not a string with marks inside. Synthesis, which alone knows the logical
/// ids and which stack asks, writes it as `Ref`, `Fn::GetAtt`, or whatever carries it across stacks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    /// What is referred to.
    pub target: Target,
    /// The attribute, or `None` for what `Ref` returns.
    pub attribute: Option<Key>,
}
