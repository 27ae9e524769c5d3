//! `Condition` is a function in some places and a key in others.
//!
//! `{"Condition": "IsProd"}` names a condition inside others, in rules, and in the `Conditions`
//! section. Elsewhere, as in a policy statement or a resource, it is a key like any other.

use crate::{Function, Intrinsic, Section, Value};

/// Makes functions of the conditions that are arguments of `call`.
pub(super) fn in_arguments(call: &mut Intrinsic) {
    let count = match call.function {
        Function::And | Function::Or | Function::Not => usize::MAX,
        // The values to choose from may be parts of policies.
        Function::If => 1,
        _ => return,
    };
    if let Value::List(items) = &mut call.argument {
        items.iter_mut().take(count).for_each(make_function);
    }
}

/// Makes functions of the conditions in the sections that hold nothing else.
pub(super) fn in_sections(template: &mut Value) {
    if let Value::Map(sections) = template {
        for section in [Section::Conditions, Section::Rules] {
            if let Some(section) = sections.get_mut(section.name()) {
                everywhere(section);
            }
        }
    }
}

fn everywhere(value: &mut Value) {
    match value {
        Value::List(items) => items.iter_mut().for_each(everywhere),
        Value::Map(map) => map.values_mut().for_each(everywhere),
        Value::Intrinsic(call) => everywhere(&mut call.argument),
        _ => {}
    }
    make_function(value);
}

fn make_function(value: &mut Value) {
    let name = match value {
        Value::Map(map) => match map.only() {
            Some(("Condition", Value::String(name))) => name.clone(),
            _ => return,
        },
        _ => return,
    };
    *value = Intrinsic::new(Function::Condition, name).into();
}
