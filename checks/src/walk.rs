//! Every value of a template with the way to it.

use cfn_model::{Function, Value};

use crate::context::Context;
use crate::path::{Path, Step};

/// Calls `visit` on every value, outer ones before those in them.
pub(crate) fn walk<'a>(context: &Context<'a>, visit: &mut impl FnMut(&Path<'a>, &'a Value)) {
    let mut path = Path::default();
    for (key, section) in context.template.as_map().iter() {
        path.push(key);
        below(section, &mut path, visit);
        path.pop();
    }
}

fn below<'a>(value: &'a Value, path: &mut Path<'a>, visit: &mut impl FnMut(&Path<'a>, &'a Value)) {
    visit(path, value);
    let mut step = |step: Step<'a>, value: &'a Value| {
        path.push(step);
        below(value, path, visit);
        path.pop();
    };
    match value {
        Value::Map(map) => map.iter().for_each(|(key, item)| step(Step::Key(key), item)),
        Value::List(items) => items.iter().enumerate().for_each(|(index, item)| step(Step::Index(index), item)),
        Value::Intrinsic(call) => step(Step::Key(call.function.name()), &call.argument),
        _ => {}
    }
}

/// The innermost function, other than `Fn::If`, whose argument the place is in.
pub(crate) fn inside(path: &Path<'_>) -> Option<Function> {
    path.steps().iter().rev().find_map(|step| match step {
        // As a key, `Condition` is most often that of a statement or a resource.
        Step::Key(key) => Function::from_name(key).filter(|one| !matches!(one, Function::If | Function::Condition)),
        Step::Index(_) => None,
    })
}
