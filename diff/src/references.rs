//! Who refers to what.

use cfn_model::{Function, Value};

/// A place that refers to a resource.
pub(crate) struct Mention<'a> {
    /// The path of the place below the value.
    pub(crate) path: Vec<String>,
    /// The logical id.
    pub(crate) id: &'a str,
    /// What stands at the place: a function.
    pub(crate) value: &'a Value,
}

/// The references in a value.
pub(crate) fn mentions(value: &Value) -> Vec<Mention<'_>> {
    let mut found = Vec::new();
    walk(value, &mut Vec::new(), &mut found);
    found
}

/// A step of a path, which becomes text only where something is found.
enum Step<'a> {
    Name(&'a str),
    Index(usize),
}

fn walk<'a>(value: &'a Value, path: &mut Vec<Step<'a>>, found: &mut Vec<Mention<'a>>) {
    match value {
        Value::Map(map) => {
            for (name, value) in map.iter() {
                path.push(Step::Name(name));
                walk(value, path, found);
                path.pop();
            }
        }
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(Step::Index(index));
                walk(item, path, found);
                path.pop();
            }
        }
        Value::Intrinsic(call) => {
            let mut add = |id: &'a str| found.push(Mention { path: text(path), id, value });
            match (call.function, &call.argument) {
                (Function::Ref, Value::String(id)) => add(id),
                (Function::GetAtt, Value::List(steps)) => {
                    steps.first().and_then(Value::as_str).into_iter().for_each(add)
                }
                (Function::Sub, Value::String(text)) => names(text).for_each(add),
                (Function::Sub, Value::List(arguments)) => {
                    arguments.first().and_then(Value::as_str).into_iter().flat_map(names).for_each(add);
                    nested(value, &call.argument, path, found);
                }
                (_, argument) => nested(value, argument, path, found),
            }
        }
        _ => {}
    }
}

/// What is inside a function stands at the place of the function.
fn nested<'a>(value: &'a Value, argument: &'a Value, path: &[Step<'a>], found: &mut Vec<Mention<'a>>) {
    found.extend(mentions(argument).into_iter().map(|mention| Mention { path: text(path), id: mention.id, value }));
}

fn text(path: &[Step<'_>]) -> Vec<String> {
    let text = |step: &Step<'_>| match step {
        Step::Name(name) => (*name).to_owned(),
        Step::Index(index) => index.to_string(),
    };
    path.iter().map(text).collect()
}

/// The names in a text of `Fn::Sub`.
fn names(text: &str) -> impl Iterator<Item = &str> {
    let inside = text.split("${").skip(1).filter_map(|rest| rest.split_once('}'));
    inside.map(|(name, _)| name.split('.').next().unwrap_or(name)).filter(|name| !name.starts_with('!'))
}
