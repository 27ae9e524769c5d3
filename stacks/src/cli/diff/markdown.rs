//! A diff as a comment on a pull request.

use std::fmt::Write;

use cfn_diff::{EntryChange, Impact};

use super::human::{summary, words};
use super::{Entry, short_pair, statement};

pub(super) fn write(entries: &[Entry]) -> String {
    if entries.iter().all(|entry| entry.diff.is_empty()) {
        return "No differences.\n".to_owned();
    }
    let mut text = format!("{}\n", summary(entries));
    for Entry { name, diff } in entries {
        let _ = writeln!(text, "### {}\n", cell(name));
        if !diff.resources.is_empty() {
            text.push_str("| resource | type | change | what happens |\n| --- | --- | --- | --- |\n");
        }
        for resource in &diff.resources {
            let impact = match resource.impact {
                Impact::None => String::new(),
                impact @ (Impact::Loss | Impact::Replace) => format!("**{}**", words(impact)),
                impact => words(impact).to_owned(),
            };
            let colon = if impact.is_empty() { "" } else { ": " };
            let reason = resource.reason.as_ref().map_or(String::new(), |reason| format!("{colon}{}", cell(reason)));
            let from = resource.moved_from.as_ref().map_or(String::new(), |from| format!(" from `{}`", cell(from)));
            let properties = resource.properties.iter().map(|property| {
                let values = match &property.because_of {
                    Some(id) => format!("because `{}` is replaced", cell(id)),
                    None => pair(property.before.as_ref(), property.after.as_ref()),
                };
                format!("<br>`{}`: {values}", cell(&property.path))
            });
            let properties: String = properties.collect();
            let change = resource.change.as_str();
            let (id, kind) = (cell(&resource.id), cell(&resource.type_name));
            let _ = writeln!(text, "| `{id}`{from} | {kind} | {change}{properties} | {impact}{reason} |");
        }
        text.push('\n');
        for change in &diff.iam {
            let _ = writeln!(text, "Permissions of `{}`:\n", cell(&change.id));
            for (title, statements) in [("**wider**", &change.wider), ("narrower", &change.narrower)] {
                for one in statements {
                    let _ = writeln!(text, "- {title}: {}", cell(&statement(one)));
                }
            }
            text.push('\n');
        }
        for (title, changes) in [("Parameters", &diff.parameters), ("Outputs", &diff.outputs), ("Other", &diff.others)]
        {
            if !changes.is_empty() {
                let lines: String = changes.iter().map(line).collect();
                let _ = writeln!(text, "{title}:\n\n{lines}");
            }
        }
    }
    text
}

fn line(entry: &EntryChange) -> String {
    let note = entry.note.as_ref().map_or(String::new(), |note| format!("; **{}**", cell(note)));
    let values = match entry.before == entry.after {
        // Only what it names is another.
        true => String::new(),
        false => format!(": {}", pair(entry.before.as_ref(), entry.after.as_ref())),
    };
    format!("- `{}` {}{values}{note}\n", cell(&entry.id), entry.change.as_str())
}

/// A value as code.
fn pair(before: Option<&cfn_model::Value>, after: Option<&cfn_model::Value>) -> String {
    short_pair(before, after).map(|text| format!("`{}`", cell(&text))).join(" → ")
}

/// Text that stays in its cell of a table, and is no markup.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('`', "'").replace('<', "&lt;").replace(['\n', '\r'], " ")
}
