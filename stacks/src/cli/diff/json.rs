//! A diff for programs.

use cfn_diff::{EntryChange, IamChange, PropertyChange, ResourceChange, Statement, TemplateDiff};
use cfn_model::{Map, Value, emit};

use super::Entry;

/// One object where one template was compared with another; otherwise `stacks`, a list of such objects with names.
pub(super) fn write(entries: &[Entry], single: bool) -> String {
    let value = match entries {
        [entry] if single => Value::from(object(&entry.diff)),
        entries => {
            let stacks = entries.iter().map(|entry| {
                let named = [("name".into(), Value::from(&entry.name))].into_iter();
                Value::from(named.chain(object(&entry.diff)).collect::<Map>())
            });
            Map::from([("stacks", Value::List(stacks.collect()))]).into()
        }
    };
    emit::to_json(&value)
}

fn object(diff: &TemplateDiff) -> Map {
    Map::from([
        ("impact", Value::from(diff.impact().as_str())),
        ("resources", list(&diff.resources, resource)),
        ("iam", list(&diff.iam, iam)),
        ("parameters", list(&diff.parameters, entry)),
        ("outputs", list(&diff.outputs, entry)),
        ("others", list(&diff.others, entry)),
    ])
}

fn list<T>(items: &[T], value: impl Fn(&T) -> Map) -> Value {
    Value::List(items.iter().map(|item| Value::from(value(item))).collect())
}

fn resource(resource: &ResourceChange) -> Map {
    Map::from([
        ("id", Value::from(&resource.id)),
        ("type", (&resource.type_name).into()),
        ("change", resource.change.as_str().into()),
        ("movedFrom", resource.moved_from.clone().into()),
        ("impact", resource.impact.as_str().into()),
        ("reason", resource.reason.clone().into()),
        ("properties", list(&resource.properties, property)),
    ])
}

fn property(property: &PropertyChange) -> Map {
    Map::from([
        ("path", Value::from(&property.path)),
        ("impact", property.impact.as_str().into()),
        ("before", property.before.clone().unwrap_or_default()),
        ("after", property.after.clone().unwrap_or_default()),
        ("becauseOf", property.because_of.clone().into()),
    ])
}

fn iam(change: &IamChange) -> Map {
    Map::from([
        ("id", Value::from(&change.id)),
        ("type", (&change.type_name).into()),
        ("wider", list(&change.wider, statement)),
        ("narrower", list(&change.narrower, statement)),
    ])
}

fn statement(statement: &Statement) -> Map {
    Map::from([
        ("policy", Value::from(&statement.place)),
        ("says", super::statement(statement).into()),
        ("statement", statement.written.clone()),
    ])
}

fn entry(entry: &EntryChange) -> Map {
    Map::from([
        ("id", Value::from(&entry.id)),
        ("change", entry.change.as_str().into()),
        ("before", entry.before.clone().unwrap_or_default()),
        ("after", entry.after.clone().unwrap_or_default()),
        ("note", entry.note.clone().into()),
        ("importedBy", Value::List(entry.imported_by.iter().map(Value::from).collect())),
    ])
}
