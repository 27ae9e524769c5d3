//! A pipeline for a terminal: a box a stage, from top to bottom.

use super::{Action, Pipeline, Stage};
use crate::terminal::{Colour, coloured, padded, printable, shortened, width};

/// How wide the names of actions, and all of a box, get at most.
const NAME: usize = 40;
const WIDEST: usize = 96;

pub(super) fn draw(pipeline: &Pipeline, colours: bool) -> String {
    let mut text = format!(
        "{}  {}\n",
        coloured(&printable(&pipeline.name), Colour::Bold, colours),
        coloured(&printable(&pipeline.summary()), Colour::Dim, colours)
    );
    for trigger in &pipeline.triggers {
        text.push_str(&format!("  ⚡ {}\n", printable(trigger)));
    }
    let stages: Vec<(String, Vec<Row>)> =
        pipeline.stages.iter().map(|stage| (printable(&stage.name), rows(stage))).collect();
    let inner = stages.iter().flat_map(|(name, rows)| rows.iter().map(|row| width(&row.text)).chain([width(name) + 2]));
    let inner = inner.max().unwrap_or_default().min(WIDEST);
    for (index, (name, rows)) in stages.iter().enumerate() {
        if index > 0 {
            text.push_str(&format!("{}▼\n", " ".repeat(inner / 2 + 1)));
        }
        let name = shortened(name, inner - 2);
        let line = "─".repeat((inner + 1).saturating_sub(width(&name) + 2));
        text.push_str(&format!("┌─ {} {line}┐\n", coloured(&name, Colour::Bold, colours)));
        for row in rows {
            let shown = padded(&shortened(&row.text, inner), inner);
            let shown = row.colour.map_or(shown.clone(), |colour| coloured(&shown, colour, colours));
            text.push_str(&format!("│ {shown} │\n"));
        }
        text.push_str(&format!("└{}┘\n", "─".repeat(inner + 2)));
    }
    text
}

/// A line in the box of a stage.
struct Row {
    text: String,
    colour: Option<Colour>,
}

fn rows(stage: &Stage) -> Vec<Row> {
    let mut rows: Vec<Row> = stage
        .conditions
        .iter()
        .map(|condition| Row { text: format!("◇ {}", printable(condition)), colour: Some(Colour::Magenta) })
        .collect();
    let all = || stage.steps.iter().flatten();
    let names = all().map(|action| width(&action.name)).max().unwrap_or_default().min(NAME);
    let whats = all().map(|action| width(&action.what())).max().unwrap_or_default();
    for (order, step) in stage.steps.iter().enumerate() {
        for (index, action) in step.iter().enumerate() {
            let bracket = match (index, step.len() - 1) {
                (0, 0) => "─",
                (0, _) => "┬",
                (index, last) if index == last => "└",
                _ => "├",
            };
            let number = if index == 0 { (order + 1).to_string() } else { String::new() };
            let name = padded(&shortened(&printable(&action.name), names), names);
            let what = padded(&printable(&action.what()), whats);
            let text = format!("{number:>2} {bracket} {} {name}  {what}  {}", mark(action), printable(&action.place()));
            rows.push(Row { text: text.trim_end().to_owned(), colour: colour(action) });
        }
    }
    rows
}

/// What tells a person's decision from what runs by itself.
fn mark(action: &Action) -> char {
    if action.is_approval() { '◆' } else { '●' }
}

fn colour(action: &Action) -> Option<Colour> {
    Some(match action.category.as_str() {
        "Source" => Colour::Cyan,
        "Build" | "Test" | "Compute" => Colour::Blue,
        "Deploy" => Colour::Green,
        "Approval" => Colour::Yellow,
        _ => return None,
    })
}
