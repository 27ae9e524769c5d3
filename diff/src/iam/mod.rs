//! What policies allow: more, or less, than before.

mod cover;
mod statement;

use std::collections::BTreeMap;

use cfn_model::template::ResourceView;
use cfn_model::{Template, Value};

use crate::compare::{Moves, differences};

pub use statement::{Set, Statement, statements};

/// What the policies of a resource allow more and less.
#[derive(Clone, Debug, PartialEq)]
pub struct IamChange {
    /// The logical id of the resource that holds the policy.
    pub id: String,
    /// Its type.
    pub type_name: String,
    /// What is allowed that was not: statements of the new policy, or denials of the old one that are gone. It is told
    /// where it is not certain, for conditions and exceptions are not compared in depth.
    pub wider: Vec<Statement>,
    /// What is no longer allowed: statements of the old policy, or new denials.
    pub narrower: Vec<Statement>,
}

/// The changes of all policies, by the resource that holds them.
pub(crate) fn diff(before: &Template, after: &Template, moves: &Moves) -> Vec<IamChange> {
    let former: BTreeMap<&str, &str> = moves.iter().map(|(old, new)| (new.as_str(), old.as_str())).collect();
    let mut holders: BTreeMap<&str, [Option<ResourceView<'_>>; 2]> = BTreeMap::new();
    for (id, new) in after.resources() {
        holders.insert(id, [before.get_resource(former.get(id).copied().unwrap_or(id)), Some(new)]);
    }
    let stays = |id: &str| after.get_resource(id).is_some() || moves.contains_key(id);
    holders.extend(before.resources().filter(|(id, _)| !stays(id)).map(|(id, old)| (id, [Some(old), None])));
    holders.into_iter().filter_map(|(id, [old, new])| change(id, old, new, moves)).collect()
}

/// What the policies of a resource allow more and less, where there is something.
fn change(id: &str, old: Option<ResourceView<'_>>, new: Option<ResourceView<'_>>, moves: &Moves) -> Option<IamChange> {
    let [left, right] = [old, new].map(|resource| resource.and_then(|resource| resource.attribute("Properties")));
    // What means the same allows the same, and that goes for most.
    if differences(None, left, right, moves).is_empty() {
        return None;
    }
    let (left, right) = (policies(left), policies(right));
    let (wider, narrower) = (cover::gained(&left, &right), cover::gained(&right, &left));
    if wider.is_empty() && narrower.is_empty() {
        return None;
    }
    let named = new.filter(|_| !right.is_empty()).or(old).and_then(ResourceView::type_name);
    Some(IamChange { id: id.to_owned(), type_name: named.unwrap_or_default().to_owned(), wider, narrower })
}

/// The statements of the policies in the properties of a resource.
fn policies(properties: Option<&Value>) -> Vec<Statement> {
    let Some(properties) = properties.filter(|value| value.as_map().is_some()) else { return Vec::new() };
    let mut all = Vec::new();
    collect(properties, "", &mut all);
    let managed = properties.at("ManagedPolicyArns").and_then(Value::as_list).unwrap_or_default();
    all.extend(managed.iter().map(Statement::managed));
    all
}

/// The statements of the policies in a value. Which property a policy is in is part of what it says: whom a role trusts
/// is something else than what it may do.
fn collect(value: &Value, place: &str, found: &mut Vec<Statement>) {
    match value {
        Value::Map(map) if map.contains_key("Statement") => found.extend(statements(value, place)),
        Value::Map(map) => {
            for (name, value) in map.iter() {
                collect(value, if place.is_empty() { name } else { place }, found);
            }
        }
        Value::List(items) => items.iter().for_each(|item| collect(item, place, found)),
        _ => {}
    }
}
