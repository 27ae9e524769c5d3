//! [`Spot`]: every value of a template with the way to it.

use cfn_model::{Function, Value};

use crate::path::{Path, Step};

/// A value of a template.
pub(crate) struct Spot<'a> {
    pub(crate) value: &'a Value,
    /// The last step of the way to it.
    pub(crate) step: Step<'a>,
    /// The number of the value that this one is in; a section is in none.
    outer: Option<u32>,
}

/// Every value of a template, outer ones before those in them.
pub(crate) struct Spots<'a>(Vec<Spot<'a>>);

/// How many values a resource has, more or less.
const OF_RESOURCE: usize = 40;

impl<'a> Spots<'a> {
    /// None yet, with room for those of some resources.
    pub(crate) fn for_resources(count: usize) -> Self {
        Spots(Vec::with_capacity(count * OF_RESOURCE))
    }

    /// Adds a value, and gives its number.
    pub(crate) fn push(&mut self, step: Step<'a>, value: &'a Value, outer: Option<usize>) -> usize {
        // No template has as many values as 32 bits count.
        self.0.push(Spot { value, step, outer: outer.and_then(|outer| u32::try_from(outer).ok()) });
        self.0.len() - 1
    }

    /// The values with their numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &Spot<'a>)> {
        self.0.iter().enumerate()
    }

    /// The steps to the value of that number, the last one first.
    pub(crate) fn steps(&self, spot: usize) -> impl Iterator<Item = Step<'a>> + '_ {
        std::iter::successors(Some(&self.0[spot]), |spot| Some(&self.0[spot.outer? as usize])).map(|spot| spot.step)
    }

    /// The path of the value of that number.
    pub(crate) fn path(&self, spot: usize) -> Path<'a> {
        Path::backwards(self.steps(spot))
    }
}

/// A text of a template.
pub(crate) struct Text<'a> {
    pub(crate) text: &'a str,
    /// Its number among all values.
    pub(crate) spot: usize,
    letters: Letters,
}

impl<'a> Text<'a> {
    pub(crate) fn new(text: &'a str, spot: usize) -> Self {
        Text { text, spot, letters: Letters::of(text) }
    }

    /// Whether the text holds a part. Nearly all that do not hold it lack one of its letters.
    pub(crate) fn holds(&self, part: Part) -> bool {
        self.letters.include(part.letters) && self.text.contains(part.text)
    }
}

/// What may be a part of texts.
#[derive(Clone, Copy)]
pub(crate) struct Part {
    pub(crate) text: &'static str,
    letters: Letters,
}

impl Part {
    pub(crate) const fn new(text: &'static str) -> Self {
        Part { text, letters: Letters::of(text) }
    }
}

/// Which bytes a text has, of each two that differ in their upper bits no matter which.
#[derive(Clone, Copy)]
struct Letters(u64);

impl Letters {
    const fn of(text: &str) -> Self {
        let (bytes, mut letters, mut index) = (text.as_bytes(), 0, 0);
        while index < bytes.len() {
            letters |= 1 << (bytes[index] & 63);
            index += 1;
        }
        Letters(letters)
    }

    fn include(self, others: Letters) -> bool {
        self.0 & others.0 == others.0
    }
}

/// The innermost function, other than `Fn::If`, whose argument the place is in.
pub(crate) fn inside(path: &Path<'_>) -> Option<Function> {
    path.steps().iter().rev().find_map(|step| match step {
        // As a key, `Condition` is most often that of a statement or a resource.
        Step::Key(key) => Function::from_name(key).filter(|one| !matches!(one, Function::If | Function::Condition)),
        Step::Index(_) => None,
    })
}
