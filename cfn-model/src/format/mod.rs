//! Templates in their canonical layout, with their comments.
//!
//! The text is read and written anew; comments and blank lines are then put beside the nodes that
//! they stood beside. At last the result is read again: what does not say the same, with the same
//! comments, is refused. So a file is either formatted or left alone, and never changed in meaning.

mod trivia;

use crate::emit::{self, Options};
use crate::parse::{self, Document, Limits};
use crate::{Diagnostic, Location};

use trivia::Trivia;

/// The template in its canonical layout: two spaces a level, strings quoted where YAML 1.1 needs it,
/// functions as `options` say; in JSON, an indent of two spaces.
///
/// Comments stay beside what they are about, and of the blank lines above a node one is kept.
///
/// # Errors
///
/// All problems of the text. Anchors, which would be written out, and a comment that would be lost, are problems too.
pub fn template(text: &str, file: &str, options: Options) -> Result<String, Vec<Diagnostic>> {
    let limits = Limits::default();
    let before = parse::template(text, file.to_owned(), &limits)?;
    if text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']) {
        return Ok(emit::to_json(&before.value));
    }
    let trivia = Trivia::read(text, file)?;
    let written = emit::to_yaml_with(&before.value, options);
    let after = parse::template(&written, file.to_owned(), &limits)?;
    if before.places.len() != after.places.len() {
        return Err(vec![refused(file, 1, "the template cannot be written anew node by node")]);
    }
    let formatted = trivia.put_back(&before.places, &after.places, &written);
    check(&before, &trivia, &formatted, file)?;
    Ok(formatted)
}

/// Whether the result says the same as the text, with the same comments.
fn check(before: &Document, trivia: &Trivia, formatted: &str, file: &str) -> Result<(), Vec<Diagnostic>> {
    let same_value =
        parse::template(formatted, file.to_owned(), &Limits::default()).is_ok_and(|after| after.value == before.value);
    let same_comments = Trivia::read(formatted, file).is_ok_and(|after| after.texts() == trivia.texts());
    if same_value && same_comments {
        return Ok(());
    }
    Err(vec![refused(file, 1, "the template cannot be formatted without changing it or losing a comment")])
}

fn refused(file: &str, line: u32, message: &str) -> Diagnostic {
    Diagnostic::error("not-formatted", message)
        .at(Location { file: file.to_owned().into(), line, column: 1 })
        .help("the file is left as it is; a simpler layout around its comments may help")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let formatted = template(text, "t.yaml", Options::default()).unwrap_or_else(|problems| panic!("{problems:?}"));
        assert_eq!(formatted, expected);
        // What is formatted stays as it is.
        assert_eq!(template(&formatted, "t.yaml", Options::default()).as_deref(), Ok(expected));
    }

    #[test]
    fn layout_is_canonical() {
        check("A:   {b: 1,\n      c: [ x,z ]}\n", "A:\n  b: 1\n  c:\n    - x\n    - z\n");
        check("A:\n    Fn::GetAtt: [X, Arn]\n", "A: !GetAtt X.Arn\n");
    }

    #[test]
    fn comments_stay_beside_what_they_are_about() {
        check(
            "# head\n\n# about A\nA:  # of A\n      # about b\n      b: 1   # of b\n\n\n# foot\n",
            "# head\n\n# about A\nA: # of A\n  # about b\n  b: 1 # of b\n\n# foot\n",
        );
        check("A:\n- # first\n  b: 1\n- c\n# end\n", "A:\n  # first\n  - b: 1\n  - c\n# end\n");
        check("A: {b: 1, # of b\n  # about c\n  c: 2}\n", "A:\n  b: 1 # of b\n  # about c\n  c: 2\n");
    }

    #[test]
    fn one_blank_line_is_kept() {
        check("A: 1\n\n\n\nB: 2\nC:\n\n  d: 1\n", "A: 1\n\nB: 2\nC:\n\n  d: 1\n");
    }

    #[test]
    fn text_that_looks_like_a_comment_is_text() {
        check(
            "A: |\n  # not a comment\n\n  x\n\n# a comment\nB: 'a # b'\n",
            "A: |\n  # not a comment\n\n  x\n\n# a comment\nB: 'a # b'\n",
        );
    }

    #[test]
    fn anchors_are_refused_with_their_place() {
        let problems = template("A: &x [1]\nB: *x\n", "t.yaml", Options::default()).expect_err("there is an anchor");
        let places: Vec<u32> = problems.iter().filter_map(|problem| Some(problem.location.as_ref()?.line)).collect();
        assert_eq!(places, [1, 2]);
    }

    #[test]
    fn a_layout_in_which_comments_cannot_be_found_is_refused() {
        // Quoted text that is indented less than its key: read, but not by the parser that finds comments.
        let text = "A:\n  b: \"x\n y\"\n# a comment\nC: 1\n";
        assert!(parse::template(text, "", &Limits::default()).is_ok());
        assert_eq!(template(text, "", Options::default()).expect_err("it is refused").len(), 1);
    }

    #[test]
    fn json_is_formatted_as_json() {
        check("{\"A\": [1]}", "{\n  \"A\": [\n    1\n  ]\n}\n");
    }
}
