//! Values of a template as a person would write them in a picture.

use cfn_model::{Function, Intrinsic, Value};

/// A value of a template as short text: what is known only at deployment stands between `${` and `}`, and `…` for what
/// would be long.
pub fn label(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::Intrinsic(call) => function(call),
        _ => "…".into(),
    }
}

/// The label of an entry; empty where there is none.
pub(crate) fn label_at(value: &Value, path: &str) -> String {
    value.at(path).map(label).unwrap_or_default()
}

fn function(call: &Intrinsic) -> String {
    match (call.function, &call.argument) {
        (Function::Ref, Value::String(id)) => format!("${{{id}}}"),
        (Function::GetAtt, Value::String(path)) => format!("${{{path}}}"),
        (Function::GetAtt, Value::List(path)) => {
            let steps: Vec<String> = path.iter().map(label).collect();
            format!("${{{}}}", steps.join("."))
        }
        (Function::Sub, Value::String(text)) => text.clone(),
        (Function::Sub, Value::List(parts)) => parts.first().map(label).unwrap_or_default(),
        (Function::Join, Value::List(parts)) => match parts.as_slice() {
            [Value::String(between), Value::List(items)] => items.iter().map(label).collect::<Vec<_>>().join(between),
            _ => "…".into(),
        },
        (Function::If, Value::List(parts)) => parts.get(1).map(label).unwrap_or_default(),
        (Function::ImportValue, name) => format!("${{{}}}", label(name)),
        (Function::GetStackOutput, output) => format!("${{{}}}", label_at(output, "OutputName")),
        _ => "…".into(),
    }
}

/// The items of a list with the condition that each depends on. Where a function chooses between items, all that it
/// can choose are there.
pub(crate) fn items(value: Option<&Value>) -> Vec<(&Value, Option<String>)> {
    let mut found = Vec::new();
    for list in choices(value, None) {
        for item in list.0.as_list().unwrap_or_default() {
            found.extend(choices(Some(item), list.1.as_deref()));
        }
    }
    found
}

/// What a value can be, each with the condition that it depends on.
fn choices<'a>(value: Option<&'a Value>, condition: Option<&str>) -> Vec<(&'a Value, Option<String>)> {
    let Some(value) = value else { return Vec::new() };
    match value.as_intrinsic() {
        Some(Intrinsic { function: Function::If, argument: Value::List(parts) }) => match parts.as_slice() {
            [Value::String(name), then, otherwise] => {
                let also = |name: String| condition.map_or(name.clone(), |outer| format!("{outer} and {name}"));
                let mut all = choices(Some(then), Some(&also(name.clone())));
                all.extend(choices(Some(otherwise), Some(&also(format!("not {name}")))));
                all
            }
            _ => Vec::new(),
        },
        // `AWS::NoValue`, and whatever only deployment can tell.
        Some(_) => Vec::new(),
        None => vec![(value, condition.map(str::to_owned))],
    }
}

/// The type of a resource without what all types begin with: `S3 Bucket`.
pub(crate) fn short_type(type_name: &str) -> String {
    type_name.strip_prefix("AWS::").unwrap_or(type_name).replace("::", " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Value {
        cfn_model::Template::parse(&format!("Resources: {{}}\nMetadata: {{V: {text}}}"), "")
            .expect("a template")
            .template
            .into_value()
    }

    #[test]
    fn functions_are_labelled_by_what_they_name() {
        for (text, expected) in [
            ("!Ref A", "${A}"),
            ("!GetAtt A.Arn", "${A.Arn}"),
            ("!Sub 'x-${A}'", "x-${A}"),
            ("!Join [':', [arn, !Ref A]]", "arn:${A}"),
            ("!ImportValue topic", "${topic}"),
            ("!Base64 x", "…"),
            ("12", "12"),
        ] {
            assert_eq!(label_at(&parsed(text), "Metadata.V"), expected);
        }
    }

    #[test]
    fn every_choice_of_a_list_is_there() {
        let value = parsed("[a, !If [C, b, !Ref 'AWS::NoValue'], !If [D, c, d]]");
        let found: Vec<String> = items(value.at("Metadata.V"))
            .into_iter()
            .map(|(item, condition)| format!("{} {}", label(item), condition.unwrap_or_default()))
            .collect();
        assert_eq!(found, ["a ", "b C", "c D", "d not D"]);
    }
}
