//! A pipeline for Mermaid and DOT: stages are groups, and so are actions that run in parallel.

use super::{Action, Pipeline};
use crate::outline::{Arrow, Box, End, Group, Outline};

pub(super) fn outline(pipeline: &Pipeline) -> Outline {
    let mut outline = Outline::default();
    let mut last = None;
    if !pipeline.triggers.is_empty() {
        outline.boxes.push(Box { lines: pipeline.triggers.clone(), decision: false, group: None });
        last = Some(End::Box(0));
    }
    for stage in &pipeline.stages {
        let group = outline.groups.len();
        let lines = std::iter::once(stage.name.clone()).chain(stage.conditions.iter().cloned()).collect();
        outline.groups.push(Group { lines, parent: None });
        let mut before = None;
        for step in &stage.steps {
            let end = add(&mut outline, group, step);
            outline.arrows.extend(before.map(|from| Arrow { from, to: end, dashed: false }));
            before = Some(end);
        }
        let end = End::Group(group);
        // An arrow cannot end at a group without boxes.
        if before.is_some() {
            outline.arrows.extend(last.map(|from| Arrow { from, to: end, dashed: false }));
            last = Some(end);
        }
    }
    outline
}

/// Puts the actions of one run order into the group of their stage.
fn add(outline: &mut Outline, stage: usize, step: &[Action]) -> End {
    let first = outline.boxes.len();
    let (group, end) = if step.len() > 1 {
        let group = outline.groups.len();
        outline.groups.push(Group { lines: vec!["in parallel".into()], parent: Some(stage) });
        (group, End::Group(group))
    } else {
        (stage, End::Box(first))
    };
    for action in step {
        let lines = [action.name.clone(), action.what(), action.place()];
        outline.boxes.push(Box {
            lines: lines.into_iter().filter(|line| !line.is_empty()).collect(),
            decision: action.is_approval(),
            group: Some(group),
        });
    }
    end
}
