//! Regular expressions as they stand in AWS's schemas.
//!
//! They are written for engines that backtrack, and in several dialects. Nearly all can be read for an
//! engine that takes time in proportion to the text, see [`read`] and [`lookahead`]; for the rest one
//! that backtracks looks at texts of a bounded length.

mod linear;
mod lookahead;
mod read;
mod row;

use std::sync::OnceLock;

use linear::Linear;
use lookahead::Lookahead;

use crate::kept::Kept;

/// How long a text is, in bytes, that the backtracking engine looks at. With it the worst pattern takes milliseconds.
const BACKTRACKED: usize = 256;

/// Whether the text matches the pattern somewhere; `None` where that cannot be told.
pub(crate) fn matches(pattern: &'static str, text: &str) -> Option<bool> {
    Pattern::of(pattern).matches(text)
}

/// A pattern of the facts.
#[derive(Debug)]
pub(crate) struct Pattern {
    pub(crate) text: &'static str,
    /// Made for the first text that is looked at.
    engine: OnceLock<Option<Engine>>,
}

impl Pattern {
    /// The pattern of that text.
    pub(crate) fn of(text: &'static str) -> &'static Self {
        static PATTERNS: Kept<&str, Pattern> = Kept::new();
        PATTERNS.get(text, || Pattern { text, engine: OnceLock::new() })
    }

    /// Whether a text matches somewhere; `None` where that cannot be told.
    ///
    /// Letters and signs beyond ASCII count as whatever the pattern asks for.
    pub(crate) fn matches(&self, text: &str) -> Option<bool> {
        let engine = self.engine.get_or_init(|| Engine::new(self.text)).as_ref();
        // AWS's `\w` is one of ASCII in some services and of all letters in others.
        if !text.is_ascii() && self.text.contains(r"\w") {
            return None;
        }
        let engine = engine?;
        let found = engine.matches(text)?;
        // To most engines a text ends before its last line break as well.
        let line = text.strip_suffix('\n').filter(|_| !found);
        line.map_or(Some(found), |line| engine.matches(line))
    }
}

/// Whether the text matches a pattern of the template's author; `None` where only a backtracking engine could tell.
pub(crate) fn matches_of_user(pattern: &str, text: &str) -> Option<bool> {
    let engine = regex_lite::Regex::new(pattern).ok()?;
    Some(engine.is_match(text))
}

#[derive(Debug)]
enum Engine {
    Linear(Box<Linear>),
    /// A pattern that begins by looking ahead, in parts that do not.
    Split(Lookahead),
    Backtracking(Box<regress::Regex>),
}

impl Engine {
    fn new(pattern: &str) -> Option<Self> {
        let read = read::for_linear(pattern)?;
        if let Some(linear) = Linear::new(&read) {
            return Some(Engine::Linear(Box::new(linear)));
        }
        if let Some(split) = Lookahead::new(&read) {
            return Some(Engine::Split(split));
        }
        let regex = regress::Regex::with_flags(&read::for_backtracking(&read), "s").ok()?;
        Some(Engine::Backtracking(Box::new(regex)))
    }

