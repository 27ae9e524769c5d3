//! Resources that only have another logical id.

use std::collections::{BTreeMap, HashSet};

use cfn_model::{Function, Intrinsic, Template, Value};

use crate::compare::{Moves, same};

/// The logical ids that changed: the new one of each old one. Only a resource that is like no other of its type moves.
pub(crate) fn find(before: &Template, after: &Template) -> Moves {
    let (old, new) = (ids(before), ids(after));
    if old == new {
        return Moves::new();
    }
    let both = |id: &str| old.contains(id) && new.contains(id);
    let gone = shapes(before, |id| !new.contains(id), &both);
    let come = shapes(after, |id| !old.contains(id), &both);
    let mut moves = Moves::new();
    for (type_name, candidates) in &gone {
        let Some(others) = come.get(type_name) else { continue };
        for (id, shape) in candidates {
            let like = |(_, other): &&(String, Value)| same(shape, other, &Moves::new());
            let mut found = others.iter().filter(like);
            let twins = candidates.iter().filter(like).count();
            if let (Some((new, _)), None, 1) = (found.next(), found.next(), twins) {
                moves.insert(id.clone(), new.clone());
            }
        }
    }
    moves
}

fn ids(template: &Template) -> HashSet<&str> {
    template.resources().map(|(id, _)| id).collect()
}

/// The resources that the filter takes, by type: what they are, but for references to others that come or go.
fn shapes(
    template: &Template,
    taken: impl Fn(&str) -> bool,
    both: &impl Fn(&str) -> bool,
) -> BTreeMap<String, Vec<(String, Value)>> {
    let mut shapes: BTreeMap<String, Vec<(String, Value)>> = BTreeMap::new();
    for (id, resource) in template.resources().filter(|(id, _)| taken(id)) {
        let Some(type_name) = resource.type_name() else { continue };
        let properties = resource.properties().cloned().map_or(Value::Null, Value::from);
        shapes.entry(type_name.to_owned()).or_default().push((id.to_owned(), blurred(properties, both)));
    }
    shapes
}

/// The value with references to what is not in both templates made alike.
fn blurred(value: Value, both: &impl Fn(&str) -> bool) -> Value {
    let known = |id: &str| both(id) || id.starts_with("AWS::");
    match value {
        Value::Map(map) => Value::Map(map.into_iter().map(|(name, value)| (name, blurred(value, both))).collect()),
        Value::List(items) => Value::List(items.into_iter().map(|item| blurred(item, both)).collect()),
        Value::Intrinsic(call) => match (call.function, &call.argument) {
            (Function::Ref, Value::String(id)) if !known(id) => Intrinsic::new(Function::Ref, Value::from("?")).into(),
            (Function::GetAtt, Value::List(steps)) if !steps.first().and_then(Value::as_str).is_some_and(known) => {
                let rest = steps.iter().skip(1).cloned();
                let steps = std::iter::once(Value::from("?")).chain(rest).collect();
                Intrinsic::new(Function::GetAtt, Value::List(steps)).into()
            }
            (Function::Sub, Value::String(text)) => {
                Intrinsic::new(Function::Sub, Value::from(blurred_text(text, &known))).into()
            }
            (function, argument) => Intrinsic::new(function, blurred(argument.clone(), both)).into(),
        },
        other => other,
    }
}

fn blurred_text(text: &str, known: &impl Fn(&str) -> bool) -> String {
    let mut parts = text.split("${");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').unwrap_or((part, ""));
        let (id, attribute) = name.split_at(name.find('.').unwrap_or(name.len()));
        let id = if known(id) { id } else { "?" };
        out.push_str(&format!("${{{id}{attribute}}}{rest}"));
    }
    out
}
