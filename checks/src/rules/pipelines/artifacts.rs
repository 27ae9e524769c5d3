//! [`Writers`]: which actions of a pipeline write which artifacts.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::cases::Case;
use crate::conditions::Conditions;
use crate::partial;
use crate::pipelines::{Pipeline, Step};

/// The actions of a pipeline that write artifacts, by the names of these.
///
/// Names that are not known wholly count as the same when they are written the same.
pub(super) struct Writers<'p, 'a> {
    by_name: BTreeMap<Cow<'a, str>, Vec<(&'p Step<'a>, Case<'a>)>>,
}

impl<'p, 'a> Writers<'p, 'a> {
    pub(super) fn of(pipeline: &'p Pipeline<'a>, conditions: &Conditions<'_>) -> Self {
        let mut by_name: BTreeMap<Cow<'a, str>, Vec<(&Step<'a>, Case<'a>)>> = BTreeMap::new();
        for action in pipeline.actions() {
            for name in action.artifacts("OutputArtifacts", conditions) {
                if let Some(text) = partial::text(name.value) {
                    by_name.entry(text).or_default().push((action, name));
                }
            }
        }
        Writers { by_name }
    }

    /// The names, with gaps where they are not known.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.by_name.keys().map(AsRef::as_ref)
    }

    /// The actions that write the same artifact under conditions that do not exclude those of `name`.
    pub(super) fn of_same<'s>(
        &'s self,
        name: &'s Case<'a>,
        conditions: &'s Conditions<'_>,
    ) -> impl Iterator<Item = (&'p Step<'a>, &'s Case<'a>)> {
        let text = partial::text(name.value);
        let same = text.and_then(|text| self.by_name.get(&text)).into_iter().flatten();
        same.filter(move |(_, written)| same_name(written, name) && conditions.both(&written.env, &name.env).is_some())
            .map(|(action, written)| (*action, written))
    }

    /// Whether a name that is not known wholly may be this one.
    pub(super) fn may_write(&self, name: &str) -> bool {
        self.names().any(|written| written.contains(partial::GAP) && partial::may_be(written, name))
    }

    /// What is written, by its name.
    pub(super) fn groups(&self) -> impl Iterator<Item = (&str, &[(&'p Step<'a>, Case<'a>)])> {
        self.by_name.iter().map(|(name, writers)| (name.as_ref(), writers.as_slice()))
    }
}

/// Whether two texts are the same for certain.
pub(super) fn same_name(left: &Case<'_>, right: &Case<'_>) -> bool {
    match (partial::known(left.value), partial::known(right.value)) {
        (Some(left), Some(right)) => left == right,
        (None, None) => left.value == right.value,
        _ => false,
    }
}
