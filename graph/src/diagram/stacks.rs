//! The stacks of an app and what they need of each other.

use super::{Diagram, Edge, Node};

/// A stack of an app, for [`Diagram::stacks`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StackNode {
    /// What the stack is called.
    pub name: String,
    /// The account that it is deployed to, where that is known.
    pub account: Option<String>,
    /// The region that it is deployed to, where that is known.
    pub region: Option<String>,
    /// The numbers of the stacks that have to be there first.
    pub needs: Vec<usize>,
}

impl Diagram {
    /// The stacks of an app with their environments. What a stack needs that is not among them is left out.
    pub fn stacks(title: impl Into<String>, stacks: &[StackNode]) -> Diagram {
        let nodes = stacks.iter().map(|stack| {
            let environment = [stack.account.as_deref(), stack.region.as_deref()];
            let what = environment.into_iter().flatten().collect::<Vec<_>>().join(" ");
            Node { name: stack.name.clone(), what, class: "deploy", conditional: false }
        });
        let mut edges: Vec<Edge> = stacks
            .iter()
            .enumerate()
            .flat_map(|(from, stack)| stack.needs.iter().map(move |to| Edge { from, to: *to, named: false }))
            .filter(|edge| edge.to < stacks.len() && edge.to != edge.from)
            .collect();
        edges.sort();
        edges.dedup();
        Diagram { title: title.into(), thing: "stack", nodes: nodes.collect(), edges }
    }
}
