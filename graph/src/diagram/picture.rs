//! A diagram as an SVG.

use super::layout::layout;
use super::{Diagram, Node};
use crate::pipeline::counted;
use crate::svg::{Area, Sheet, text_width};

/// How wide boxes are: as their longest text, within bounds.
const NARROW: f64 = 130.0;
const WIDE: f64 = 360.0;
const HEIGHT: f64 = 46.0;
const MARGIN: f64 = 20.0;
const TOP: f64 = 82.0;

pub(super) fn draw(diagram: &Diagram) -> String {
    let mut sheet = Sheet::default();
    let things = counted(diagram.nodes.len(), diagram.thing);
    let summary = format!("{things} · {}", counted(diagram.edges.len(), "reference"));
    sheet.text(MARGIN, 36.0, 1160.0, "title", &diagram.title);
    sheet.text(MARGIN, 58.0, 1160.0, "soft", &summary);
    let widest = diagram.nodes.iter().map(|node| text_width(&node.name).max(text_width(&node.what)));
    let width = (widest.fold(0.0, f64::max) + 36.0).clamp(NARROW, WIDE);
    let layout = layout(diagram, (width, HEIGHT), MARGIN, TOP);
    for (path, edge) in layout.arrows.iter().zip(&diagram.edges) {
        sheet.arrow(path, edge.named);
    }
    for (node, area) in diagram.nodes.iter().zip(&layout.boxes) {
        draw_node(&mut sheet, node, *area);
    }
    sheet.grow(layout.extent);
    sheet.finish(&format!("{}: {summary}", diagram.title))
}

fn draw_node(sheet: &mut Sheet, node: &Node, area: Area) {
    sheet.begin(format!("{} {}", node.name, node.what).trim_end());
    sheet.area(area, 6.0, if node.conditional { "card maybe" } else { "card" });
    let y = if node.what.is_empty() { area.y + 27.0 } else { area.y + 19.0 };
    sheet.area(Area { x: area.x + 8.0, y: y - 8.5, width: 9.0, height: 9.0 }, 4.5, node.class);
    let room = area.width - 32.0;
    sheet.text(area.x + 24.0, y, room, "strong", &node.name);
    sheet.text(area.x + 24.0, y + 16.0, room, "soft", &node.what);
    sheet.end();
}
