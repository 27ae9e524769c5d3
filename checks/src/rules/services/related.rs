//! Resources that belong together: what a property refers to, and what two resources say of the same thing.

use cfn_model::{Function, Value};

use crate::cases::Case;
use crate::conditions::Env;
use crate::context::{Context, Resource};

/// The properties of a resource, as far as they are written.
pub(super) fn properties<'a>(resource: &Resource<'a>) -> Option<Case<'a>> {
    Case::properties(resource)
}

/// Every value of a property of a resource: keys on the way to it, and `*` for the items of a list.
pub(super) fn select<'a>(context: &Context<'a>, resource: &Resource<'a>, steps: &[&'a str]) -> Vec<Case<'a>> {
    properties(resource).map(|case| case.select(steps, &context.conditions)).unwrap_or_default()
}

/// The resource that a `Ref` or `Fn::GetAtt` names.
pub(super) fn target<'c, 'a>(context: &'c Context<'a>, value: &Value) -> Option<&'c Resource<'a>> {
    context.resource(target_id(value)?)
}

/// The logical id that a `Ref` or `Fn::GetAtt` names, which may be that of a parameter.
pub(super) fn target_id(value: &Value) -> Option<&str> {
    let call = value.as_intrinsic()?;
    match (call.function, &call.argument) {
        (Function::Ref, Value::String(name)) => Some(name),
        (Function::GetAtt, Value::String(name)) => Some(name.split('.').next().unwrap_or(name)),
        (Function::GetAtt, Value::List(parts)) => parts.first()?.as_str(),
        _ => None,
    }
}

/// Whether two values are the same on any deployment; `None` where that is known only then.
pub(super) fn same(context: &Context<'_>, left: &Value, right: &Value) -> Option<bool> {
    if left == right {
        return Some(true);
    }
    let resources = (target(context, left), target(context, right));
    match (text(left), text(right), resources) {
        (Some(left), Some(right), _) => Some(left.eq_ignore_ascii_case(&right)),
        (None, None, (Some(left), Some(right))) => Some(left.id == right.id),
        _ => None,
    }
}

/// A single value as text, where it is known.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.contains("{{resolve:") => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

/// A number, where it is known.
pub(super) fn number(value: &Value) -> Option<f64> {
    text(value)?.trim().parse().ok()
}

/// Whether a value says yes; `None` where that is known only at deployment.
pub(super) fn truth(value: &Value) -> Option<bool> {
    text(value)?.to_ascii_lowercase().parse().ok()
}

/// The case where more holds: the same value under further conditions.
pub(super) fn under<'a>(case: &Case<'a>, env: &Env) -> Case<'a> {
    Case { env: env.clone(), ..case.clone() }
}

/// A resource that another refers to, in the cases in which both are there.
pub(super) struct Pair<'c, 'a> {
    /// The properties of the one that refers, under the conditions of the reference.
    pub(super) from: Case<'a>,
    /// The one referred to.
    pub(super) to: &'c Resource<'a>,
    /// Its properties, under the conditions of both; `None` where it has none.
    pub(super) to_properties: Option<Case<'a>>,
}

/// The resources of a type that those of another refer to by a property.
pub(super) fn pairs<'c, 'a>(
    context: &'c Context<'a>,
    from_type: &str,
    reference: &[&'a str],
    to_type: &str,
) -> Vec<Pair<'c, 'a>> {
    let mut pairs = Vec::new();
    for resource in context.of_type(from_type) {
        for case in select(context, resource, reference) {
            let Some(to) = target(context, case.value).filter(|to| to.type_name == to_type) else { continue };
            let Some(env) = context.conditions.both(&case.env, &to.env) else { continue };
            let Some(from) = properties(resource) else { continue };
            let to_properties = properties(to).map(|properties| under(&properties, &env));
            pairs.push(Pair { from: under(&from, &env), to, to_properties });
        }
    }
    pairs
}

impl<'a> Pair<'_, 'a> {
    /// Every value of a property of the resource referred to.
    pub(super) fn to(&self, context: &Context<'a>, steps: &[&'a str]) -> Vec<Case<'a>> {
        self.to_properties.as_ref().map(|case| case.select(steps, &context.conditions)).unwrap_or_default()
    }

    /// Every value of a property of the resource that refers.
    pub(super) fn from(&self, context: &Context<'a>, steps: &[&'a str]) -> Vec<Case<'a>> {
        self.from.select(steps, &context.conditions)
    }
}
