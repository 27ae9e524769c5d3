//! A diff for people, like a review: the gravest is plain to see.

use std::fmt::Write;

use cfn_diff::{Change, EntryChange, Impact, ResourceChange};

use super::{Entry, short_pair, statement};

const RED: &str = "1;31";
const YELLOW: &str = "33";
const GREEN: &str = "32";
const BOLD: &str = "1";

/// Paints text, where colours are wanted.
struct Paint(bool);

impl Paint {
    fn with(&self, code: &str, text: &str) -> String {
        if self.0 { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

pub(in crate::cli) fn write(entries: &[Entry], colours: bool) -> String {
    let paint = Paint(colours);
    if entries.iter().all(|entry| entry.diff.is_empty()) {
        return "No differences.\n".to_owned();
    }
    let mut text = String::new();
    for Entry { name, diff } in entries {
        let _ = writeln!(text, "{}", paint.with(BOLD, name));
        diff.resources.iter().for_each(|one| resource(&mut text, &paint, one));
        for change in &diff.iam {
            let _ = writeln!(text, "  permissions of {} ({})", change.id, change.type_name);
            for wider in &change.wider {
                let _ = writeln!(text, "{}", paint.with(RED, &format!("    wider     {}", statement(wider))));
            }
            for narrower in &change.narrower {
                let _ = writeln!(text, "{}", paint.with(GREEN, &format!("    narrower  {}", statement(narrower))));
            }
        }
        for (kind, changes) in [("parameter", &diff.parameters), ("output", &diff.outputs), ("", &diff.others)] {
            changes.iter().for_each(|one| section_entry(&mut text, &paint, kind, one));
        }
        text.push('\n');
    }
    text.push_str(&summary(entries));
    text
}

fn resource(text: &mut String, paint: &Paint, resource: &ResourceChange) {
    let (sign, code) = sign(resource.change);
    let from = resource.moved_from.as_ref().map_or(String::new(), |from| format!(" from {from}"));
    let impact = match resource.impact {
        Impact::None => String::new(),
        impact => format!("  {}", paint.with(colour(impact), words(impact))),
    };
    let head = format!("  {sign} {}{from} ({})", resource.id, resource.type_name);
    let _ = writeln!(text, "{}{impact}", paint.with(code, &head));
    if let Some(reason) = &resource.reason {
        let _ = writeln!(text, "      {reason}");
    }
    for property in &resource.properties {
        let impact = match property.impact {
            impact if impact >= Impact::Interruption => format!("  {}", paint.with(colour(impact), words(impact))),
            _ => String::new(),
        };
        let what = match &property.because_of {
            Some(id) => format!("gets another value, because {id} is replaced"),
            None => short_pair(property.before.as_ref(), property.after.as_ref()).join(" → "),
        };
        let _ = writeln!(text, "      {}: {what}{impact}", property.path);
    }
}

fn section_entry(text: &mut String, paint: &Paint, kind: &str, entry: &EntryChange) {
    let (sign, code) = sign(entry.change);
    let head = format!("  {sign} {kind} {}", entry.id).replace("  ", " ");
    let head = paint.with(code, &head);
    let _ = match entry.before == entry.after {
        // Only what it names is another.
        true => writeln!(text, " {head}"),
        false => {
            writeln!(text, " {head}: {}", short_pair(entry.before.as_ref(), entry.after.as_ref()).join(" → "))
        }
    };
    if let Some(note) = &entry.note {
        let _ = writeln!(text, "      {}", paint.with(YELLOW, note));
    }
}

fn sign(change: Change) -> (char, &'static str) {
    match change {
        Change::Added => ('+', GREEN),
        Change::Removed => ('-', RED),
        Change::Changed => ('~', YELLOW),
        Change::Moved => ('>', YELLOW),
    }
}

/// What AWS does, in words.
pub(in crate::cli) fn words(impact: Impact) -> &'static str {
    match impact {
        Impact::None => "nothing happens",
        Impact::InPlace => "updated in place",
        Impact::Interruption => "updated with an interruption",
        Impact::MayReplace => "may be replaced",
        Impact::Replace => "replaced",
        Impact::Loss => "its data is lost",
    }
}

fn colour(impact: Impact) -> &'static str {
    match impact {
        Impact::None | Impact::InPlace => GREEN,
        Impact::Interruption | Impact::MayReplace | Impact::Replace => YELLOW,
        Impact::Loss => RED,
    }
}

/// How much there is of each, in a line.
pub(in crate::cli) fn summary(entries: &[Entry]) -> String {
    let all = || entries.iter().flat_map(|entry| &entry.diff.resources);
    let of = |change: Change| all().filter(|resource| resource.change == change).count();
    let lost = all().filter(|resource| resource.impact == Impact::Loss).count();
    let replaced = all().filter(|resource| resource.impact == Impact::Replace).count();
    let wider = entries.iter().filter(|entry| entry.diff.broadens()).count();
    let mut parts = vec![
        format!("{} added", of(Change::Added)),
        format!("{} changed", of(Change::Changed)),
        format!("{} removed", of(Change::Removed)),
    ];
    for (count, what) in [(of(Change::Moved), "moved"), (replaced, "replaced"), (lost, "lost with their data")] {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    }
    let permissions = if wider > 0 { "; permissions become wider" } else { "" };
    format!("Resources: {}{permissions}.\n", parts.join(", "))
}
