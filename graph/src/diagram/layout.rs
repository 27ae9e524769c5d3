//! Where boxes and arrows go, after Sugiyama: layers from left to right, an order within each that crosses few
//! arrows, and heights that keep arrows short. What is not connected is laid out apart and set in rows.

use std::collections::BTreeMap;

use super::Diagram;
use super::layers::{Layers, Slot};
use crate::svg::{Area, px};

/// The room between layers, and between the boxes and the passing arrows of a layer.
const ACROSS: f64 = 84.0;
const BETWEEN: f64 = 16.0;
/// How much of a layer an arrow takes that passes through it.
const PASSING: f64 = 8.0;
/// The room between pieces, and how wide a row of them gets at least.
const GAP: f64 = 30.0;
const ROW: f64 = 1160.0;
/// How often boxes are pulled towards what they are connected to.
const PULLS: usize = 24;

/// Where everything goes.
pub(super) struct Layout {
    /// A box for each node.
    pub(super) boxes: Vec<Area>,
    /// The way of each arrow as SVG writes it.
    pub(super) arrows: Vec<String>,
    /// What all of it covers.
    pub(super) extent: Area,
}

/// Places boxes of a size, from a corner on.
pub(super) fn layout(diagram: &Diagram, size: (f64, f64), left: f64, top: f64) -> Layout {
    let pieces: Vec<Piece> = components(diagram).iter().map(|nodes| Piece::new(diagram, nodes, size)).collect();
    let widest = pieces.iter().map(|piece| piece.width).fold(ROW, f64::max);
    let mut boxes = vec![Area { x: 0.0, y: 0.0, width: size.0, height: size.1 }; diagram.nodes.len()];
    let mut arrows = vec![String::new(); diagram.edges.len()];
    let mut extent = Area { x: left, y: top, width: 0.0, height: 0.0 };
    let (mut x, mut y, mut row) = (0.0, 0.0, 0.0);
    for piece in pieces {
        if x > 0.0 && x + piece.width > widest {
            (x, y, row) = (0.0, y + row + GAP, 0.0);
        }
        let moved = |(px, py): (f64, f64)| (px + left + x, py + top + y);
        for (node, place) in &piece.boxes {
            (boxes[*node].x, boxes[*node].y) = moved(*place);
        }
        for (edge, points) in &piece.arrows {
            arrows[*edge] = curve(&points.iter().map(|point| moved(*point)).collect::<Vec<_>>());
        }
        extent.width = extent.width.max(x + piece.width);
        extent.height = extent.height.max(y + piece.height);
        x += piece.width + GAP;
        row = f64::max(row, piece.height);
    }
    Layout { boxes, arrows, extent }
}

/// Nodes that are connected, the largest such sets first and single nodes last.
fn components(diagram: &Diagram) -> Vec<Vec<usize>> {
    let mut owner: Vec<usize> = (0..diagram.nodes.len()).collect();
    for edge in &diagram.edges {
        let (one, other) = (owner[edge.from], owner[edge.to]);
        if one != other {
            owner.iter_mut().filter(|set| **set == other).for_each(|set| *set = one);
        }
    }
    let mut sets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (node, set) in owner.into_iter().enumerate() {
        sets.entry(set).or_default().push(node);
    }
    let mut sets: Vec<Vec<usize>> = sets.into_values().collect();
    sets.sort_by_key(|set| (std::cmp::Reverse(set.len()), set[0]));
    sets
}

/// What is connected, placed from 0, 0 on.
struct Piece {
    width: f64,
    height: f64,
    /// The nodes by their numbers, with their upper left corners.
    boxes: Vec<(usize, (f64, f64))>,
    /// The edges by their numbers, with the points that they go through.
    arrows: Vec<(usize, Vec<(f64, f64)>)>,
}

impl Piece {
    fn new(diagram: &Diagram, nodes: &[usize], size: (f64, f64)) -> Piece {
        let layers = Layers::new(diagram, nodes);
        let heights = |slot: usize| if layers.is_passing(slot) { PASSING } else { size.1 };
        let middles = middles(&layers, &heights);
        let top = (0..middles.len()).map(|slot| middles[slot] - heights(slot) / 2.0).fold(f64::INFINITY, f64::min);
        let bottom = (0..middles.len()).map(|slot| middles[slot] + heights(slot) / 2.0).fold(top, f64::max);
        let left_of = |slot: usize| layers.layer_of(slot) as f64 * (size.0 + ACROSS);
        let boxes = layers.slots.iter().enumerate().filter_map(|(slot, what)| match what {
            Slot::Node(node) => Some((*node, (left_of(slot), middles[slot] - size.1 / 2.0 - top))),
            Slot::Passing => None,
        });
        let boxes = boxes.collect();
        let ports = Ports::new(&layers, &middles, size.1);
        let arrows = layers.routes.iter().enumerate().map(|(index, route)| {
            let last = route.slots.len() - 1;
            let mut points = Vec::new();
            for (place, slot) in route.slots.iter().enumerate() {
                let (x, y) = (left_of(*slot), middles[*slot] - top);
                match place {
                    0 => points.push((x + size.0, ports.out[index] - top)),
                    place if place == last => points.push((x, ports.into[index] - top)),
                    // An arrow passes a layer on a straight line, out of the way of its boxes.
                    _ => points.extend([(x, y), (x + size.0, y)]),
                }
            }
            if route.reversed {
                points.reverse();
            }
            (route.edge, points)
        });
        let arrows = arrows.collect();
        let width = layers.rows.len() as f64 * (size.0 + ACROSS) - ACROSS;
        Piece { width, height: bottom - top, boxes, arrows }
    }
}

