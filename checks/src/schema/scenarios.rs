//! An object in each combination of the conditions that its entries depend on.

use cfn_model::{Function, Intrinsic, Map, Value};

use crate::conditions::{Conditions, Env};

/// How many combinations of one object are looked at.
const COMBINATIONS: usize = 64;

/// An object as it is when certain conditions hold.
#[derive(Clone, Debug)]
pub(crate) struct Object<'a> {
    /// What holds.
    pub(crate) env: Env,
    /// Its entries, without those that are `AWS::NoValue`.
    pub(crate) entries: Vec<Entry<'a>>,
    /// Whether something that cannot be looked through, such as a macro, may add entries.
    pub(crate) open: bool,
}

/// An entry of an object.
#[derive(Clone, Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) key: &'a str,
    pub(crate) value: &'a Value,
    /// Which branches of `Fn::If` were taken on the way to the value.
    pub(crate) branches: Vec<usize>,
}

impl<'a> Object<'a> {
    pub(crate) fn get(&self, key: &str) -> Option<&Entry<'a>> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    pub(crate) fn contains(&self, key: &str) -> bool {
        self.get(key).is_some()
    }
}

/// Whether the value is `AWS::NoValue`, that is, not there.
pub(crate) fn is_no_value(value: &Value) -> bool {
    matches!(value, Value::Intrinsic(call) if call.function == Function::Ref && call.argument.as_str() == Some("AWS::NoValue"))
}

/// A branch of a `Fn::If`: its place in the arguments, its value, and what its condition is where it is taken.
type Branch<'v> = (usize, &'v Value, bool);

/// The condition and the two branches of a `Fn::If`.
pub(crate) fn branches(call: &Intrinsic) -> Option<(&str, [Branch<'_>; 2])> {
    match (call.function, call.argument.as_list()) {
        (Function::If, Some([name, then, otherwise])) => {
            Some((name.as_str()?, [(1, then, true), (2, otherwise, false)]))
        }
        _ => None,
    }
}

/// The object in every combination that can be.
pub(crate) fn objects<'a>(map: &'a Map, conditions: &Conditions<'_>, env: &Env) -> Vec<Object<'a>> {
    let mut objects = vec![Object { env: env.clone(), entries: Vec::with_capacity(map.len()), open: false }];
    for (key, value) in map.iter() {
        if key.starts_with("Fn::") && (key == "Fn::Transform" || key.starts_with("Fn::ForEach")) {
            objects.iter_mut().for_each(|object| object.open = true);
            continue;
        }
        let choice = value.as_intrinsic().and_then(branches);
        if choice.is_none() {
            if !is_no_value(value) {
                let entry = || Entry { key, value, branches: Vec::new() };
                objects.iter_mut().for_each(|object| object.entries.push(entry()));
            }
            continue;
        }
        let mut next = Vec::with_capacity(objects.len());
        for object in objects {
            let room = COMBINATIONS.saturating_sub(next.len());
            split(object, Entry { key, value, branches: Vec::new() }, conditions, room, &mut next);
        }
        objects = next;
    }
    objects
}

fn split<'a>(
    mut object: Object<'a>,
    entry: Entry<'a>,
    conditions: &Conditions<'_>,
    room: usize,
    out: &mut Vec<Object<'a>>,
) {
    let choice = match entry.value {
        Value::Intrinsic(call) => branches(call),
        _ => None,
    };
    let Some((name, choice)) = choice else {
        if !is_no_value(entry.value) {
            object.entries.push(entry);
        }
        return out.push(object);
    };
    let possible: Vec<_> = choice
        .into_iter()
        .filter_map(|(index, value, holds)| Some((index, value, conditions.assume(&object.env, name, holds)?)))
        .collect();
    // With too many combinations the rest is looked at as if the entry could be anything.
    if possible.len() > 1 && room <= 1 {
        object.open = true;
        return out.push(object);
    }
    for (index, value, env) in possible {
        let mut branches = entry.branches.clone();
        branches.push(index);
        let object = Object { env, entries: object.entries.clone(), open: object.open };
        split(object, Entry { key: entry.key, value, branches }, conditions, room / 2, out);
    }
}
