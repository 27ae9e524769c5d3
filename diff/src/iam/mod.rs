//! What policies allow: more, or less, than before.

mod cover;
mod statement;

use std::collections::BTreeMap;

use cfn_model::{Template, Value};

use crate::compare::Moves;

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
    let (mut old, new) = (policies(before), policies(after));
    for (from, to) in moves {
        if let Some(policy) = old.remove(from) {
            old.insert(to.clone(), policy);
        }
    }
    let nothing = (String::new(), Vec::new());
    let ids: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut changes = Vec::new();
    for id in ids {
        let (former, left) = old.get(id).unwrap_or(&nothing);
        let (type_name, right) = new.get(id).unwrap_or(&nothing);
        let wider = cover::gained(left, right);
        let narrower = cover::gained(right, left);
        if !wider.is_empty() || !narrower.is_empty() {
            let type_name = if type_name.is_empty() { former } else { type_name };
            changes.push(IamChange { id: id.clone(), type_name: type_name.clone(), wider, narrower });
        }
    }
    changes
}

/// The statements of each resource that has policies.
fn policies(template: &Template) -> BTreeMap<String, (String, Vec<Statement>)> {
    let mut found = BTreeMap::new();
    for (id, resource) in template.resources() {
        let Some(properties) = resource.properties() else { continue };
        let mut all = Vec::new();
        collect(&Value::Map(properties.clone()), String::new(), &mut all);
        let managed = resource.property("ManagedPolicyArns").and_then(Value::as_list).unwrap_or_default();
        all.extend(managed.iter().map(Statement::managed));
        if !all.is_empty() {
            found.insert(id.to_owned(), (resource.type_name().unwrap_or_default().to_owned(), all));
        }
    }
    found
}

/// The statements of the policies in a value. Which property a policy is in is part of what it says: whom a role trusts
/// is something else than what it may do.
fn collect(value: &Value, place: String, found: &mut Vec<Statement>) {
    match value {
        Value::Map(map) if map.contains_key("Statement") => found.extend(statements(value, &place)),
        Value::Map(map) => {
            for (name, value) in map.iter() {
                let place = if place.is_empty() { name.to_owned() } else { place.clone() };
                collect(value, place, found);
            }
        }
        Value::List(items) => items.iter().for_each(|item| collect(item, place.clone(), found)),
        _ => {}
    }
}
