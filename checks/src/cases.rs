//! [`Case`]: a value with the conditions on the way to it.

use cfn_model::{Map, Value};

use crate::conditions::{Conditions, Env};
use crate::context::Resource;
use crate::path::Path;
use crate::schema::scenarios;

/// A value in the properties of a resource, and what holds when it is taken.
#[derive(Clone, Debug)]
pub(crate) struct Case<'a> {
    pub(crate) value: &'a Value,
    pub(crate) env: Env,
    /// The resource.
    pub(crate) id: &'a str,
    /// The properties.
    pub(crate) properties: &'a Value,
}

impl<'a> Case<'a> {
    /// All properties of a resource, where it has some.
    pub(crate) fn properties(resource: &Resource<'a>) -> Option<Self> {
        let properties = resource.properties()?;
        Some(Case { value: properties, env: resource.env.clone(), id: resource.id, properties })
    }

    /// The path of the value.
    pub(crate) fn path(&self) -> Path<'a> {
        self.path_to(self.value)
    }

    /// The path of another value in the same properties, which is looked for: that is wanted of few.
    pub(crate) fn path_to(&self, value: &Value) -> Path<'a> {
        let mut path = Path::of(["Resources", self.id, "Properties"]);
        path.extend_to(value, self.properties);
        path
    }

    /// Whether both are the same value, whatever holds.
    pub(crate) fn is(&self, other: &Case<'_>) -> bool {
        std::ptr::eq(self.value, other.value)
    }

    /// The map, where this is one.
    pub(crate) fn map(&self) -> Option<&'a Map> {
        self.value.as_map()
    }

    /// Everything that the value of a key can be.
    pub(crate) fn key(&self, key: &str, conditions: &Conditions<'_>) -> Vec<Self> {
        match self.map().and_then(|map| map.get(key)) {
            Some(value) => self.below(value, conditions),
            None => Vec::new(),
        }
    }

    /// Everything that the items of a list can be.
    pub(crate) fn items(&self, conditions: &Conditions<'_>) -> Vec<Self> {
        self.select(&["*"], conditions)
    }

    /// Everything that a value inside this one can be: the branches of each `Fn::If` that can be taken, without
    /// `AWS::NoValue`.
    pub(crate) fn below(&self, value: &'a Value, conditions: &Conditions<'_>) -> Vec<Self> {
        let mut found = Vec::new();
        through(value, &[], &self.env, conditions, &mut |value, env| found.push(self.with(value, env)));
        found
    }

    /// Everything on a way through keys, and through the items of lists where a step is `*`.
    pub(crate) fn select(&self, steps: &[&str], conditions: &Conditions<'_>) -> Vec<Self> {
        let mut found = Vec::new();
        self.each(steps, conditions, &mut |value, env| found.push(self.with(value, env)));
        found
    }

    /// Calls `visit` with all that [`select`](Case::select) gives.
    pub(crate) fn each(&self, steps: &[&str], conditions: &Conditions<'_>, visit: &mut Visit<'_, 'a>) {
        inside(self.value, steps, &self.env, conditions, visit);
    }

    fn with(&self, value: &'a Value, env: &Env) -> Self {
        Case { value, env: env.clone(), ..*self }
    }
}

/// What is done with a value, and what holds where it is taken.
pub(crate) type Visit<'v, 'a> = dyn FnMut(&'a Value, &Env) + 'v;

/// The way from a value that is no `Fn::If`.
fn inside<'a>(value: &'a Value, steps: &[&str], env: &Env, conditions: &Conditions<'_>, visit: &mut Visit<'_, 'a>) {
    let Some((step, rest)) = steps.split_first() else { return visit(value, env) };
    match value {
        Value::List(items) if *step == "*" => {
            items.iter().for_each(|item| through(item, rest, env, conditions, visit));
        }
        Value::Map(map) if *step != "*" => {
            if let Some(value) = map.get(step) {
                through(value, rest, env, conditions, visit);
            }
        }
        _ => {}
    }
}

/// The way from everything that a value can be.
fn through<'a>(value: &'a Value, steps: &[&str], env: &Env, conditions: &Conditions<'_>, visit: &mut Visit<'_, 'a>) {
    let Value::Intrinsic(call) = value else { return inside(value, steps, env, conditions, visit) };
    if scenarios::is_no_value(value) {
        return;
    }
    let Some((name, branches)) = scenarios::branches(call) else {
        return inside(value, steps, env, conditions, visit);
    };
    for (_, branch, holds) in branches {
        if let Some(env) = conditions.assume(env, name, holds) {
            through(branch, steps, &env, conditions, visit);
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
