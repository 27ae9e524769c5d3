//! A diagram for a terminal: each thing with what it needs below it.

use super::Diagram;
use crate::terminal::{Colour, coloured, padded, printable, shortened, width};

/// How wide the column of names gets at most.
const NAME: usize = 48;

pub(super) fn draw(diagram: &Diagram, colours: bool) -> String {
    let names: Vec<String> = diagram.nodes.iter().map(|node| shortened(&printable(&node.name), NAME)).collect();
    let column = names.iter().map(|name| width(name)).max().unwrap_or_default();
    let mut text = format!("{}\n", coloured(&printable(&diagram.title), Colour::Bold, colours));
    for (index, node) in diagram.nodes.iter().enumerate() {
        let conditional = if node.conditional { "  (conditional)" } else { "" };
        let what = coloured(&printable(&node.what), colour(node.class), colours);
        let line = format!("■ {}  {what}{conditional}", padded(&names[index], column));
        text.push_str(&format!("{}\n", line.trim_end()));
        let needs: Vec<_> = diagram.needs(index).collect();
        for (place, edge) in needs.iter().enumerate() {
            let branch = if place + 1 == needs.len() { "└" } else { "├" };
            let line = if edge.named { "╌" } else { "─" };
            let name = coloured(&names[edge.to], Colour::Dim, colours);
            text.push_str(&format!("{branch}{line}▶ {name}\n"));
        }
    }
    text
}

fn colour(class: &str) -> Colour {
    match class {
        "access" => Colour::Magenta,
        "store" | "deploy" => Colour::Green,
        "event" => Colour::Yellow,
        "build" => Colour::Blue,
        _ => Colour::Cyan,
    }
}