/// The middles of all slots: as near to what they are connected to as their layer's order and room allow.
fn middles(layers: &Layers, heights: &dyn Fn(usize) -> f64) -> Vec<f64> {
    let mut middles = vec![0.0; layers.slots.len()];
    for row in &layers.rows {
        let mut y = 0.0;
        for slot in row {
            middles[*slot] = y + heights(*slot) / 2.0;
            y += heights(*slot) + BETWEEN;
        }
    }
    for pull in 0..PULLS {
        let order: Vec<usize> =
            if pull % 2 == 0 { (0..layers.rows.len()).collect() } else { (0..layers.rows.len()).rev().collect() };
        for row in order.into_iter().map(|layer| &layers.rows[layer]) {
            let wanted: Vec<f64> = row
                .iter()
                .map(|slot| {
                    let near = layers.before[*slot].iter().chain(&layers.after[*slot]);
                    mean(near.map(|other| middles[*other])).unwrap_or(middles[*slot])
                })
                .collect();
            for (slot, middle) in row.iter().zip(settled(row, &wanted, heights)) {
                middles[*slot] = middle;
            }
        }
    }
    middles
}

/// The middles nearest to the wanted ones that keep order and room: slots that would overlap form a block, which
/// takes the mean of what its members want.
fn settled(row: &[usize], wanted: &[f64], heights: &dyn Fn(usize) -> f64) -> Vec<f64> {
    // How far each slot is below the first one when all are packed.
    let mut offsets = Vec::with_capacity(row.len());
    let mut y = 0.0;
    for slot in row {
        offsets.push(y + heights(*slot) / 2.0);
        y += heights(*slot) + BETWEEN;
    }
    // Packed, a block has one place for all its members: where the first slot of the row would begin.
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for (offset, wanted) in offsets.iter().zip(wanted) {
        let mut block = (wanted - offset, 1);
        while let Some((place, count)) = blocks.pop_if(|(place, _)| *place > block.0) {
            let sum = place * count as f64 + block.0 * block.1 as f64;
            block = (sum / (count + block.1) as f64, count + block.1);
        }
        blocks.push(block);
    }
    let places = blocks.into_iter().flat_map(|(place, count)| std::iter::repeat_n(place, count));
    places.zip(offsets).map(|(place, offset)| place + offset).collect()
}

/// Where arrows leave and enter boxes: spread along the side, in the order of where they go, so that they cross
/// nothing at the box itself.
struct Ports {
    out: Vec<f64>,
    into: Vec<f64>,
}

impl Ports {
    fn new(layers: &Layers, middles: &[f64], height: f64) -> Ports {
        let mut ports = Ports { out: vec![0.0; layers.routes.len()], into: vec![0.0; layers.routes.len()] };
        for slot in 0..layers.slots.len() {
            let spread = |mut ends: Vec<(f64, usize)>, ports: &mut Vec<f64>| {
                ends.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
                let step = f64::min(height * 0.7 / ends.len() as f64, 9.0);
                let first = middles[slot] - step * (ends.len() as f64 - 1.0) / 2.0;
                for (place, (_, route)) in ends.iter().enumerate() {
                    ports[*route] = first + step * place as f64;
                }
            };
            let routes = || layers.routes.iter().enumerate();
            let leaving = routes().filter(|(_, route)| route.slots[0] == slot);
            spread(leaving.map(|(index, route)| (middles[route.slots[1]], index)).collect(), &mut ports.out);
            let coming = routes().filter(|(_, route)| route.slots.last() == Some(&slot));
            let coming = coming.map(|(index, route)| (middles[route.slots[route.slots.len() - 2]], index));
            spread(coming.collect(), &mut ports.into);
        }
        ports
    }
}

/// A line through the points that leaves and enters each of them level.
fn curve(points: &[(f64, f64)]) -> String {
    let mut text = String::new();
    for (index, (x, y)) in points.iter().enumerate() {
        if index == 0 {
            text = format!("M{} {}", px(*x), px(*y));
            continue;
        }
        let (before_x, before_y) = points[index - 1];
        if before_y == *y {
            text.push_str(&format!("H{}", px(*x)));
            continue;
        }
        let middle = px((before_x + x) / 2.0);
        text.push_str(&format!("C{middle} {} {middle} {} {} {}", px(before_y), px(*y), px(*x), px(*y)));
    }
    text
}

pub(super) fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    (count > 0.0).then(|| sum / count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_overlap_shares_the_difference() {
        let heights = |_| 10.0;
        assert_eq!(settled(&[0, 1], &[5.0, 100.0], &heights), [5.0, 100.0]);
        assert_eq!(settled(&[0, 1], &[50.0, 50.0], &heights), [37.0, 63.0]);
        assert_eq!(settled(&[0, 1, 2], &[0.0, 48.0, 0.0], &heights), [-10.0, 16.0, 42.0]);
    }

    #[test]
    fn lines_are_level_where_they_meet_boxes() {
        assert_eq!(curve(&[(0.0, 0.0), (10.0, 5.0), (20.0, 5.0)]), "M0 0C5 0 5 5 10 5H20");
    }
}
