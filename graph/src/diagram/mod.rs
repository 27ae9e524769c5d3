//! [`Diagram`]: things that refer to each other, as boxes and arrows.

mod layers;
mod layout;
mod picture;
mod resources;
mod stacks;
mod text;

use crate::Format;
use crate::outline::{Arrow, Box, End, Outline};

pub use stacks::StackNode;

/// Resources of a stack, or stacks of an app, and what each of them refers to.
///
/// An arrow points to what is needed, and so is there first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagram {
    title: String,
    /// What one of the nodes is called.
    thing: &'static str,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

/// Something with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Node {
    name: String,
    /// What it is: the type of a resource, the environment of a stack.
    what: String,
    /// The kind of thing, which has a colour in `style.css`.
    class: &'static str,
    /// Whether it is there only under a condition.
    conditional: bool,
}

/// That one node needs another, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    from: usize,
    to: usize,
    /// Whether this is said by name only, without a value that is passed on.
    named: bool,
}

impl Diagram {
    /// The picture.
    pub fn draw(&self, format: Format) -> String {
        match format {
            Format::Svg => picture::draw(self),
            Format::Mermaid => self.outline().mermaid(),
            Format::Dot => self.outline().dot(&self.title),
            Format::Json => self.outline().json(&self.title),
            Format::Text { colours } => text::draw(self, colours),
        }
    }

    /// What the picture is of.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    fn outline(&self) -> Outline {
        let boxes = self.nodes.iter().map(|node| {
            let lines = [&node.name, &node.what].into_iter().filter(|line| !line.is_empty()).cloned();
            Box { lines: lines.collect(), decision: false, group: None }
        });
        let arrows = self.edges.iter().map(|edge| Arrow {
            from: End::Box(edge.from),
            to: End::Box(edge.to),
            dashed: edge.named,
        });
        Outline { groups: Vec::new(), boxes: boxes.collect(), arrows: arrows.collect() }
    }

    /// The nodes that one needs, with whether that is by name only.
    fn needs(&self, node: usize) -> impl Iterator<Item = &Edge> {
        self.edges.iter().filter(move |edge| edge.from == node)
    }
}
