//! [`Policy`]: a policy as it is when certain conditions hold, with its statements.

use std::cell::OnceCell;
use std::rc::Rc;

use cfn_model::{Map, Value};

use super::actions::{Meaning, Named};
use super::documents::{Document, Kind};
use super::fit::{Fit, Known};
use crate::conditions::Env;
use crate::context::Context;
use crate::path::Path;
use crate::schema::scenarios::{self, Object};

/// A policy as it is when certain conditions hold.
pub(super) struct Policy<'d> {
    pub(super) context: &'d Context<'d>,
    pub(super) kind: Kind,
    /// The resource that it belongs to.
    pub(super) id: &'d str,
    pub(super) type_name: &'d str,
    pub(super) object: Object<'d>,
    pub(super) statements: Vec<Statement<'d>>,
    document: &'d Document<'d>,
    /// The map that it is.
    value: &'d Value,
    known: Rc<Known>,
}

/// A statement as it is when certain conditions hold.
pub(super) struct Statement<'d> {
    /// The map that it is.
    pub(super) value: &'d Value,
    pub(super) object: Object<'d>,
    actions: Vec<(&'d Value, Rc<Meaning>)>,
    /// The resources, whether they are those meant or all but those.
    pub(super) resources: Vec<&'d Value>,
    fit: OnceCell<Option<Fit>>,
}

impl<'d> Policy<'d> {
    /// The policy in every combination of conditions that can be.
    pub(super) fn all(
        context: &'d Context<'d>,
        known: &Rc<Known>,
        document: &'d Document<'d>,
        value: &'d Value,
    ) -> Vec<Self> {
        let Value::Map(map) = value else { return Vec::new() };
        let objects = scenarios::objects(map, &context.conditions, &document.env);
        let policies = objects.into_iter().map(|object| {
            let mut statements = Vec::new();
            if let Some(entry) = object.get("Statement") {
                statements.reserve(entry.value.as_list().map_or(1, <[Value]>::len));
                each_item(context, entry.value, &object.env, &mut |item, env| {
                    Statement::add(context, known, item, env, &mut statements);
                });
            }
            let (id, type_name) = (document.resource.id, document.resource.type_name);
            let known = Rc::clone(known);
            Policy { context, kind: document.kind, id, type_name, object, statements, document, value, known }
        });
        policies.collect()
    }

    /// An element of the policy itself.
    pub(super) fn get(&self, name: &str) -> Option<&'d Value> {
        self.object.get(name).map(|entry| entry.value)
    }

    /// The path of the policy.
    pub(super) fn path(&self) -> Path<'d> {
        self.document.path()
    }

    /// The path of a value in the policy, which is looked for: that is wanted of few.
    pub(super) fn path_to(&self, value: &Value) -> Path<'d> {
        let mut path = self.path();
        path.extend_to(value, self.value);
        path
    }

    /// Which actions of a statement fit which of its resources; `None` where the resources are open.
    pub(super) fn fit<'s>(&self, statement: &'s Statement<'d>) -> Option<&'s Fit> {
        statement.fit.get_or_init(|| Fit::of(self.context, &self.known, statement)).as_ref()
    }

    /// The single values of an element: the items of a list, and those in the branches of conditions.
    pub(super) fn leaves(&self, of: &'d Value, env: &Env) -> Vec<&'d Value> {
        items(self.context, of, env)
    }
}

impl<'d> Statement<'d> {
    /// Adds a statement in every combination of conditions that can be.
    fn add(context: &Context<'_>, known: &Known, value: &'d Value, env: &Env, statements: &mut Vec<Self>) {
        let Value::Map(map) = value else { return };
        let objects = scenarios::objects(map, &context.conditions, env);
        statements.extend(objects.into_iter().map(|object| {
            let either =
                |name: &str, other: &str| object.get(name).or_else(|| object.get(other)).map(|entry| entry.value);
            let mut actions = Vec::new();
            if let Some(value) = either("Action", "NotAction") {
                actions.reserve(value.as_list().map_or(1, <[Value]>::len));
                each_item(context, value, &object.env, &mut |action, _| {
                    actions.push((action, known.action(action)));
                });
            }
            let resources = either("Resource", "NotResource").map(|value| items(context, value, &object.env));
            let resources = resources.unwrap_or_default();
            Statement { value, actions, resources, object, fit: OnceCell::new() }
        }));
    }

    /// The actions with what they name, whether they are those meant or all but those.
    pub(super) fn actions(&self) -> impl Iterator<Item = (&'d Value, &Named)> {
        self.meanings().map(|(action, meaning)| (action, &meaning.named))
    }

    pub(super) fn meanings(&self) -> impl Iterator<Item = (&'d Value, &Meaning)> {
        self.actions.iter().map(|(action, meaning)| (*action, &**meaning))
    }

    /// An element of the statement.
    pub(super) fn get(&self, name: &str) -> Option<&'d Value> {
        self.object.get(name).map(|entry| entry.value)
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.object.contains(name)
    }

    /// Whether it surely allows something.
    pub(super) fn allows(&self) -> bool {
        self.get("Effect").is_some_and(|effect| effect.as_str() == Some("Allow"))
    }

    /// The conditions: operator, key, and the values of both.
    pub(super) fn conditions(&self) -> impl Iterator<Item = ConditionKey<'d>> + use<'d> {
        let operators = self.get("Condition").and_then(Value::as_map);
        operators.into_iter().flat_map(Map::iter).flat_map(|(operator, keys)| {
            let keys = keys.as_map().into_iter().flat_map(Map::iter);
            keys.map(move |(key, value)| ConditionKey { operator, key, value })
        })
    }

    /// Whether there is, or may be, a condition.
    pub(super) fn is_conditional(&self) -> bool {
        self.object.open
            || self.get("Condition").is_some_and(|condition| condition.as_map().is_none_or(|map| !map.is_empty()))
    }
}

/// A key that a condition compares.
pub(super) struct ConditionKey<'d> {
    pub(super) operator: &'d str,
    pub(super) key: &'d str,
    /// What it is compared with.
    pub(super) value: &'d Value,
}

/// The items of a list or the value itself, through conditions.
fn items<'d>(context: &Context<'_>, of: &'d Value, env: &Env) -> Vec<&'d Value> {
    let mut found = Vec::with_capacity(of.as_list().map_or(1, <[Value]>::len));
    each_item(context, of, env, &mut |item, _| found.push(item));
    found
}

/// Calls `visit` with the items of a list or the value itself, through conditions, and what holds for each.
fn each_item<'d>(context: &Context<'_>, value: &'d Value, env: &Env, visit: &mut dyn FnMut(&'d Value, &Env)) {
    match value {
        Value::List(items) => {
            for item in items {
                match item {
                    // A list in a list is no list of what is wanted.
                    Value::List(_) => visit(item, env),
                    _ => each_item(context, item, env, visit),
                }
            }
        }
        Value::Intrinsic(call) => match scenarios::branches(call) {
            Some((name, branches)) => {
                for (_, branch, holds) in branches {
                    if let Some(env) = context.conditions.assume(env, name, holds) {
                        each_item(context, branch, &env, visit);
                    }
                }
            }
            None if scenarios::is_no_value(value) => {}
            None => visit(value, env),
        },
        _ => visit(value, env),
    }
}
