//! [`Mention`]: a name in a function that stands for a parameter, a resource, or one of its attributes.

use cfn_model::{Function, Value};
use foldhash::HashMap;

use crate::context::{Call, Context};
use crate::path::Path;

/// A name in `Ref`, `Fn::GetAtt`, or between `${` and `}` of `Fn::Sub`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mention<'a> {
    /// Which of the template's calls it is in.
    call: usize,
    /// `Ref`, `Fn::GetAtt` or `Fn::Sub`.
    pub(crate) function: Function,
    /// The parameter or resource.
    pub(crate) name: &'a str,
    /// The number of the resource, where it is one.
    pub(crate) resource: Option<usize>,
    /// The attribute of the resource, where it is known and one is asked for.
    pub(crate) attribute: Option<&'a str>,
    /// Whether an attribute is asked for.
    pub(crate) has_attribute: bool,
}

impl<'a> Mention<'a> {
    /// All of them, in the order of the calls.
    pub(crate) fn of(calls: &[Call<'a>], by_id: &HashMap<&'a str, usize>) -> Vec<Self> {
        let mut found = Vec::new();
        for (index, call) in calls.iter().enumerate() {
            let function = call.call.function;
            let mut add = |name: &'a str, attribute: Option<&'a str>, has_attribute| {
                let resource = by_id.get(name).copied();
                found.push(Mention { call: index, function, name, resource, attribute, has_attribute });
            };
            match (function, &call.call.argument) {
                (Function::Ref, Value::String(name)) => add(name, None, false),
                (Function::GetAtt, Value::String(text)) => {
                    if let Some((name, attribute)) = text.split_once('.') {
                        add(name, Some(attribute), true);
                    }
                }
                (Function::GetAtt, Value::List(parts)) => {
                    if let [Value::String(name), attribute] = parts.as_slice() {
                        add(name, attribute.as_str(), true);
                    }
                }
                (Function::Sub, argument) => {
                    let Some((text, values)) = substitution(argument) else { continue };
                    let given = |name: &str| values.is_some_and(|values| values.contains_key(name));
                    for variable in variables(text).filter(|variable| !given(variable)) {
                        match variable.split_once('.') {
                            Some((name, attribute)) => add(name, Some(attribute), true),
                            None => add(variable, None, false),
                        }
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// The function that the name is in.
    pub(crate) fn call<'c>(&self, calls: &'c [Call<'a>]) -> &'c Call<'a> {
        &calls[self.call]
    }

    /// The path of the function's argument.
    pub(crate) fn path(&self, context: &Context<'a>) -> Path<'a> {
        self.call(&context.calls).argument_path(context)
    }
}

/// The text of a `Fn::Sub` and the values given for its variables.
pub(crate) fn substitution(argument: &Value) -> Option<(&str, Option<&cfn_model::Map>)> {
    match argument {
        Value::String(text) => Some((text, None)),
        Value::List(parts) => match parts.as_slice() {
            [Value::String(text), values] => Some((text, values.as_map())),
            _ => None,
        },
        _ => None,
    }
}

/// The names between `${` and `}`, without blanks around them. `${!…}` is text.
pub(crate) fn variables(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = split_at_variable(text).map(|(_, behind)| behind);
    let pieces = std::iter::from_fn(move || {
        let piece = rest?;
        let split = split_at_variable(piece);
        rest = split.map(|(_, behind)| behind);
        Some(split.map_or(piece, |(before, _)| before))
    });
    pieces.filter_map(|piece| {
        let name = piece.split_once('}')?.0.trim();
        (!name.is_empty() && !name.starts_with('!')).then_some(name)
    })
}

/// What stands before and behind the first `${`.
pub(crate) fn split_at_variable(text: &str) -> Option<(&str, &str)> {
    let dollars = text.match_indices('$');
    let start = dollars.map(|(start, _)| start).find(|start| text[start + 1..].starts_with('{'))?;
    Some((&text[..start], &text[start + 2..]))
}

#[cfg(test)]
mod tests {
    use super::variables;

    #[test]
    fn variables_are_what_is_between_the_braces() {
        let found = |text| variables(text).collect::<Vec<_>>();
        assert_eq!(found("a${B}c${ D.E }"), ["B", "D.E"]);
        assert_eq!(found("${!B} $C ${} ${open"), Vec::<&str>::new());
    }
}
