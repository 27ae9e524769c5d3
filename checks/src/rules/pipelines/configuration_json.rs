//! Configuration values that should be JSON and are not.

use std::borrow::Cow;

use cfn_model::{Map, Severity, Value, parse};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::partial::{self, GAP};
use crate::providers::Form;
use crate::schema::report::{list, shown};

pub(super) static X: Check = Check {
    code: "wrong-configuration-json",
    severity: Severity::Error,
    title: "a configuration value that is not the JSON it should be",
    docs: "Some keys take JSON as a text: variables are an array of objects with `name`, `value` and `type`, the \
           parameters of a stack are an object. The keys are in lower case.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for step in context.pipelines.iter().flat_map(|pipeline| pipeline.steps()) {
        let Some(provider) = step.provider else { continue };
        for (key, case) in &step.settings {
            let Some(facts) = provider.key(key).filter(|facts| is_json(facts.form)) else { continue };
            let Some(text) = partial::text(case.value) else { continue };
            let problem = match facts.form {
                Form::JsonObject => read(&text).and_then(|read| match read {
                    Some(Value::Map(_)) | None => Ok(()),
                    Some(other) => Err(format!("it is {}, an object is wanted", other.kind())),
                }),
                Form::JsonList => read(&text).and_then(|read| match read {
                    Some(Value::List(_)) | None => Ok(()),
                    Some(other) => Err(format!("it is {}, an array is wanted", other.kind())),
                }),
                Form::JsonVariables(types) => read(&text).and_then(|read| match read {
                    Some(Value::List(items)) => items.iter().try_for_each(|item| variable(item, types)),
                    None => Ok(()),
                    Some(other) => Err(format!("it is {}, an array of objects is wanted", other.kind())),
                }),
                _ => Ok(()),
            };
            if let Err(problem) = problem {
                let message = format!("`{key}` is not the JSON it should be: {problem}");
                let example = match facts.form {
                    Form::JsonVariables(_) => r#"[{"name":"STAGE","value":"test","type":"PLAINTEXT"}]"#,
                    Form::JsonObject => r#"{"Stage":"test"}"#,
                    _ => r#"[{"name":"Stage","value":"test"}]"#,
                };
                findings.push(Finding::new(&X, &case.path(), message).help(format!("write it as `{example}`")));
            }
        }
    }
}

fn is_json(form: Form) -> bool {
    matches!(form, Form::JsonObject | Form::JsonList | Form::JsonVariables(_))
}

/// What stands for a gap inside a string of JSON, which cannot hold a [`GAP`] itself.
pub(super) const UNKNOWN: char = '\u{e000}';

/// The JSON, with [`UNKNOWN`] in strings that are not known wholly; `None` where more than strings is not known.
pub(super) fn read(text: &str) -> Result<Option<Value>, String> {
    let Some(filled) = fill(text) else { return Ok(None) };
    let start = filled.trim_start();
    // What does not begin as JSON would be read as YAML.
    if !start.starts_with(['{', '[']) {
        return if start.starts_with("#{") { Ok(None) } else { Err(format!("it begins with {}", shown(start))) };
    }
    match parse::document(&filled, "", &parse::Limits::default()) {
        Ok(read) => Ok(Some(read.value)),
        Err(problems) => {
            Err(problems.first().map_or_else(|| "it cannot be read".to_owned(), |problem| problem.message.clone()))
        }
    }
}

/// The text with something in the place of each gap, where all of them are inside strings.
fn fill(text: &str) -> Option<Cow<'_, str>> {
    if !text.contains(GAP) {
        return Some(Cow::Borrowed(text));
    }
    let mut filled = String::with_capacity(text.len() + UNKNOWN.len_utf8());
    let mut quoted = false;
    for (index, piece) in text.split(GAP).enumerate() {
        if index > 0 {
            filled.push(quoted.then_some(UNKNOWN)?);
        }
        let mut escaped = false;
        for byte in piece.bytes() {
            let is_escaped = std::mem::replace(&mut escaped, false);
            match byte {
                b'\\' if quoted => escaped = !is_escaped,
                b'"' if !is_escaped => quoted = !quoted,
                _ => {}
            }
        }
        filled.push_str(piece);
    }
    Some(Cow::Owned(filled))
}

fn variable(item: &Value, types: &[&str]) -> Result<(), String> {
    let Value::Map(variable) = item else { return Err(format!("{} stands for a variable", item.kind())) };
    for key in ["name", "value"] {
        if !variable.contains_key(key) {
            return Err(format!("{} has no `{key}`", named(variable)));
        }
    }
    match variable.get("type").and_then(Value::as_str) {
        Some(given) if !types.contains(&given) && !given.contains("#{") && !given.contains(UNKNOWN) => {
            let types = list(types.iter().copied());
            Err(format!("{} has the type `{given}`, allowed are {types}", named(variable)))
        }
        _ => Ok(()),
    }
}

fn named(variable: &Map) -> String {
    match variable.get("name").and_then(Value::as_str) {
        Some(name) => format!("the variable `{name}`"),
        None => "a variable".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::rules::pipelines::tests::{BUILD, in_pipeline};
    use crate::testing::check;

    #[test]
    fn gaps_are_filled_where_they_can_be() {
        let path = "Resources.Pipeline.Properties.Stages.0.Actions.0.Configuration.EnvironmentVariables";
        for (value, right) in [
            (r#"'[{"name":"A","value":"b"}]'"#, true),
            (r#"'[{"name":"A","value":"b","type":"SECRETS_MANAGER"}]'"#, true),
            (r#"'[{"name":"A","value":"b","type":"SECRET"}]'"#, false),
            (r#"'[{"name":"A"}]'"#, false),
            (r#"'{"A":"b"}'"#, false),
            (r#"'[{"name":"A","value":"b",}]'"#, false),
            (r#"'name=A'"#, false),
            (r#"!Sub '[{"name":"A","value":"${AWS::Region}"}]'"#, true),
            (r#"!Sub '[{"name":"A","value":"${AWS::Region}"]'"#, false),
            (r#"!Sub '[${Variables}]'"#, true),
            (r#"!Sub '${Variables}'"#, true),
            (r#"!Sub '[{"name":"A","value":${Value}}]'"#, true),
            (r#"!Ref Variables"#, true),
            (r#"!Join ['', ['[{"name":"A","value":"', !Ref B, '"}]']]"#, true),
        ] {
            let stages = format!(
                "[{{Name: A, Actions: [{{Name: A, {BUILD}, Configuration: {{EnvironmentVariables: {value}}}}}]}}]"
            );
            check(&X, &in_pipeline(&stages), &[path][usize::from(right)..]);
        }
    }
}
