//! Mappings and keys in `Fn::FindInMap` that are not there.

use std::borrow::Cow;

use cfn_model::template::Section;
use cfn_model::{Function, Intrinsic, Map, Severity, Value, nearest};

use crate::Check;
use crate::context::{Call, Context};
use crate::finding::{Finding, Findings};
use crate::schema::report;

pub(super) static X: Check = Check {
    code: "undefined-mapping",
    severity: Severity::Error,
    title: "a mapping, or a key of one, that is not there",
    docs: "`Fn::FindInMap` fails where the mapping or one of the two keys is not there. A key that is a parameter has \
           to be there for each allowed value, which is only a warning where it is not.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-findinmap.html",
    cfn_lint: &["E1011"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for call in context.calls.iter().filter(|call| call.call.function == Function::FindInMap) {
        let arguments = call.call.argument.as_list().unwrap_or_default();
        // A default value stands for what is not there.
        if let [name, first, second] = arguments
            && !call.place.is_inert()
            && !call.place.in_loop
        {
            look_up(context, call, name, [first, second], findings);
        }
    }
}

fn look_up(context: &Context<'_>, call: &Call<'_>, name: &Value, keys: [&Value; 2], findings: &mut Findings) {
    let (Some(name), false) = (name.as_str(), context.is_open(Section::Mappings)) else { return };
    let Some(mapping) = context.template.section(Section::Mappings).and_then(|mappings| mappings.get(name)) else {
        let help = match nearest(name, context.ids(Section::Mappings)) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => "add it to `Mappings`".to_owned(),
        };
        return report(context, call, 0, format!("there is no mapping `{name}`"), help, Severity::Error, findings);
    };
    let Some(mapping) = closed(mapping) else { return };
    let rows: Vec<&Map> = match values(context, keys[0]) {
        Some(values) => {
            let wrong = missing(&values, &[mapping]);
            tell(context, call, 1, name, &wrong, values.len(), &[mapping], findings);
            values.iter().filter_map(|key| mapping.get(key)?.as_map()).collect()
        }
        None => mapping.values().filter_map(Value::as_map).collect(),
    };
    if let (Some(values), false) = (values(context, keys[1]), rows.is_empty()) {
        if rows.iter().any(|row| closed_map(row).is_none()) {
            return;
        }
        let wrong = missing(&values, &rows);
        tell(context, call, 2, name, &wrong, values.len(), &rows, findings);
    }
}

/// A mapping or row that no macro adds to.
fn closed(value: &Value) -> Option<&Map> {
    closed_map(value.as_map()?)
}

fn closed_map(map: &Map) -> Option<&Map> {
    (!map.keys().any(|key| key.starts_with("Fn::"))).then_some(map)
}

/// The keys that an argument may be; `None` where that cannot be told.
fn values<'a>(context: &Context<'a>, argument: &'a Value) -> Option<Vec<Cow<'a, str>>> {
    match argument {
        Value::String(key) => Some(vec![Cow::Borrowed(key)]),
        Value::Number(number) => Some(vec![Cow::Owned(number.to_string())]),
        Value::Intrinsic(call) => match (&**call, call.argument.as_str()) {
            (Intrinsic { function: Function::Ref, .. }, Some(name)) => {
                let allowed = context.parameter(name)?.get("AllowedValues")?.as_list()?;
                let text = |value: &Value| match value {
                    Value::String(text) => Some(Cow::Owned(text.clone())),
                    Value::Number(number) => Some(Cow::Owned(number.to_string())),
                    _ => None,
                };
                allowed.iter().map(text).collect()
            }
            _ => None,
        },
        _ => None,
    }
}

/// The keys that none of the maps has.
fn missing<'k>(keys: &'k [Cow<'_, str>], maps: &[&Map]) -> Vec<&'k str> {
    keys.iter().map(|key| &**key).filter(|key| !maps.iter().any(|map| map.contains_key(key))).collect()
}

#[expect(clippy::too_many_arguments, reason = "all of it is told")]
fn tell(
    context: &Context<'_>,
    call: &Call<'_>,
    argument: usize,
    mapping: &str,
    wrong: &[&str],
    of: usize,
    maps: &[&Map],
    findings: &mut Findings,
) {
    let Some(first) = wrong.first() else { return };
    let level = if argument == 1 { "first" } else { "second" };
    let message = format!("the mapping `{mapping}` has no {level} key {}", report::list(wrong.iter().copied()));
    let mut names: Vec<&str> = maps.iter().flat_map(|map| map.iter()).map(|(key, _)| key).collect();
    names.sort_unstable();
    names.dedup();
    let help = match nearest(first, names.iter().copied()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("its {level} keys are {}", report::list(names.into_iter())),
    };
    // Where only some values of a parameter are not there, the others work.
    let severity = if wrong.len() == of { Severity::Error } else { Severity::Warning };
    report(context, call, argument, message, help, severity, findings);
}

fn report(
    context: &Context<'_>,
    call: &Call<'_>,
    argument: usize,
    message: String,
    help: String,
    severity: Severity,
    findings: &mut Findings,
) {
    let path = call.argument_path(context).join(argument);
    let mut finding = Finding::new(&X, &path, message).help(help);
    finding.severity = if context.has_foreign_macros() { Severity::Warning } else { severity };
    findings.push(finding);
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing;

    fn check(arguments: &str, expected: &[&str]) {
        let yaml = format!(
            "Parameters: {{Any: {{Type: String}}, Some: {{Type: String, AllowedValues: [a, c]}}, None: {{Type: String, AllowedValues: [x]}}}}\n\
             Mappings: {{M: {{a: {{k: 1}}, b: {{k: 1, l: 2}}}}, Open: {{Fn::Transform: {{Name: X}}}}}}\n\
             Resources: {{T: {{Type: AWS::SNS::Topic, Properties: {{DisplayName: !FindInMap {arguments}}}}}}}"
        );
        let expected: Vec<String> =
            expected.iter().map(|last| format!("Resources.T.Properties.DisplayName.Fn::FindInMap.{last}")).collect();
        testing::check(&X, &yaml, &expected.iter().map(String::as_str).collect::<Vec<_>>());
    }

    #[test]
    fn keys_are_there_for_each_value() {
        check("[M, a, k]", &[]);
        check("[N, a, k]", &["0"]);
        check("[M, c, k]", &["1"]);
        check("[M, a, l]", &["2"]);
        check("[M, !Ref Any, l]", &[]);
        check("[M, !Ref Any, m]", &["2"]);
        check("[M, !Ref Some, k]", &["1"]);
        check("[M, !Ref None, k]", &["1"]);
        check("[M, c, k, {DefaultValue: x}]", &[]);
        check("[Open, c, k]", &[]);
    }
}
