//! [`Policy`]: a policy as it is when certain conditions hold, with its statements.

use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use cfn_model::Value;

use super::actions::{Meaning, Named};
use super::documents::{Document, Kind};
use super::fit::{Arns, Fit};
use crate::conditions::Env;
use crate::context::Context;
use crate::path::Path;
use crate::schema::scenarios::{self, Entry, Object};

/// A value with its place.
#[derive(Clone, Debug)]
pub(super) struct Element<'d> {
    pub(super) value: &'d Value,
    pub(super) path: Path<'d>,
}

/// A policy as it is when certain conditions hold.
pub(super) struct Policy<'d> {
    pub(super) context: &'d Context<'d>,
    pub(super) kind: Kind,
    pub(super) type_name: &'d str,
    pub(super) path: Path<'d>,
    pub(super) object: Object<'d>,
    pub(super) statements: Vec<Statement<'d>>,
    arns: Rc<Arns>,
}

/// A statement as it is when certain conditions hold.
pub(super) struct Statement<'d> {
    pub(super) path: Path<'d>,
    pub(super) object: Object<'d>,
    actions: Vec<(Element<'d>, Arc<Meaning>)>,
    /// The resources, whether they are those meant or all but those.
    pub(super) resources: Vec<Element<'d>>,
    fit: OnceCell<Option<Fit>>,
}

impl<'d> Policy<'d> {
    /// The policy in every combination of conditions that can be.
    pub(super) fn all(
        context: &'d Context<'d>,
        arns: &Rc<Arns>,
        document: &Document<'d>,
        value: &'d Value,
    ) -> Vec<Self> {
        let Value::Map(map) = value else { return Vec::new() };
        let objects = scenarios::objects(map, &context.conditions, &document.env);
        let policies = objects.into_iter().map(|object| {
            let statement = object.get("Statement").map(|entry| element(&document.path, entry));
            let items = statement.map(|statement| items(context, statement, &object.env)).unwrap_or_default();
            let statements = items.iter().flat_map(|(item, env)| Statement::all(context, item, env)).collect();
            Policy {
                context,
                arns: Rc::clone(arns),
                kind: document.kind,
                type_name: document.type_name,
                path: document.path.clone(),
                object,
                statements,
            }
        });
        policies.collect()
    }

    /// An element of the policy itself.
    pub(super) fn get(&self, name: &str) -> Option<Element<'d>> {
        self.object.get(name).map(|entry| element(&self.path, entry))
    }

    /// Which actions of a statement fit which of its resources; `None` where the resources are open.
    pub(super) fn fit<'s>(&self, statement: &'s Statement<'d>) -> Option<&'s Fit> {
        statement.fit.get_or_init(|| Fit::of(self.context, &self.arns, statement)).as_ref()
    }

    /// The single values of an element: the items of a list, and those in the branches of conditions.
    pub(super) fn leaves(&self, of: &Element<'d>, env: &Env) -> Vec<Element<'d>> {
        items(self.context, of.clone(), env).into_iter().map(|(item, _)| item).collect()
    }
}

impl<'d> Statement<'d> {
    fn all(context: &Context<'_>, item: &Element<'d>, env: &Env) -> Vec<Self> {
        let Value::Map(map) = item.value else { return Vec::new() };
        let objects = scenarios::objects(map, &context.conditions, env);
        let statements = objects.into_iter().map(|object| {
            let list = |name: &str, other: &str| {
                let entry = object.get(name).or_else(|| object.get(other));
                entry.map(|entry| items(context, element(&item.path, entry), &object.env)).unwrap_or_default()
            };
            let actions = list("Action", "NotAction").into_iter().map(|(action, _)| {
                let meaning = action.value.as_str().map_or_else(Meaning::unclear, Meaning::of);
                (action, meaning)
            });
            let resources = list("Resource", "NotResource").into_iter().map(|(resource, _)| resource);
            let (actions, resources) = (actions.collect(), resources.collect());
            Statement { path: item.path.clone(), actions, resources, object, fit: OnceCell::new() }
        });
        statements.collect()
    }

