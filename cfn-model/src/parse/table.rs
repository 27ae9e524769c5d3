//! The table of places while a document is read.

use super::place::{Node, Place, Position, Step};
use super::report::{Report, Stop};

/// All nodes so far, each before those below it.
pub(super) struct Table {
    nodes: Vec<Node>,
    limit: usize,
    /// How many more nodes were copied for anchors.
    copies: usize,
}

impl Table {
    /// A table for a text of `bytes` bytes.
    pub(super) fn new(bytes: usize, limit: usize) -> Self {
        // The highest bits of an index have other uses.
        let limit = limit.min(1 << 30);
        // Templates have a node in every 20 to 30 bytes.
        Table { nodes: Vec::with_capacity((bytes / 24).min(limit)), limit, copies: 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    pub(super) fn into_nodes(self) -> Vec<Node> {
        self.nodes
    }

    pub(super) fn place(&self, node: usize) -> Place {
        self.nodes[node].place
    }

    /// The node after all those below `node`.
    pub(super) fn end(&self, node: usize) -> usize {
        self.nodes[node].end as usize
    }

    /// The first of the children from `child` on, before the node `end`, that `step` leads to.
    pub(super) fn find(&self, mut child: usize, end: usize, step: Step) -> Option<usize> {
        while child < end {
            if self.nodes[child].step == step {
                return Some(child);
            }
            child = self.end(child);
        }
        None
    }

    /// Writes down a node.
    pub(super) fn push(&mut self, step: Step, place: Place, report: &mut Report) -> Result<(), Stop> {
        self.reserve(1, place.value, report)?;
        let end = index(self.nodes.len() + 1);
        self.nodes.push(Node { step, place, end });
        Ok(())
    }

    /// Says that all nodes since `node` are below it.
    pub(super) fn close(&mut self, node: usize) {
        self.nodes[node].end = index(self.nodes.len());
    }

    /// Copies a node and all below it to the end, to be reached by `step`, with the place of its own.
    pub(super) fn copy(&mut self, node: usize, step: Step, place: Place, report: &mut Report) -> Result<(), Stop> {
        let (start, end) = (self.nodes.len(), self.end(node));
        self.reserve(end - node, place.value, report)?;
        self.nodes.extend_from_within(node..end);
        for copied in &mut self.nodes[start..] {
            copied.end = index(copied.end as usize - node + start);
        }
        self.nodes[start].step = step;
        self.nodes[start].place = place;
        Ok(())
    }

    /// Counts a node and all below it a second time, because its value is kept for aliases.
    pub(super) fn count_again(&mut self, node: usize, report: &mut Report) -> Result<(), Stop> {
        let count = self.end(node) - node;
        self.reserve(count, self.nodes[node].place.value, report)?;
        self.copies += count;
        Ok(())
    }

    /// Makes sure that there may be `more` nodes.
    fn reserve(&self, more: usize, at: Position, report: &mut Report) -> Result<(), Stop> {
        let count = self.nodes.len() + self.copies + more;
        if count > self.limit { Err(report.too_many_nodes(at, count, self.limit)) } else { Ok(()) }
    }
}

/// Indices fit: the number of nodes is bounded.
fn index(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
