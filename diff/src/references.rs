//! Who refers to what.

use cfn_model::{Function, Value};

/// A place that refers to a resource: its path below the value, and the logical id.
pub(crate) struct Mention {
    pub(crate) path: Vec<String>,
    pub(crate) id: String,
}

/// The references in a value.
pub(crate) fn mentions(value: &Value) -> Vec<Mention> {
    let mut found = Vec::new();
    walk(value, &mut Vec::new(), &mut found);
    found
}

fn walk(value: &Value, path: &mut Vec<String>, found: &mut Vec<Mention>) {
    match value {
        Value::Map(map) => {
            for (name, value) in map.iter() {
                path.push(name.to_owned());
                walk(value, path, found);
                path.pop();
            }
        }
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(index.to_string());
                walk(item, path, found);
                path.pop();
            }
        }
        Value::Intrinsic(call) => {
            let mut add = |id: &str| found.push(Mention { path: path.clone(), id: id.to_owned() });
            match (call.function, &call.argument) {
                (Function::Ref, Value::String(id)) => add(id),
                (Function::GetAtt, Value::List(steps)) => {
                    steps.first().and_then(Value::as_str).into_iter().for_each(add)
                }
                (Function::Sub, Value::String(text)) => names(text).into_iter().for_each(add),
                (Function::Sub, Value::List(arguments)) => {
                    arguments.first().and_then(Value::as_str).map(names).into_iter().flatten().for_each(add);
                    nested(&call.argument, path, found);
                }
                (_, argument) => nested(argument, path, found),
            }
        }
        _ => {}
    }
}

/// What is inside a function stands at the place of the function.
fn nested(argument: &Value, path: &[String], found: &mut Vec<Mention>) {
    found.extend(mentions(argument).into_iter().map(|mention| Mention { path: path.to_vec(), id: mention.id }));
}

/// The names in a text of `Fn::Sub`.
fn names(text: &str) -> Vec<&str> {
    let inside = text.split("${").skip(1).filter_map(|rest| rest.split_once('}'));
    inside.map(|(name, _)| name.split('.').next().unwrap_or(name)).filter(|name| !name.starts_with('!')).collect()
}
