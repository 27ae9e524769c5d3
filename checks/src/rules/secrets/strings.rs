//! Every text of a template with its place.

use cfn_model::{Map, Value};

use crate::context::Context;
use crate::path::Path;

/// Calls `visit` with every text of the template.
pub(super) fn each<'a>(context: &Context<'a>, visit: &mut impl FnMut(&'a str, &Path<'a>)) {
    map(context.template.as_map(), &mut Path::default(), visit);
}

fn map<'a>(entries: &'a Map, path: &mut Path<'a>, visit: &mut impl FnMut(&'a str, &Path<'a>)) {
    for (key, item) in entries.iter() {
        path.push(key);
        value(item, path, visit);
        path.pop();
    }
}

fn value<'a>(node: &'a Value, path: &mut Path<'a>, visit: &mut impl FnMut(&'a str, &Path<'a>)) {
    match node {
        Value::String(text) => visit(text, path),
        Value::Map(entries) => map(entries, path, visit),
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(index);
                value(item, path, visit);
                path.pop();
            }
        }
        Value::Intrinsic(call) => {
            path.push(call.function.name());
            value(&call.argument, path, visit);
            path.pop();
        }
        _ => {}
    }
}