    fn matches(&self, text: &str) -> Option<bool> {
        match self {
            Engine::Linear(linear) => Some(linear.is_match(text)),
            Engine::Split(split) => Some(split.matches(text)),
            Engine::Backtracking(regex) => {
                // Its alphabet ends with the first plane.
                let fits = text.len() <= BACKTRACKED && text.chars().all(|sign| sign <= '\u{FFFF}');
                fits.then(|| regex.find(text).is_some())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Node;
    use crate::facts;

    fn check(pattern: &'static str, right: &[&str], wrong: &[&str]) {
        right.iter().for_each(|text| assert_eq!(matches(pattern, text), Some(true), "{pattern}: {text:?} is right"));
        wrong.iter().for_each(|text| assert_eq!(matches(pattern, text), Some(false), "{pattern}: {text:?} is wrong"));
    }

    #[test]
    fn a_pattern_may_match_anywhere() {
        check("[a-z]+", &["A1b"], &["A1B"]);
        check(r"\A[a-z]+\Z", &["ab"], &["Ab", "a1"]);
        check("^[a-z]+$", &["ab\n"], &["ab\n\n", "a\nb"]);
    }

    #[test]
    fn classes_of_unicode_take_every_letter() {
        check(r"^[\p{L}\p{N}_.\-]+$", &["é1_", "日本"], &["a b", "a/b"]);
        check(r"^\P{C}*$", &["a b", ""], &["a\tb"]);
        check(r"^[\p{Print}]+$", &["a b~"], &["a\nb"]);
        check(r"^[^\p{Cc}]+$", &["é"], &["\u{7}"]);
    }

    #[test]
    fn a_pattern_may_look_ahead() {
        check("^(?!aws:)[a-z:]+$", &["team:x"], &["aws:x", "Team"]);
        check("^(?=.{3,5}$)(?!.*--)[a-z-]+$", &["a-b"], &["ab", "abcdef", "a--b"]);
        check("^((?!aws:)[a-z:]*)$", &["team"], &["aws:x"]);
        check(r"^\S([\s\S]*\S)?(?![\s\S])", &["a b"], &["a "]);
        check(r"^[a-z.]+(?<!\.)$", &["a.b"], &["a."]);
    }

    #[test]
    fn dialects_are_understood() {
        check(r"^[\w-.~]+$", &["a-b.c~"], &["a b"]);
        check(r"^[a-z@[\]]+$", &["a[b]"], &["a(b)"]);
        check(r"^\<a\>$", &["<a>"], &["a"]);
        check(r"^x{1-3}$", &["x{1-3}"], &["xx"]);
        check(r"^(?i)vCpu$", &["VCPU"], &["cpu"]);
        check(r"^[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDBFF-\uDC00\uDFFF\t]*$", &["é 😀"], &["a\nb"]);
    }

    /// Patterns that no engine reads, with the reason.
    const UNREADABLE: &[(&str, &str)] =
        &[(r"^[\p{Print}&&[^|:/]]+$", "an intersection of classes, as only Java has it")];

    fn patterns(schema: Node, found: &mut Vec<&'static str>) {
        for (key, value) in schema.entries() {
            match (key, value.as_str()) {
                ("pattern", Some(pattern)) => found.push(pattern),
                ("patternProperties", _) => found.extend(value.entries().map(|(pattern, _)| pattern)),
                _ => {}
            }
            patterns(value, found);
        }
        schema.items().for_each(|item| patterns(item, found));
    }

    fn of_facts() -> Vec<&'static str> {
        let mut found = Vec::new();
        for name in facts::resource_types() {
            facts::schema(name).into_iter().for_each(|schema| patterns(schema, &mut found));
            facts::constraints(name).for_each(|(_, schema)| patterns(schema, &mut found));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    #[test]
    fn every_pattern_of_the_facts_can_be_read() {
        let all = of_facts();
        assert!(all.len() > 3_000, "{} patterns", all.len());
        for pattern in all {
            let listed = UNREADABLE.iter().any(|(other, _)| *other == pattern);
            assert_eq!(Engine::new(pattern).is_none(), listed, "{pattern}");
        }
    }

    #[test]
    fn rows_say_the_same_as_the_engine() {
        let mut texts: Vec<String> = (0..128_u8).map(|sign| char::from(sign).to_string()).collect();
        texts.push(String::new());
        for part in ["a", "Z", "0", "a-", "a_0", "arn:aws:"] {
            texts.extend([2, 3, 8, 9, 12, 13, 63, 64, 65, 128, 129, 255, 256, 257].map(|count| part.repeat(count)));
            texts.extend(["\n", "\n\n", " ", "$", "."].map(|end| format!("{part}{end}")));
        }
        let mut count = 0;
        for pattern in of_facts() {
            let Some(Engine::Linear(linear)) = Engine::new(pattern) else { continue };
            count += usize::from(linear.both("").is_some());
            for (text, (row, engine)) in texts.iter().filter_map(|text| Some((text, linear.both(text)?))) {
                assert_eq!(row, engine, "{pattern}: {text:?}");
            }
        }
        assert!(count > 800, "{count} patterns are rows");
    }

    #[test]
    fn few_patterns_backtrack_and_all_come_to_an_end() {
        let texts = hostile();
        let mut count = 0;
        for pattern in of_facts() {
            if let Some(engine @ Engine::Backtracking(_)) = Engine::new(pattern) {
                count += 1;
                assert!(texts.iter().all(|text| engine.matches(text).is_some()), "{pattern}");
            }
        }
        assert!(count < 60, "{count} patterns backtrack");
    }

    /// Texts that make engines try every way there is: repeated parts with a sign at the end that fits nowhere.
    fn hostile() -> Vec<String> {
        let parts = ["a", "a-", "a.", "a_", "-", "a:", ":", "/", "a/", "1", "0:", "a1", "a@", "a.a-", "*."];
        let starts = ["", "arn:aws:fsx:x:111122223333:", "arn:", "https://", "P1", "jdbc:redshift://"];
        let text = |start: &str, part: &str| {
            let count = (BACKTRACKED - 1 - start.len()) / part.len();
            format!("{start}{}\u{1}", part.repeat(count))
        };
        starts.iter().flat_map(|start| parts.iter().map(move |part| text(start, part))).collect()
    }
}
