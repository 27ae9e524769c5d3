//! [`Layers`]: which layer each node of a piece is in, and in what order.

use std::collections::{BTreeMap, BTreeSet};

use super::Diagram;
use super::layout::mean;

/// How often the order within layers is improved.
const SWEEPS: usize = 16;

/// The layers of a piece, from left to right. An arrow that skips layers has a slot of its own in each of them.
pub(super) struct Layers {
    pub(super) slots: Vec<Slot>,
    /// The slots of each layer, in their order.
    pub(super) rows: Vec<Vec<usize>>,
    /// What each slot is connected to in the layer before and after its own.
    pub(super) before: Vec<Vec<usize>>,
    pub(super) after: Vec<Vec<usize>>,
    pub(super) routes: Vec<Route>,
    layer_of: Vec<usize>,
}

/// What has a place in a layer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Slot {
    /// A node, by its number.
    Node(usize),
    /// An arrow that goes on to a further layer.
    Passing,
}

/// The slots that an edge goes through, from left to right.
pub(super) struct Route {
    /// The edge, by its number.
    pub(super) edge: usize,
    pub(super) slots: Vec<usize>,
    /// Whether the edge points to the left, as one has to where things need each other.
    pub(super) reversed: bool,
}

impl Layers {
    /// The layers of some nodes that are connected.
    pub(super) fn new(diagram: &Diagram, nodes: &[usize]) -> Layers {
        let inside: BTreeSet<usize> = nodes.iter().copied().collect();
        let edges = diagram.edges.iter().enumerate().filter(|(_, edge)| inside.contains(&edge.from));
        let directed = without_circles(nodes, edges.map(|(index, edge)| (index, edge.from, edge.to)).collect());
        let depths = depths(nodes, &directed);
        let count = depths.values().max().map_or(0, |deepest| deepest + 1);
        let mut layers = Layers {
            slots: Vec::new(),
            rows: vec![Vec::new(); count],
            before: Vec::new(),
            after: Vec::new(),
            routes: Vec::new(),
            layer_of: Vec::new(),
        };
        let own: BTreeMap<usize, usize> =
            nodes.iter().map(|node| (*node, layers.add(Slot::Node(*node), depths[node]))).collect();
        for Directed { edge, from, to, reversed } in directed {
            let mut slots = vec![own[&from]];
            for layer in depths[&from] + 1..depths[&to] {
                slots.push(layers.add(Slot::Passing, layer));
            }
            slots.push(own[&to]);
            for pair in slots.windows(2) {
                layers.after[pair[0]].push(pair[1]);
                layers.before[pair[1]].push(pair[0]);
            }
            layers.routes.push(Route { edge, slots, reversed });
        }
        layers.order();
        layers
    }

    pub(super) fn is_passing(&self, slot: usize) -> bool {
        self.slots[slot] == Slot::Passing
    }

    pub(super) fn layer_of(&self, slot: usize) -> usize {
        self.layer_of[slot]
    }

    fn add(&mut self, slot: Slot, layer: usize) -> usize {
        let number = self.slots.len();
        self.slots.push(slot);
        self.layer_of.push(layer);
        self.before.push(Vec::new());
        self.after.push(Vec::new());
        self.rows[layer].push(number);
        number
    }

    /// Orders each layer by the means of what its slots are connected to, forth and back, and keeps the best order.
    fn order(&mut self) {
        let mut best = (self.crossings(), self.rows.clone());
        for sweep in 0..SWEEPS {
            let forth = sweep % 2 == 0;
            let layers: Vec<usize> = if forth {
                (1..self.rows.len()).collect()
            } else {
                (0..self.rows.len().saturating_sub(1)).rev().collect()
            };
            for layer in layers {
                let places = self.places();
                let near = if forth { &self.before } else { &self.after };
                let wish = |slot: &usize| {
                    let wish = mean(near[*slot].iter().map(|other| places[*other] as f64));
                    wish.unwrap_or(places[*slot] as f64)
                };
                self.rows[layer].sort_by(|one, other| wish(one).total_cmp(&wish(other)));
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.rows.clone());
            }
        }
        self.rows = best.1;
    }

    /// The place of each slot in its layer.
    fn places(&self) -> Vec<usize> {
        let mut places = vec![0; self.slots.len()];
        for row in &self.rows {
            row.iter().enumerate().for_each(|(place, slot)| places[*slot] = place);
        }
        places
    }

    /// How many pairs of arrows cross.
    fn crossings(&self) -> usize {
        let places = self.places();
        let mut sum = 0;
        for row in &self.rows {
            let mut ends: Vec<usize> = Vec::new();
            for slot in row {
                let mut own: Vec<usize> = self.after[*slot].iter().map(|other| places[*other]).collect();
                // Arrows from slots above cross those that end above their ends.
                sum += own.iter().map(|end| ends.len() - ends.partition_point(|above| above <= end)).sum::<usize>();
                ends.append(&mut own);
                ends.sort_unstable();
            }
        }
        sum
    }
}

/// An edge from left to right.
struct Directed {
    edge: usize,
    from: usize,
    to: usize,
    reversed: bool,
}

/// The edges, some of them turned round so that no circle is left.
fn without_circles(nodes: &[usize], edges: Vec<(usize, usize, usize)>) -> Vec<Directed> {
    let mut targets: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (_, from, to) in &edges {
        targets.entry(*from).or_default().push(*to);
    }
    // The order in which a walk is done with its nodes: an edge to one that is done later closes a circle.
    let mut done: BTreeMap<usize, usize> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for start in nodes {
        let mut open: Vec<(usize, usize)> = seen.insert(*start).then_some((*start, 0)).into_iter().collect();
        while let Some((node, next)) = open.last_mut() {
            let target = targets.get(node).and_then(|targets| targets.get(*next)).copied();
            *next += 1;
            match target {
                Some(target) if seen.insert(target) => open.push((target, 0)),
                Some(_) => {}
                None => {
                    done.insert(*node, done.len());
                    open.pop();
                }
            }
        }
    }
    let turned = |(edge, from, to): (usize, usize, usize)| {
        let reversed = done[&to] > done[&from];
        let (from, to) = if reversed { (to, from) } else { (from, to) };
        Directed { edge, from, to, reversed }
    };
    edges.into_iter().map(turned).collect()
}

/// The layer of each node: right of all that need it, and no further from them than it has to be.
fn depths(nodes: &[usize], edges: &[Directed]) -> BTreeMap<usize, usize> {
    let mut depths: BTreeMap<usize, usize> = nodes.iter().map(|node| (*node, 0)).collect();
    // The longest path decides. There are no circles, so that this ends after as many rounds as there are layers.
    let mut moved = true;
    while moved {
        moved = false;
        for edge in edges {
            let least = depths[&edge.from] + 1;
            if depths[&edge.to] < least {
                depths.insert(edge.to, least);
                moved = true;
            }
        }
    }
    // What nobody needs stands beside what it needs itself.
    for node in nodes {
        if edges.iter().all(|edge| edge.to != *node) {
            let nearest = edges.iter().filter(|edge| edge.from == *node).map(|edge| depths[&edge.to]).min();
            depths.insert(*node, nearest.map_or(0, |nearest| nearest - 1));
        }
    }
    depths
}
