//! [`Walk`]: goes through a template once, for all checks.

use cfn_model::template::{Section, Template};
use cfn_model::{Function, Intrinsic, Value};
use foldhash::HashMap;

use crate::conditions::{Conditions, Env};
use crate::context::{Call, Place, Resource};
use crate::path::{Path, Step};
use crate::spots::{Spots, Text};

/// Collects what the values of a template hold.
pub(crate) struct Walk<'c, 'a> {
    conditions: &'c Conditions<'a>,
    place: Place<'a>,
    pub(crate) spots: Spots<'a>,
    pub(crate) texts: Vec<Text<'a>>,
    pub(crate) calls: Vec<Call<'a>>,
}

/// How many texts and functions a resource has, more or less.
const TEXTS: usize = 24;
const CALLS: usize = 8;

impl<'c, 'a> Walk<'c, 'a> {
    pub(crate) fn of(
        template: &'a Template,
        resources: &[Resource<'a>],
        by_id: &HashMap<&'a str, usize>,
        conditions: &'c Conditions<'a>,
    ) -> Self {
        let count = resources.len();
        let (texts, calls) = (Vec::with_capacity(count * TEXTS), Vec::with_capacity(count * CALLS));
        let spots = Spots::for_resources(count);
        let mut walk = Walk { conditions, place: Place::default(), spots, texts, calls };
        let nothing = Env::default();
        for (key, section) in template.as_map().iter() {
            walk.place = Place { section: key, in_loop: is_loop(key), ..Place::default() };
            let (Value::Map(map), name) = (section, Section::from_name(key)) else {
                walk.value(Step::Key(key), section, None, &nothing);
                continue;
            };
            let outer = Some(walk.spots.push(Step::Key(key), section, None));
            for (id, entry) in map.iter() {
                let resource = by_id.get(id).filter(|_| name == Some(Section::Resources)).copied();
                let in_loop = is_loop(key) || is_loop(id);
                walk.place = Place { section: key, entry: Some(id), key: None, resource, in_loop };
                let condition = || entry.as_map().and_then(|map| map.get("Condition")?.as_str());
                let env = match (resource, name) {
                    (Some(index), _) => Some(resources[index].env.clone()),
                    (_, Some(Section::Outputs)) => condition().and_then(|name| conditions.assume(&nothing, name, true)),
                    _ => None,
                };
                let env = env.unwrap_or_default();
                let Value::Map(map) = entry else {
                    walk.value(Step::Key(id), entry, outer, &env);
                    continue;
                };
                let outer = Some(walk.spots.push(Step::Key(id), entry, outer));
                for (key, value) in map.iter() {
                    walk.place.key = Some(key);
                    walk.value(Step::Key(key), value, outer, &env);
                }
            }
        }
        walk
    }

    fn value(&mut self, step: Step<'a>, value: &'a Value, outer: Option<usize>, env: &Env) {
        let spot = self.spots.push(step, value, outer);
        let before = self.place.in_loop;
        self.place.in_loop |= matches!(step, Step::Key(key) if is_loop(key));
        match value {
            Value::String(text) => self.texts.push(Text::new(text, spot)),
            Value::Map(map) => map.iter().for_each(|(key, item)| self.value(Step::Key(key), item, Some(spot), env)),
            Value::List(items) => self.items(items, spot, env),
            Value::Intrinsic(call) => {
                self.calls.push(Call { call, spot, place: self.place, env: env.clone() });
                self.argument(call, spot, env);
            }
            _ => {}
        }
        self.place.in_loop = before;
    }

    fn items(&mut self, items: &'a [Value], spot: usize, env: &Env) {
        for (index, item) in items.iter().enumerate() {
            self.value(Step::Index(index), item, Some(spot), env);
        }
    }

    fn argument(&mut self, call: &'a Intrinsic, spot: usize, env: &Env) {
        let (step, argument) = (Step::Key(call.function.name()), &call.argument);
        match (call.function, argument.as_list()) {
            (Function::If, Some([name, then, otherwise])) => {
                let list = self.spots.push(step, argument, Some(spot));
                self.value(Step::Index(0), name, Some(list), env);
                let name = name.as_str().unwrap_or_default();
                for (index, branch, value) in [(1, then, true), (2, otherwise, false)] {
                    // A branch that is never taken is written all the same: what it holds has to be right.
                    let env = self.conditions.assume(env, name, value).unwrap_or_else(|| env.clone());
                    self.value(Step::Index(index), branch, Some(list), &env);
                }
            }
            _ => self.value(step, argument, Some(spot), env),
        }
    }
}

fn is_loop(key: &str) -> bool {
    key.starts_with("Fn::ForEach")
}

/// The calls of a function in a template, with their paths.
pub(crate) fn calls(template: &Template, function: Function) -> Vec<(&Intrinsic, Path<'_>)> {
    let (mut path, mut found) = (Path::default(), Vec::new());
    for (key, section) in template.as_map().iter() {
        calls_in(section, Step::Key(key), function, &mut path, &mut found);
    }
    found
}

fn calls_in<'a>(
    value: &'a Value,
    step: Step<'a>,
    function: Function,
    path: &mut Path<'a>,
    found: &mut Vec<(&'a Intrinsic, Path<'a>)>,
) {
    let mut below =
        |step: Step<'a>, value: &'a Value, path: &mut Path<'a>| calls_in(value, step, function, path, found);
    match value {
        Value::Map(_) | Value::List(_) | Value::Intrinsic(_) => path.push(step),
        _ => return,
    }
    match value {
        Value::Map(map) => map.iter().for_each(|(key, item)| below(Step::Key(key), item, path)),
        Value::List(items) => items.iter().enumerate().for_each(|(index, item)| below(Step::Index(index), item, path)),
        Value::Intrinsic(call) => {
            if call.function == function {
                found.push((call, path.clone()));
            }
            calls_in(&call.argument, Step::Key(call.function.name()), function, path, found);
        }
        _ => {}
    }
    path.pop();
}
