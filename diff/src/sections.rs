//! The other sections: parameters, outputs, and what else a template has.

use cfn_model::template::Section;
use cfn_model::{Map, Template, Value};

use crate::change::{Change, EntryChange};
use crate::compare::{Moves, same};

/// The sections beside resources, parameters and outputs.
const OTHERS: [Section; 7] = [
    Section::FormatVersion,
    Section::Description,
    Section::Metadata,
    Section::Rules,
    Section::Mappings,
    Section::Conditions,
    Section::Transform,
];

/// The entries of a section that are different.
pub(crate) fn diff(before: &Template, after: &Template, moves: &Moves, section: Section) -> Vec<EntryChange> {
    entries(before, after, moves, section, |_| true)
}

/// The entries of a section that are different, as far as their names are asked for.
fn entries(
    before: &Template,
    after: &Template,
    moves: &Moves,
    section: Section,
    wanted: impl Fn(&str) -> bool,
) -> Vec<EntryChange> {
    let empty = Map::new();
    let (old, new) = (before.section(section).unwrap_or(&empty), after.section(section).unwrap_or(&empty));
    let mut changes = Vec::new();
    for (id, value) in new.iter().filter(|(id, _)| wanted(id)) {
        match old.get(id) {
            None => changes.push(entry(id, Change::Added, None, Some(value))),
            Some(former) if !same(former, value, moves) => {
                changes.push(entry(id, Change::Changed, Some(former), Some(value)));
            }
            Some(_) => {}
        }
    }
    let gone = old.iter().filter(|(id, _)| wanted(id) && !new.contains_key(id));
    changes.extend(gone.map(|(id, value)| entry(id, Change::Removed, Some(value), None)));
    changes
}

fn entry(id: &str, change: Change, before: Option<&Value>, after: Option<&Value>) -> EntryChange {
    let (before, after) = (before.cloned(), after.cloned());
    EntryChange { id: id.to_owned(), change, before, after, note: None, imported_by: Vec::new() }
}

/// What is different in the rest of the template, each with the name of its section.
pub(crate) fn others(before: &Template, after: &Template, moves: &Moves) -> Vec<EntryChange> {
    let mut changes = Vec::new();
    for section in OTHERS {
        let (old, new) = (before.get(section), after.get(section));
        let maps = [old, new].into_iter().flatten().all(|value| value.as_map().is_some());
        if maps {
            let named = |change: EntryChange| EntryChange { id: format!("{}.{}", section.name(), change.id), ..change };
            changes.extend(diff(before, after, moves, section).into_iter().map(named));
            continue;
        }
        let change = match (old, new) {
            (None, None) => continue,
            (None, Some(_)) => Change::Added,
            (Some(_), None) => Change::Removed,
            (Some(old), Some(new)) if same(old, new, moves) => continue,
            (Some(_), Some(_)) => Change::Changed,
        };
        changes.push(entry(section.name(), change, old, new));
    }
    changes.extend(loops(before, after, moves));
    changes
}

/// The loops among the resources that are different. They are no resources, and nothing is known of those they make.
fn loops(before: &Template, after: &Template, moves: &Moves) -> impl Iterator<Item = EntryChange> {
    let changes = entries(before, after, moves, Section::Resources, |id| id.starts_with("Fn::ForEach::"));
    changes.into_iter().map(|change| EntryChange {
        id: format!("{}.{}", Section::Resources.name(), change.id),
        note: Some("a loop: what becomes of the resources it makes shows in a change set only".to_owned()),
        ..change
    })
}
