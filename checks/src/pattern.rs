//! Regular expressions as they stand in AWS's schemas.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex};

/// Whether the text matches the pattern; `None` where the pattern cannot be read.
///
/// Most patterns run on an engine that is linear in the text. What it does not know (lookaround,
/// classes of Unicode) runs on one that backtracks.
pub(crate) fn matches(pattern: &'static str, text: &str) -> Option<bool> {
    static COMPILED: LazyLock<Mutex<HashMap<&'static str, Option<&'static Engine>>>> = LazyLock::new(Mutex::default);
    let mut compiled = COMPILED.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    // A pattern is a fact, of which there are so many and no more: it may live as long as the program.
    let engine =
        compiled.entry(pattern).or_insert_with(|| Engine::new(pattern).map(|engine| &*Box::leak(Box::new(engine))));
    engine.map(|engine| engine.matches(text))
}

/// Whether the text matches a pattern of the template's author; `None` where only a backtracking engine could tell.
pub(crate) fn matches_of_user(pattern: &str, text: &str) -> Option<bool> {
    let engine = regex_lite::Regex::new(pattern).ok()?;
    Some(engine.is_match(text))
}

#[derive(Debug)]
enum Engine {
    Linear(regex_lite::Regex),
    Backtracking(Box<regress::Regex>),
}

impl Engine {
    fn new(pattern: &str) -> Option<Self> {
        if let Ok(regex) = regex_lite::Regex::new(&pattern.replace(r"\Z", r"\z")) {
            return Some(Engine::Linear(regex));
        }
        let pattern = pattern.replace("(?s)", "").replace("(?i)", "").replace(r"\Z", "$");
        let unicode = regress::Regex::with_flags(&pattern, "us");
        let regex = unicode.or_else(|_| regress::Regex::with_flags(&pattern, "s")).ok()?;
        Some(Engine::Backtracking(Box::new(regex)))
    }

    fn matches(&self, text: &str) -> bool {
        match self {
            Engine::Linear(regex) => regex.is_match(text),
            Engine::Backtracking(regex) => regex.find(text).is_some(),
        }
    }
}
