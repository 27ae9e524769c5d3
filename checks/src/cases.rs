//! [`Case`]: a value with the conditions on the way to it.

use cfn_model::{Map, Value};

use crate::conditions::{Conditions, Env};
use crate::path::{Path, Step};
use crate::schema::scenarios;

/// A value that is no `Fn::If`, where it stands, and what holds when it is taken.
#[derive(Clone, Debug)]
pub(crate) struct Case<'a> {
    pub(crate) value: &'a Value,
    pub(crate) path: Path<'a>,
    pub(crate) env: Env,
}

impl<'a> Case<'a> {
    /// Everything that the value can be: the branches of each `Fn::If` that can be taken, without `AWS::NoValue`.
    pub(crate) fn all(value: &'a Value, path: Path<'a>, env: &Env, conditions: &Conditions<'_>) -> Vec<Self> {
        let (mut path, mut found) = (path, Vec::new());
        through(value, &[], &mut path, env, conditions, &mut |value, path, env| {
            found.push(Case { value, path: path.clone(), env: env.clone() });
        });
        found
    }

    /// The map, where this is one.
    pub(crate) fn map(&self) -> Option<&'a Map> {
        self.value.as_map()
    }

    /// Everything that the value of a key can be.
    pub(crate) fn key(&self, key: &'a str, conditions: &Conditions<'_>) -> Vec<Self> {
        match self.map().and_then(|map| map.get(key)) {
            Some(value) => self.below(key, value, conditions),
            None => Vec::new(),
        }
    }

    /// Everything that the items of a list can be.
    pub(crate) fn items(&self, conditions: &Conditions<'_>) -> Vec<Self> {
        let items = self.value.as_list().unwrap_or_default();
        items.iter().enumerate().flat_map(|(index, item)| self.below(index, item, conditions)).collect()
    }

    /// Everything that a value inside this one can be.
    pub(crate) fn below(&self, step: impl Into<Step<'a>>, value: &'a Value, conditions: &Conditions<'_>) -> Vec<Self> {
        Case::all(value, self.path.join(step), &self.env, conditions)
    }

    /// Everything on a way through keys, and through the items of lists where a step is `*`.
    pub(crate) fn select(&self, steps: &[&'a str], conditions: &Conditions<'_>) -> Vec<Self> {
        let mut found = Vec::new();
        self.each(steps, conditions, &mut |value, path, env| {
            found.push(Case { value, path: path.clone(), env: env.clone() });
        });
        found
    }

    /// Calls `visit` with all that [`select`](Case::select) gives.
    pub(crate) fn each(&self, steps: &[&'a str], conditions: &Conditions<'_>, visit: &mut Visit<'_, 'a>) {
        inside(self.value, steps, &mut self.path.clone(), &self.env, conditions, visit);
    }
}

/// What is done with a value, its path, and what holds where it is taken.
pub(crate) type Visit<'v, 'a> = dyn FnMut(&'a Value, &Path<'a>, &Env) + 'v;

/// The way from a value that is no `Fn::If`.
fn inside<'a>(
    value: &'a Value,
    steps: &[&'a str],
    path: &mut Path<'a>,
    env: &Env,
    conditions: &Conditions<'_>,
    visit: &mut Visit<'_, 'a>,
) {
    let Some((step, rest)) = steps.split_first() else { return visit(value, path, env) };
    let mut enter = |step: Step<'a>, value: &'a Value| {
        path.push(step);
        through(value, rest, path, env, conditions, visit);
        path.pop();
    };
    match value {
        Value::List(items) if *step == "*" => {
            items.iter().enumerate().for_each(|(index, item)| enter(Step::Index(index), item));
        }
        Value::Map(map) if *step != "*" => {
            if let Some(value) = map.get(step) {
                enter(Step::Key(step), value);
            }
        }
        _ => {}
    }
}

/// The way from everything that a value can be.
fn through<'a>(
    value: &'a Value,
    steps: &[&'a str],
    path: &mut Path<'a>,
    env: &Env,
    conditions: &Conditions<'_>,
    visit: &mut Visit<'_, 'a>,
) {
    let Value::Intrinsic(call) = value else { return inside(value, steps, path, env, conditions, visit) };
    if scenarios::is_no_value(value) {
        return;
    }
    let Some((name, branches)) = scenarios::branches(call) else {
        return inside(value, steps, path, env, conditions, visit);
    };
    for (index, branch, holds) in branches {
        if let Some(env) = conditions.assume(env, name, holds) {
            path.push(call.function.name());
            path.push(index);
            through(branch, steps, path, &env, conditions, visit);
            path.pop();
            path.pop();
        }
    }
}

/// How many items of a list there are at least, and at most; `None` where that cannot be told.
pub(crate) fn count(items: &[Value], env: &Env, conditions: &Conditions<'_>) -> Option<(usize, usize)> {
    items.iter().try_fold((0, 0), |(least, most), item| {
        let (at_least, at_most) = presence(item, env, conditions)?;
        Some((least + at_least, most + at_most))
    })
}

fn presence(item: &Value, env: &Env, conditions: &Conditions<'_>) -> Option<(usize, usize)> {
    let Value::Intrinsic(call) = item else { return Some((1, 1)) };
    if scenarios::is_no_value(item) {
        return Some((0, 0));
    }
    let (name, branches) = scenarios::branches(call)?;
    let mut counts = (1, 0);
    for (_, branch, holds) in branches {
        if let Some(env) = conditions.assume(env, name, holds) {
            let (least, most) = presence(branch, &env, conditions)?;
            counts = (counts.0.min(least), counts.1.max(most));
        }
    }
    Some(counts)
}
