//! What a text has besides its nodes: comments and blank lines.

use granit_parser::{Event, Parser, Placement};

use super::refused;
use crate::Diagnostic;
use crate::parse::Places;

/// The comments and blank lines of a text, in order.
pub(super) struct Trivia {
    comments: Vec<Comment>,
    /// Whether each line, counted from 0, is blank.
    blank: Vec<bool>,
}

struct Comment {
    line: u32,
    /// The text with its `#`, without blanks at its end.
    text: String,
    /// Whether something stands before it on its line.
    beside: bool,
}

/// What goes above a line of the written text: comments, each with whether a line above it is blank.
type Above<'a> = Vec<(bool, &'a str)>;

impl Trivia {
    /// Reads the comments of a text. Anchors, aliases and what the bare parser refuses are problems.
    pub(super) fn read(text: &str, file: &str) -> Result<Self, Vec<Diagnostic>> {
        let options =
            granit_parser::options! { emit_unresolved_aliases: true, max_buffered_comment_events: text.len() };
        let mut comments = Vec::new();
        let mut problems = Vec::new();
        for event in Parser::new_from_str_with_options(text, options) {
            // The reader of templates accepts a little more than the parser it stands on.
            let Ok((event, span)) = event else {
                return Err(vec![refused(file, 1, "the template has quoted text in a layout that hides comments")]);
            };
            let line = u32::try_from(span.start.line()).unwrap_or(u32::MAX);
            match event {
                Event::Comment(comment, placement) => comments.push(Comment {
                    line,
                    text: format!("#{}", comment.trim_end()),
                    beside: placement == Placement::Right,
                }),
                Event::Scalar(_, _, anchor, _)
                | Event::MappingStart(_, anchor, _)
                | Event::SequenceStart(_, anchor, _)
                    if anchor > 0 =>
                {
                    problems.push(refused(file, line, "the template has an anchor, which would be lost"));
                }
                Event::Alias(..) | Event::UnresolvedAlias(..) => {
                    problems.push(refused(file, line, "the template has an alias, which would be written out"));
                }
                _ => {}
            }
        }
        let blank = text.split('\n').map(|line| line.trim().is_empty()).collect();
        if problems.is_empty() { Ok(Trivia { comments, blank }) } else { Err(problems) }
    }

    /// The texts of the comments, sorted: where two meet on one line, their order may change.
    pub(super) fn texts(&self) -> Vec<&str> {
        let mut texts: Vec<&str> = self.comments.iter().map(|comment| comment.text.as_str()).collect();
        texts.sort_unstable();
        texts
    }

    /// Puts the comments and blank lines of the text whose nodes stand at `before` into `written`,
    /// whose nodes stand at `after`.
    pub(super) fn put_back(&self, before: &Places, after: &Places, written: &str) -> String {
        let lines: Vec<&str> = written.lines().collect();
        let nodes: Vec<(u32, usize)> =
            before.positions().zip(after.positions()).map(|(old, new)| (old.line, new.line as usize - 1)).collect();
        let mut above: Vec<Above<'_>> = vec![Vec::new(); lines.len() + 1];
        let mut beside: Vec<Option<&str>> = vec![None; lines.len()];
        let mut next = 0;
        for comment in &self.comments {
            while next < nodes.len() && nodes[next].0 <= comment.line {
                next += 1;
            }
            let last_on_line = next.checked_sub(1).map(|last| nodes[last]).filter(|(line, _)| *line == comment.line);
            match last_on_line {
                Some((_, line)) if comment.beside && beside[line].is_none() => beside[line] = Some(&comment.text),
                Some((_, line)) if comment.beside => above[line].push((false, &comment.text)),
                _ => {
                    let line = nodes.get(next).map_or(lines.len(), |(_, line)| *line);
                    above[line].push((self.is_blank_above(comment.line), &comment.text));
                }
            }
        }
        // Of the nodes that shared a line, the first one had what is above it.
        let mut blank = vec![false; lines.len()];
        let mut last = 0;
        for (old, new) in nodes {
            blank[new] |= old > last && self.is_blank_above(old);
            last = last.max(old);
        }
        write(&lines, &above, &beside, &blank)
    }

    /// Whether the line above a line, counted from 1, is blank.
    fn is_blank_above(&self, line: u32) -> bool {
        let above = (line as usize).checked_sub(2);
        above.is_some_and(|above| self.blank.get(above) == Some(&true))
    }
}

fn write(lines: &[&str], above: &[Above<'_>], beside: &[Option<&str>], blank: &[bool]) -> String {
    let mut out = String::new();
    let blank_line = |out: &mut String| {
        if !out.is_empty() && !out.ends_with("\n\n") {
            out.push('\n');
        }
    };
    for (index, comments) in above.iter().enumerate() {
        // After the last line stand the comments that no node follows.
        let line = lines.get(index).copied().unwrap_or_default();
        let indent = &line[..line.len() - line.trim_start().len()];
        for (after_blank, comment) in comments {
            if *after_blank {
                blank_line(&mut out);
            }
            out.push_str(&format!("{indent}{comment}\n"));
        }
        if index < lines.len() {
            if blank[index] {
                blank_line(&mut out);
            }
            out.push_str(line);
            out.push_str(&beside[index].map(|comment| format!(" {comment}")).unwrap_or_default());
            out.push('\n');
        }
    }
    out
}
