//! An explanation for people.

use std::fmt::Write;

use super::super::diff::{short, what_happens};
use super::super::permissions::Permission;
use super::{Entry, Explanation, Link};

pub(super) fn write(explanations: &[Explanation<'_>]) -> String {
    explanations.iter().map(one).collect::<Vec<_>>().join("\n")
}

fn one(explanation: &Explanation<'_>) -> String {
    let Explanation { subject, construct, entry, holds } = explanation;
    let name = construct.as_ref().map(|(path, _)| path.as_str()).or(entry.as_ref().map(|entry| entry.id));
    let mut text = format!("{}\n", name.unwrap_or_default());
    let mut facts: Vec<(&str, String)> = Vec::new();
    if let Some(entry) = entry {
        facts.push(("logical id", format!("{} in {} of {}", entry.id, entry.section.name(), subject.name)));
        facts.extend(entry.type_name.map(|name| ("type", name.to_owned())));
        facts.push(("template", format!("{}:{}", entry.place.file, entry.place.line)));
    }
    let added = construct.as_ref().and_then(|(_, place)| place.as_ref());
    facts.extend(added.map(|place| ("added at", place.to_string())));
    for (what, value) in facts {
        let _ = writeln!(text, "  {what:<10}  {value}");
    }
    if let Some(entry) = entry {
        self::entry(&mut text, entry);
    }
    let rows = holds.iter().map(|[path, id, what]| vec![path.clone(), id.clone(), what.clone()]);
    section(&mut text, "Holds", rows.collect());
    text
}

fn entry(text: &mut String, entry: &Entry<'_>) {
    let uses = |link: &Link| vec![link.other.clone(), link.place.clone()];
    section(text, "Refers to", entry.uses.iter().map(uses).collect());
    section(text, "Referred to by", entry.used_by.iter().map(uses).collect());
    let says = |permission: &Permission| {
        let wide = permission.wide.as_ref().map_or(String::new(), |why| format!("  (wide: {why})"));
        vec![permission.who.join(", "), format!("{}{wide}", permission.says())]
    };
    section(text, "What it may do, itself or as a role", entry.may.iter().map(says).collect());
    section(text, "Who may do what with it", entry.granted.iter().map(says).collect());
    let properties = entry.properties.iter().map(|property| {
        vec![property.path.clone(), what_happens(property.impact).to_owned(), short(Some(&property.value))]
    });
    section(text, "Properties, and what a change of each does", properties.collect());
    if !entry.create_only.is_empty() {
        let _ = writeln!(text, "\nNot set, and to set later replaces it\n  {}", entry.create_only.join(", "));
    }
}

/// A heading with rows in columns below it, unless there are none.
fn section(text: &mut String, title: &str, rows: Vec<Vec<String>>) {
    const WIDEST: usize = 60;
    let width = |column: usize| {
        let widths = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        widths.max().unwrap_or_default().min(WIDEST)
    };
    if !rows.is_empty() {
        let _ = writeln!(text, "\n{title}");
    }
    for row in &rows {
        let last = row.len() - 1;
        let cells = row.iter().enumerate().map(|(column, cell)| match column {
            _ if column == last => cell.clone(),
            _ => format!("{cell:<width$}  ", width = width(column)),
        });
        let _ = writeln!(text, "  {}", cells.collect::<String>().trim_end());
    }
}
