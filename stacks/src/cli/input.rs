//! Files that commands read, and their problems shown in place.

use std::ffi::OsStr;
use std::io::{self, Read};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use cfn_model::{Diagnostic, Severity};

use super::Failure;

/// A text that was read, and the name it goes by.
pub(super) struct Input {
    pub(super) name: String,
    pub(super) text: String,
}

impl Input {
    /// Reads a file; standard input for `-`.
    pub(super) fn read(file: &OsStr) -> Result<Self, Failure> {
        let name = if file == "-" { "<stdin>".to_owned() } else { file.to_string_lossy().into_owned() };
        let bytes = if file == "-" {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
        } else {
            std::fs::read(file)
        };
        let bytes = bytes.map_err(|error| Failure::Io(format!("`{name}` cannot be read: {error}")))?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let place = error.utf8_error().valid_up_to();
            Failure::Io(format!("`{name}` is not UTF-8 text, from byte {place} on; save it as UTF-8"))
        })?;
        Ok(Input { name, text })
    }

    /// The problems, each with the line of the text that it is about.
    pub(super) fn with_excerpts(&self, problems: &[Diagnostic]) -> String {
        let shown: Vec<String> = problems.iter().map(|problem| self.with_excerpt(problem)).collect();
        shown.join("\n\n")
    }

    fn with_excerpt(&self, problem: &Diagnostic) -> String {
        let Some(location) = &problem.location else { return problem.to_string() };
        let level = match problem.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Info => Level::INFO,
        };
        // Only the lines around the place: the renderer would look through the whole text.
        let line = location.line.max(1) as usize;
        let first = line.saturating_sub(2).max(1);
        let excerpt: Vec<&str> = self.text.split('\n').skip(first - 1).take(3).map(shorten).collect();
        let before: usize = excerpt.iter().take(line - first).map(|line| line.len() + 1).sum();
        let here = excerpt.get(line - first).copied().unwrap_or_default();
        let column =
            here.char_indices().nth(location.column.saturating_sub(1) as usize).map_or(here.len(), |(at, _)| at);
        let length = here[column..].chars().next().map_or(0, char::len_utf8);
        let source = excerpt.join("\n");
        let start = before + column;
        let snippet = Snippet::source(source.as_str())
            .line_start(first)
            .path(&*location.file)
            .annotation(AnnotationKind::Primary.span(start..start + length));
        let mut group = level.primary_title(problem.message.as_str()).id(problem.code).element(snippet);
        if let Some(help) = &problem.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        Renderer::plain().render(&[group])
    }
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

    fn show(text: &str, line: u32, column: u32) -> String {
        let input = Input { name: "t.yaml".into(), text: text.into() };
        let location = Location { file: "t.yaml".into(), line, column };
        input.with_excerpts(&[Diagnostic::error("code", "what is wrong").help("what to do").at(location)])
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
        assert_eq!(show("a: 1\nb: ü!\nc: 3\n", 2, 4), expected);
    }

    #[test]
    fn places_outside_the_text_are_no_trouble() {
        for (text, line, column) in [("", 1, 1), ("a", 9, 9), ("a\nb", 2, 40), ("ü", 1, 2), ("a\r\n", 1, 2)] {
            assert!(show(text, line, column).starts_with("error[code]: what is wrong"), "{text:?}");
        }
    }
}
