//! Where a value is not what a pattern says.

use std::fmt;

use cfn_model::{Value, emit};
use wildmatch::WildMatch;

use super::Capture;
use super::pattern::{Kind, Pattern};

/// A place where a value is not what it has to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Difference {
    /// The keys and indexes that lead there.
    path: Vec<String>,
    expected: String,
    found: Option<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = if self.path.is_empty() { "the whole".to_owned() } else { self.path.join(".") };
        let found = self.found.as_deref().unwrap_or("nothing");
        write!(f, "{path}\n      expected {}\n      found    {found}", self.expected)
    }
}

/// What captures keep, once the whole has matched.
pub(super) type Kept = Vec<(Capture, Value)>;

/// Every difference; and what was captured, where there is none.
pub(super) fn compare(pattern: &Pattern, found: Option<&Value>) -> Result<Kept, Vec<Difference>> {
    let mut comparison = Comparison::default();
    comparison.value(pattern, found);
    if comparison.differences.is_empty() { Ok(comparison.kept) } else { Err(comparison.differences) }
}

#[derive(Default)]
struct Comparison {
    path: Vec<String>,
    differences: Vec<Difference>,
    kept: Kept,
}

impl Comparison {
    fn value(&mut self, pattern: &Pattern, found: Option<&Value>) {
        match (&pattern.0, found) {
            (Kind::Absent, None) | (Kind::Any, Some(_)) => {}
            (Kind::Captured(capture, pattern), _) => {
                self.value(pattern, found);
                self.kept.extend(found.map(|found| (capture.clone(), found.clone())));
            }
            (Kind::Like(text), Some(Value::String(found))) if WildMatch::new(text).matches(found) => {}
            (Kind::Exactly(expected), Some(found)) if expected == found => {}
            (Kind::Object(entries), Some(Value::Map(found))) => {
                for (key, pattern) in entries {
                    self.below(key.clone(), pattern, found.get(key));
                }
            }
            (Kind::List(items), Some(Value::List(found))) => self.list(items, found),
            (Kind::ListWith(items), Some(Value::List(found))) => self.list_with(items, found),
            _ => self.differ(describe(pattern), found.map(shown)),
        }
    }

    fn below(&mut self, step: String, pattern: &Pattern, found: Option<&Value>) {
        self.path.push(step);
        self.value(pattern, found);
        self.path.pop();
    }

    fn list(&mut self, items: &[Pattern], found: &[Value]) {
        for (index, item) in items.iter().enumerate() {
            self.below(index.to_string(), item, found.get(index));
        }
        for (index, left_over) in found.iter().enumerate().skip(items.len()) {
            self.below(index.to_string(), &super::absent(), Some(left_over));
        }
    }

    /// Each item is looked for after the one before it. What is not found is told of its nearest.
    fn list_with(&mut self, items: &[Pattern], found: &[Value]) {
        let mut from = 0;
        for item in items {
            let mut nearest: Option<(usize, Vec<Difference>)> = None;
            let place =
                found.iter().enumerate().skip(from).find_map(|(index, value)| match compare(item, Some(value)) {
                    Ok(kept) => Some((index, kept)),
                    Err(differences) => {
                        if nearest.as_ref().is_none_or(|(_, least)| differences.len() < least.len()) {
                            nearest = Some((index, differences));
                        }
                        None
                    }
                });
            match (place, nearest) {
                (Some((index, kept)), _) => {
                    from = index + 1;
                    self.kept.extend(kept);
                }
                (None, Some((index, differences))) => {
                    self.differences.extend(differences.into_iter().map(|mut difference| {
                        difference.path.splice(0..0, self.path.iter().cloned().chain([index.to_string()]));
                        difference
                    }));
                }
                (None, None) => self.differ(format!("an item more: {}", describe(item)), None),
            }
        }
    }

    fn differ(&mut self, expected: String, found: Option<String>) {
        self.differences.push(Difference { path: self.path.clone(), expected, found });
    }
}

/// The pattern in words.
fn describe(pattern: &Pattern) -> String {
    match &pattern.0 {
        Kind::Any => "anything".into(),
        Kind::Absent => "nothing".into(),
        Kind::Like(text) => format!("text like `{text}`"),
        Kind::Exactly(value) => shown(value),
        Kind::Object(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(key, pattern)| format!("\"{key}\": {}", describe(pattern))).collect();
            format!("a map with {{{}}}", entries.join(", "))
        }
        Kind::List(items) => format!("[{}]", items.iter().map(describe).collect::<Vec<_>>().join(", ")),
        Kind::ListWith(items) => format!("a list with {}", items.iter().map(describe).collect::<Vec<_>>().join(", ")),
        Kind::Captured(_, pattern) => describe(pattern),
    }
}

/// A value in one line.
fn shown(value: &Value) -> String {
    emit::to_json(value).split_whitespace().collect::<Vec<_>>().join(" ")
}
