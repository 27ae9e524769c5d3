//! Resources: what becomes of each, and what that means for those that refer to it.

use std::collections::BTreeMap;

use cfn_model::template::ResourceView;
use cfn_model::{Map, Template, Value};

use crate::change::{Change, Impact, PropertyChange, ResourceChange};
use crate::compare::{Moves, differences};
use crate::references::{self, Mention};
use crate::{impact, names};

/// What stands beside the properties, but for what CloudFormation alone reads.
const ATTRIBUTES: [&str; 8] = [
    "Condition",
    "CreationPolicy",
    "DeletionPolicy",
    "DependsOn",
    "Metadata",
    "Transform",
    "UpdatePolicy",
    "UpdateReplacePolicy",
];

pub(crate) fn diff(before: &Template, after: &Template, moves: &Moves) -> Vec<ResourceChange> {
    let came_from: BTreeMap<&str, &str> = moves.iter().map(|(old, new)| (new.as_str(), old.as_str())).collect();
    let mut changes: Vec<ResourceChange> = Vec::new();
    for (id, new) in after.resources() {
        let moved_from = came_from.get(id).copied();
        let change = match before.get_resource(moved_from.unwrap_or(id)) {
            Some(old) => Some(changed(id, moved_from, old, new, moves)),
            None => Some(added(id, new)),
        };
        changes.extend(change);
    }
    carry_on(&mut changes, after);
    for change in &mut changes {
        let (old, new) =
            (before.get_resource(change.moved_from.as_deref().unwrap_or(&change.id)), after.get_resource(&change.id));
        if let (Some(old), Some(new)) = (old, new) {
            lose(change, old, new);
        }
    }
    changes.retain(|change| change.change != Change::Changed || !change.properties.is_empty());
    let stays = |id: &str| after.get_resource(id).is_some() || moves.contains_key(id);
    changes.extend(before.resources().filter(|(id, _)| !stays(id)).map(|(id, old)| removed(id, old)));
    changes
}

fn added(id: &str, new: ResourceView<'_>) -> ResourceChange {
    ResourceChange {
        id: id.to_owned(),
        moved_from: None,
        type_name: new.type_name().unwrap_or_default().to_owned(),
        change: Change::Added,
        impact: Impact::None,
        reason: None,
        properties: Vec::new(),
    }
}

fn removed(id: &str, old: ResourceView<'_>) -> ResourceChange {
    let type_name = old.type_name().unwrap_or_default();
    let policy = policy(old, "DeletionPolicy");
    let lost = impact::is_stateful(type_name) && policy == "Delete";
    let reason = if lost {
        Some("its data is deleted with it; `DeletionPolicy: Retain` in the version before keeps it".to_owned())
    } else {
        match policy.as_str() {
            "Delete" => None,
            "Snapshot" => {
                Some("the resource goes, a snapshot of it is kept: its `DeletionPolicy` is `Snapshot`".to_owned())
            }
            policy => Some(format!("the resource is kept: its `DeletionPolicy` is `{policy}`")),
        }
    };
    ResourceChange {
        change: Change::Removed,
        impact: if lost { Impact::Loss } else { Impact::None },
        reason,
        ..added(id, old)
    }
}

