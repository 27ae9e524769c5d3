//! Problems for people: each with the lines it is about.

use cfn_model::Severity;

use super::{Report, Sources, count};
use crate::cli::words;

pub(super) fn write(report: &Report<'_>, sources: &mut Sources, colours: bool) -> String {
    let mut text = String::new();
    for problem in report.problems {
        text.push_str(&shown(problem, sources, colours));
        text.push_str("\n\n");
    }
    text.push_str(&summary(report));
    text.push('\n');
    text
}

#[cfg(feature = "cli")]
fn shown(problem: &cfn_model::Diagnostic, sources: &mut Sources, colours: bool) -> String {
    let file = problem.location.as_ref().map(|location| location.file.to_string());
    match file.and_then(|file| sources.text(&file)) {
        Some(text) => crate::cli::excerpt::show(problem, text, colours),
        None => problem.to_string(),
    }
}

/// Without the library that lays excerpts out, the place alone has to do.
#[cfg(not(feature = "cli"))]
fn shown(problem: &cfn_model::Diagnostic, _sources: &mut Sources, _colours: bool) -> String {
    problem.to_string()
}

fn summary(report: &Report<'_>) -> String {
    let looked_at = match report.subjects {
        [one] => format!("`{one}`"),
        several => several.len().to_string(),
    };
    let found: Vec<String> = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "hint")]
        .into_iter()
        .map(|(severity, word)| (count(report.problems, severity), word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| words(count, word))
        .collect();
    let found = if found.is_empty() { "nothing".to_owned() } else { found.join(", ") };
    format!("checked {looked_at}: {found} found")
}
