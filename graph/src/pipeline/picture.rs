//! A pipeline as an SVG: a column a stage, in it the actions from the first run order to the last.

use super::{Action, Pipeline, Stage};
use crate::svg::{Area, SOFT_LINE, Sheet, px, soft_lines, soft_width, text_width};

/// How wide the cards of a stage are: as its longest text, within bounds.
const NARROW: f64 = 200.0;
const WIDE: f64 = 300.0;
/// How high cards are, and the room between them.
const HEIGHT: f64 = 56.0;
const GAP: f64 = 10.0;
/// What a card has beside the name: the mark before it, and the room on both sides.
const AROUND_NAME: f64 = 34.0;

/// How many actions that run in parallel stand below each other before a further column begins.
const TALLEST: usize = 10;

const LANE_PADDING: f64 = 14.0;
const LANE_GAP: f64 = 40.0;
const MARGIN: f64 = 20.0;
/// Where stages begin, below the title.
const TOP: f64 = 92.0;
const STAGE_HEADER: f64 = 34.0;
/// How many lines a condition or a trigger takes at most, and the room after it.
const LINES: usize = 3;
const AFTER: f64 = 5.0;
const FRAME: f64 = 18.0;
/// The room for the arrow from a run order to the next.
const DOWN: f64 = 26.0;

pub(super) fn draw(pipeline: &Pipeline) -> String {
    let mut sheet = Sheet::default();
    let wide = 1200.0;
    sheet.text(MARGIN, 36.0, wide, "title", &pipeline.name);
    sheet.text(MARGIN, 58.0, wide, "soft", &pipeline.summary());
    let mut x = MARGIN;
    if !pipeline.triggers.is_empty() {
        x = triggers(&mut sheet, x, &pipeline.triggers);
    }
    for (index, stage) in pipeline.stages.iter().enumerate() {
        if index > 0 || !pipeline.triggers.is_empty() {
            let y = TOP + 20.0;
            sheet.arrow(&format!("M{} {}H{}", px(x + 4.0), px(y), px(x + LANE_GAP - 4.0)), false);
            x += LANE_GAP;
        }
        x = lane(&mut sheet, x, stage);
    }
    sheet.finish(&format!("Pipeline {}: {}", pipeline.name, pipeline.summary()))
}

/// What starts the pipeline. Gives where the column ends.
fn triggers(sheet: &mut Sheet, x: f64, triggers: &[String]) -> f64 {
    let bottom = notes(sheet, x + LANE_PADDING, NARROW, triggers, "event");
    let lane = Area { x, y: TOP, width: NARROW + 2.0 * LANE_PADDING, height: bottom - TOP + LANE_PADDING - 6.0 };
    sheet.area(lane, 10.0, "group");
    sheet.text(x + LANE_PADDING, TOP + 25.0, NARROW, "strong", "Starts on");
    x + lane.width
}

/// Notes below the header of a column, each with a mark. Gives where they end.
fn notes(sheet: &mut Sheet, x: f64, room: f64, notes: &[String], class: &str) -> f64 {
    let mut y = TOP + STAGE_HEADER;
    for note in notes {
        let lines = soft_lines(note, room - 14.0, LINES);
        sheet.begin(note);
        sheet.rhombus(x + 4.0, y + 7.0, 4.0, class);
        sheet.paragraph(x + 14.0, y + 11.0, room - 14.0, &lines);
        sheet.end();
        y += lines.len() as f64 * SOFT_LINE + AFTER;
    }
    y
}

/// A stage with its actions. Gives where the column ends.
fn lane(sheet: &mut Sheet, x: f64, stage: &Stage) -> f64 {
    let columns = stage.steps.iter().map(|step| step.len().div_ceil(TALLEST)).max().unwrap_or(1).max(1);
    let card = card_width(stage);
    let inner = columns as f64 * (card + GAP) + GAP;
    let left = x + LANE_PADDING;
    // The lane is drawn before what is on it, but as high as that.
    let mut above = Sheet::default();
    above.text(left, TOP + 25.0, inner, "strong", &stage.name);
    let mut y = notes(&mut above, left, inner, &stage.conditions, "other") + LANE_PADDING - 8.0;
    for (index, step) in stage.steps.iter().enumerate() {
        if index > 0 {
            let middle = px(x + LANE_PADDING + inner / 2.0);
            above.arrow(&format!("M{middle} {}V{}", px(y + 3.0), px(y + DOWN - 3.0)), false);
            y += DOWN;
        }
        let height = step_height(step.len());
        draw_step(&mut above, Area { x: left, y, width: inner, height }, card, step);
        y += height;
    }
    let lane = Area { x, y: TOP, width: inner + 2.0 * LANE_PADDING, height: y + LANE_PADDING - TOP };
    sheet.area(lane, 10.0, "lane");
    sheet.append(above);
    x + lane.width
}

fn card_width(stage: &Stage) -> f64 {
    let actions = stage.steps.iter().flatten();
    let widths =
        actions.flat_map(|action| [text_width(&action.name), soft_width(&action.what()), soft_width(&action.place())]);
    (widths.fold(0.0, f64::max) + AROUND_NAME).ceil().clamp(NARROW, WIDE)
}

/// How high the actions of a run order are together.
fn step_height(actions: usize) -> f64 {
    let rows = actions.min(TALLEST) as f64;
    let frame = if actions > 1 { GAP + FRAME } else { 0.0 };
    rows * (HEIGHT + GAP) - GAP + frame
}

/// The actions of a run order. Those that run in parallel are framed and counted.
fn draw_step(sheet: &mut Sheet, area: Area, width: f64, step: &[Action]) {
    let (x, mut y) = (area.x + GAP, area.y);
    if step.len() > 1 {
        sheet.area(area, 8.0, "group");
        let text = format!("{} in parallel", step.len());
        sheet.text(area.x + GAP, area.y + 13.0, text_width(&text), "soft", &text);
        y += FRAME;
    }
    for (index, action) in step.iter().enumerate() {
        let (column, row) = ((index / TALLEST) as f64, (index % TALLEST) as f64);
        let card = Area { x: x + column * (width + GAP), y: y + row * (HEIGHT + GAP), width, height: HEIGHT };
        let (what, place) = (action.what(), action.place());
        let title = format!("{}: {what} {place}", action.name);
        let maybe = action.condition.is_some();
        draw_card(sheet, card, class(action), maybe, [&action.name, &what, &place], title.trim_end());
    }
}

/// A card with its name, what it is, and where.
fn draw_card(sheet: &mut Sheet, card: Area, class: &str, maybe: bool, [name, what, place]: [&str; 3], title: &str) {
    sheet.begin(title);
    sheet.area(card, 6.0, if maybe { "card maybe" } else { "card" });
    let (left, room) = (card.x + 24.0, card.width - AROUND_NAME);
    let upper = if place.is_empty() { card.y + 25.0 } else { card.y + 17.0 };
    if class == "approval" {
        sheet.rhombus(card.x + 12.5, upper - 4.0, 6.0, class);
    } else {
        sheet.area(Area { x: card.x + 8.0, y: upper - 8.5, width: 9.0, height: 9.0 }, 4.5, class);
    }
    sheet.text(left, upper, room, "strong", name);
    sheet.text(left, upper + 15.0, room, "soft", what);
    if !place.is_empty() {
        sheet.text(left, upper + 29.0, room, "soft", place);
    }
    sheet.end();
}

fn class(action: &Action) -> &'static str {
    match action.category.as_str() {
        "Source" => "source",
        "Build" | "Test" | "Compute" => "build",
        "Deploy" => "deploy",
        "Approval" => "approval",
        _ => "other",
    }
}
