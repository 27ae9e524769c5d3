//! A problem with the lines that it is about.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use cfn_model::{Diagnostic, Severity};

/// The problem as a compiler would show it, with its place in `text`.
pub(super) fn show(problem: &Diagnostic, text: &str, colours: bool) -> String {
    let Some(location) = &problem.location else { return problem.to_string() };
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    // Only the lines around the place: the renderer would look through the whole text.
    let line = location.line.max(1) as usize;
    let first = line.saturating_sub(2).max(1);
    let excerpt: Vec<&str> = text.split('\n').skip(first - 1).take(3).map(shorten).collect();
    let before: usize = excerpt.iter().take(line - first).map(|line| line.len() + 1).sum();
    let here = excerpt.get(line - first).copied().unwrap_or_default();
    let column = here.char_indices().nth(location.column.saturating_sub(1) as usize).map_or(here.len(), |(at, _)| at);
    let length = here[column..].chars().next().map_or(0, char::len_utf8);
    let source = excerpt.join("\n");
    let start = before + column;
    let snippet = Snippet::source(source.as_str())
        .line_start(first)
        .path(&*location.file)
        .annotation(AnnotationKind::Primary.span(start..start + length));
    let mut group = level.primary_title(problem.message.as_str()).id(problem.code).element(snippet);
    let place: Vec<&str> = [&problem.construct, &problem.property].into_iter().flatten().map(String::as_str).collect();
    let place = format!("in {}", place.join(": "));
    if place != "in " {
        group = group.element(Level::NOTE.message(place.as_str()));
    }
    if let Some(help) = &problem.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = if colours { Renderer::styled() } else { Renderer::plain() };
    renderer.render(&[group])
}

/// Lines may be as long as the file. What is shown of one is bounded.
fn shorten(line: &str) -> &str {
    let end = line.char_indices().nth(400).map_or(line.len(), |(at, _)| at);
    line[..end].trim_end_matches('\r')
}

#[cfg(test)]
mod tests {
    use cfn_model::Location;

    use super::*;

    fn shown(text: &str, line: u32, column: u32) -> String {
        let location = Location { file: "t.yaml".into(), line, column };
        show(&Diagnostic::error("code", "what is wrong").help("what to do").at(location), text, false)
    }

    #[test]
    fn a_problem_is_shown_with_its_lines() {
        let expected = "\
error[code]: what is wrong
 --> t.yaml:2:4
  |
2 | b: ü!
  |    ^
  |
  = help: what to do";
        assert_eq!(shown("a: 1\nb: ü!\nc: 3\n", 2, 4), expected);
    }

    #[test]
    fn places_outside_the_text_are_no_trouble() {
        for (text, line, column) in [("", 1, 1), ("a", 9, 9), ("a\nb", 2, 40), ("ü", 1, 2), ("a\r\n", 1, 2)] {
            assert!(shown(text, line, column).starts_with("error[code]: what is wrong"), "{text:?}");
        }
    }
}