fn changed(
    id: &str,
    moved_from: Option<&str>,
    old: ResourceView<'_>,
    new: ResourceView<'_>,
    moves: &Moves,
) -> ResourceChange {
    let type_name = new.type_name().unwrap_or_default();
    let mut change = ResourceChange { change: Change::Changed, ..added(id, new) };
    let former = old.type_name().unwrap_or_default();
    if former != type_name {
        change.properties.push(PropertyChange {
            path: "Type".to_owned(),
            before: Some(Value::from(former)),
            after: Some(Value::from(type_name)),
            impact: Impact::Replace,
            because_of: None,
        });
        change.impact = Impact::Replace;
        change.reason = Some("a resource of another type takes its place".to_owned());
        return change;
    }
    let none = Value::Map(Map::new());
    let (left, right) = (properties(old).unwrap_or(&none), properties(new).unwrap_or(&none));
    for difference in differences(Some(type_name), Some(left), Some(right), moves) {
        let impact = impact::of(type_name, &difference.path, [difference.before, difference.after]);
        change.properties.push(PropertyChange {
            path: difference.path.join("."),
            before: difference.before.cloned(),
            after: difference.after.cloned(),
            impact,
            because_of: None,
        });
    }
    for name in ATTRIBUTES {
        for difference in differences(None, old.attribute(name), new.attribute(name), moves) {
            let path = std::iter::once(name).chain(difference.path.iter().map(String::as_str));
            change.properties.push(PropertyChange {
                path: path.collect::<Vec<_>>().join("."),
                before: difference.before.cloned(),
                after: difference.after.cloned(),
                impact: Impact::None,
                because_of: None,
            });
        }
    }
    change.impact = change.properties.iter().map(|property| property.impact).max().unwrap_or(Impact::None);
    if let Some(old) = moved_from {
        change.change = Change::Moved;
        change.moved_from = Some(old.to_owned());
        change.impact = Impact::Replace;
        change.reason = Some(format!(
            "CloudFormation deletes `{old}` and creates `{id}`, unless the stack is refactored to keep it"
        ));
    }
    change
}

/// The properties as a value, where they are a map.
fn properties(resource: ResourceView<'_>) -> Option<&Value> {
    resource.attribute("Properties").filter(|value| value.as_map().is_some())
}

/// What refers to a resource that is replaced gets another value, though its text stays the same.
fn carry_on(changes: &mut [ResourceChange], after: &Template) {
    let mut replaced: Vec<(String, Impact)> = changes
        .iter()
        .filter(|change| change.change == Change::Changed && change.impact >= Impact::MayReplace)
        .map(|change| (change.id.clone(), change.impact))
        .collect();
    if replaced.is_empty() {
        return;
    }
    let mentioned = |change: &ResourceChange| {
        let properties = after.get_resource(&change.id).and_then(properties);
        properties.map(references::mentions).unwrap_or_default()
    };
    let mentions: Vec<Vec<Mention<'_>>> = changes.iter().map(mentioned).collect();
    while let Some((id, how)) = replaced.pop() {
        let others = changes.iter_mut().zip(&mentions);
        for (change, mentions) in others.filter(|(change, _)| change.change == Change::Changed && change.id != id) {
            for mention in mentions.iter().filter(|mention| mention.id == id) {
                let path = mention.path.join(".");
                if change.properties.iter().any(|property| property.path == path) {
                    continue;
                }
                let own = impact::of(&change.type_name, &mention.path, [Some(mention.value), None]);
                // What may be replaced may give another value.
                let impact = if own >= Impact::MayReplace { own.min(how) } else { own };
                change.properties.push(PropertyChange {
                    path,
                    before: Some(mention.value.clone()),
                    after: Some(mention.value.clone()),
                    impact,
                    because_of: Some(id.clone()),
                });
                if impact > change.impact {
                    change.impact = impact;
                    if impact >= Impact::MayReplace {
                        replaced.push((change.id.clone(), impact));
                    }
                }
            }
        }
    }
}

/// A replacement that takes data with it is a loss.
fn lose(change: &mut ResourceChange, old: ResourceView<'_>, new: ResourceView<'_>) {
    if change.impact != Impact::Replace || !impact::is_stateful(old.type_name().unwrap_or_default()) {
        return;
    }
    let named = if change.change == Change::Moved { "DeletionPolicy" } else { "UpdateReplacePolicy" };
    let holder = if change.change == Change::Moved { old } else { new };
    let policy = policy(holder, named);
    if policy == "Delete" {
        change.impact = Impact::Loss;
        change.reason = Some(format!("its data is deleted with the old one; `{named}: Retain` keeps that"));
    }
}

/// What becomes of a resource that goes.
fn policy(resource: ResourceView<'_>, named: &str) -> String {
    let type_name = resource.type_name().unwrap_or_default();
    let said = resource.attribute(named).and_then(Value::as_str);
    let in_a_cluster = resource.property("DBClusterIdentifier").is_some();
    // Only deletions have a default of their own.
    let default = if named == "DeletionPolicy" { names::default_deletion(type_name, in_a_cluster) } else { "Delete" };
    said.unwrap_or(default).to_owned()
}
