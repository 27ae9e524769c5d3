//! [`Path`]: the way from the root of a template to a node.

use std::fmt;

use cfn_model::Value;

/// One step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step<'a> {
    /// Into the value of a key, or the argument of a function by its long name.
    Key(&'a str),
    /// Into the item of a list.
    Index(usize),
}

impl fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Key(key) => f.write_str(key),
            Step::Index(index) => index.fmt(f),
        }
    }
}

impl<'a> From<&'a str> for Step<'a> {
    fn from(key: &'a str) -> Self {
        Step::Key(key)
    }
}

impl From<usize> for Step<'_> {
    fn from(index: usize) -> Self {
        Step::Index(index)
    }
}

/// A path, grown and cut while a tree is walked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Path<'a>(Vec<Step<'a>>);

impl<'a> Path<'a> {
    /// The path of a few steps.
    pub(crate) fn of<const N: usize>(steps: [&'a str; N]) -> Self {
        Path(steps.into_iter().map(Step::Key).collect())
    }

    /// The path with a step more.
    pub(crate) fn join(&self, step: impl Into<Step<'a>>) -> Self {
        let mut longer = Vec::with_capacity(self.0.len() + 1);
        longer.extend_from_slice(&self.0);
        longer.push(step.into());
        Path(longer)
    }

    /// The path of steps that are given from the last one on.
    pub(crate) fn backwards(steps: impl Iterator<Item = Step<'a>>) -> Self {
        let mut steps: Vec<Step<'a>> = steps.collect();
        steps.reverse();
        Path(steps)
    }

    pub(crate) fn push(&mut self, step: impl Into<Step<'a>>) {
        self.0.push(step.into());
    }

    pub(crate) fn pop(&mut self) {
        self.0.pop();
    }

    /// Adds the way to a value from one that it is in. Values are told apart by where they are in memory.
    pub(crate) fn extend_to(&mut self, value: &Value, from: &'a Value) -> bool {
        if std::ptr::eq(value, from) {
            return true;
        }
        let mut through = |step: Step<'a>, inner: &'a Value| {
            self.0.push(step);
            let found = self.extend_to(value, inner);
            if !found {
                self.0.pop();
            }
            found
        };
        match from {
            Value::Map(map) => map.iter().any(|(key, inner)| through(Step::Key(key), inner)),
            Value::List(items) => items.iter().enumerate().any(|(index, inner)| through(Step::Index(index), inner)),
            Value::Intrinsic(call) => through(Step::Key(call.function.name()), &call.argument),
            _ => false,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn truncate(&mut self, length: usize) {
        self.0.truncate(length);
    }

    pub(crate) fn steps(&self) -> &[Step<'a>] {
        &self.0
    }

    /// The steps as text, for a finding.
    pub(crate) fn to_steps(&self) -> Vec<String> {
        self.0.iter().map(Step::to_string).collect()
    }
}