    /// The actions with what they name, whether they are those meant or all but those.
    pub(super) fn actions(&self) -> impl Iterator<Item = (&Element<'d>, &Named)> {
        self.meanings().map(|(element, meaning)| (element, &meaning.named))
    }

    pub(super) fn meanings(&self) -> impl Iterator<Item = (&Element<'d>, &Meaning)> {
        self.actions.iter().map(|(element, meaning)| (element, &**meaning))
    }

    /// An element of the statement.
    pub(super) fn get(&self, name: &str) -> Option<Element<'d>> {
        self.object.get(name).map(|entry| element(&self.path, entry))
    }

    /// The value of an element of the statement.
    pub(super) fn value(&self, name: &str) -> Option<&'d Value> {
        self.object.get(name).map(|entry| entry.value)
    }

    pub(super) fn contains(&self, name: &str) -> bool {
        self.object.contains(name)
    }

    /// Whether it surely allows something.
    pub(super) fn allows(&self) -> bool {
        self.value("Effect").is_some_and(|effect| effect.as_str() == Some("Allow"))
    }

    /// The conditions: operator, key, and the values of both.
    pub(super) fn conditions(&self) -> impl Iterator<Item = ConditionKey<'d>> + use<'d> {
        let operators = self.get("Condition").and_then(|condition| Some((condition.value.as_map()?, condition.path)));
        operators.into_iter().flat_map(|(map, path)| {
            map.iter().flat_map(move |(operator, keys)| {
                let path = path.join(operator);
                keys.as_map().into_iter().flat_map(|keys| keys.iter()).map(move |(key, value)| ConditionKey {
                    operator,
                    key,
                    element: Element { value, path: path.join(key) },
                })
            })
        })
    }

    /// Whether there is, or may be, a condition.
    pub(super) fn is_conditional(&self) -> bool {
        self.object.open
            || self.value("Condition").is_some_and(|condition| condition.as_map().is_none_or(|map| !map.is_empty()))
    }
}

/// A key that a condition compares.
pub(super) struct ConditionKey<'d> {
    pub(super) operator: &'d str,
    pub(super) key: &'d str,
    /// What it is compared with.
    pub(super) element: Element<'d>,
}

fn element<'d>(path: &Path<'d>, entry: &Entry<'d>) -> Element<'d> {
    let mut path = path.join(entry.key);
    for branch in &entry.branches {
        path.push("Fn::If");
        path.push(*branch);
    }
    Element { value: entry.value, path }
}

/// The items of a list or the value itself, through conditions, with what holds for each.
fn items<'d>(context: &Context<'_>, of: Element<'d>, env: &Env) -> Vec<(Element<'d>, Env)> {
    let mut found = Vec::with_capacity(of.value.as_list().map_or(1, <[Value]>::len));
    collect(context, of.value, of.path, env, &mut found);
    found
}

fn collect<'d>(
    context: &Context<'_>,
    value: &'d Value,
    path: Path<'d>,
    env: &Env,
    found: &mut Vec<(Element<'d>, Env)>,
) {
    match value {
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                let path = path.join(index);
                match item {
                    // A list in a list is no list of what is wanted.
                    Value::List(_) => found.push((Element { value: item, path }, env.clone())),
                    _ => collect(context, item, path, env, found),
                }
            }
        }
        Value::Intrinsic(call) => match scenarios::branches(call) {
            Some((name, branches)) => {
                for (index, branch, holds) in branches {
                    if let Some(env) = context.conditions.assume(env, name, holds) {
                        collect(context, branch, path.join("Fn::If").join(index), &env, found);
                    }
                }
            }
            None if scenarios::is_no_value(value) => {}
            None => found.push((Element { value, path }, env.clone())),
        },
        _ => found.push((Element { value, path }, env.clone())),
    }
}
