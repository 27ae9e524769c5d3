//! A diff as a page that needs nothing else.

use std::fmt::Write;

use cfn_diff::EntryChange;

use super::super::html::escaped;
use super::human::{summary, words};
use super::{Entry, short_pair, statement};

const STYLE: &str = "\
:root{color-scheme:light dark}
body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
h2{margin-top:2rem}table{border-collapse:collapse;width:100%}
td,th{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent)}
code{font:13px/1.4 ui-monospace,monospace;overflow-wrap:anywhere}
.loss,.wider{color:light-dark(#b00020,#ff6b81);font-weight:600}.replace,.may-replace,.interruption{color:light-dark(#8a5a00,#e8b04b)}
.narrower{color:light-dark(#1b6e35,#6cc98a)}ul{margin:.2rem 0;padding-left:1.2rem}.scroll{overflow-x:auto}
";

pub(super) fn write(entries: &[Entry]) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<title>Differences</title>\n\
         <style>\n{STYLE}</style>\n<h1>Differences</h1>\n<p>{}</p>\n{}</html>\n",
        escaped(summary(entries).trim()),
        body(entries, 2)
    )
}

/// What is different, stack by stack, with headings from that level on. Their classes are those of impacts.
pub(in crate::cli) fn body(entries: &[Entry], level: u8) -> String {
    let mut text = String::new();
    let below = level + 1;
    for Entry { name, diff } in entries {
        let _ = writeln!(text, "<h{level}>{}</h{level}>", escaped(name));
        if !diff.resources.is_empty() {
            let name = escaped(name);
            let _ = writeln!(
                text,
                "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Resources of {name} that change\">\n\
                 <table>\n<tr><th scope=\"col\">Resource<th scope=\"col\">Change<th scope=\"col\">What happens"
            );
        }
        for resource in &diff.resources {
            let properties = resource.properties.iter().map(|property| {
                let values = match &property.because_of {
                    Some(id) => format!("because {} is replaced", escaped(id)),
                    None => pair(property.before.as_ref(), property.after.as_ref()),
                };
                let class = property.impact.as_str();
                format!("<li class=\"{class}\"><code>{}</code>: {values}", escaped(&property.path))
            });
            let properties: String = properties.collect();
            let list = if properties.is_empty() { String::new() } else { format!("<ul>{properties}</ul>") };
            let from = resource.moved_from.as_ref().map_or(String::new(), |from| format!(" from {}", escaped(from)));
            let reason = resource.reason.as_ref().map_or(String::new(), |reason| format!(": {}", escaped(reason)));
            let _ = writeln!(
                text,
                "<tr><td><code>{}</code><br>{}<td>{}{from}{list}<td class=\"{}\">{}{reason}",
                escaped(&resource.id),
                escaped(&resource.type_name),
                resource.change.as_str(),
                resource.impact.as_str(),
                words(resource.impact),
            );
        }
        if !diff.resources.is_empty() {
            text.push_str("</table>\n</div>\n");
        }
        for change in &diff.iam {
            let _ = writeln!(text, "<h{below}>Permissions of {}</h{below}>\n<ul>", escaped(&change.id));
            for (class, statements) in [("wider", &change.wider), ("narrower", &change.narrower)] {
                for one in statements {
                    let _ = writeln!(text, "<li class=\"{class}\">{class}: {}", escaped(&statement(one)));
                }
            }
            text.push_str("</ul>\n");
        }
        for (title, changes) in [("Parameters", &diff.parameters), ("Outputs", &diff.outputs), ("Other", &diff.others)]
        {
            if !changes.is_empty() {
                let lines: String = changes.iter().map(line).collect();
                let _ = writeln!(text, "<h{below}>{title}</h{below}>\n<ul>{lines}</ul>");
            }
        }
    }
    text
}

fn line(entry: &EntryChange) -> String {
    let note = entry.note.as_ref().map_or(String::new(), |note| format!("; {}", escaped(note)));
    let values = match entry.before == entry.after {
        // Only what it names is another.
        true => String::new(),
        false => format!(": {}", pair(entry.before.as_ref(), entry.after.as_ref())),
    };
    format!("<li><code>{}</code> {}{values}{note}", escaped(&entry.id), entry.change.as_str())
}

fn pair(before: Option<&cfn_model::Value>, after: Option<&cfn_model::Value>) -> String {
    short_pair(before, after).map(|text| format!("<code>{}</code>", escaped(&text))).join(" → ")
}
