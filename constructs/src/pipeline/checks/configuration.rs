//! Configurations: their keys, which of them are needed, and their values.
//!
//! See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html>
//! and <https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference.html>.

use cfn_model::{Diagnostic, Map, Value, nearest};

use super::{actions, problem, rules};
use crate::pipeline::PipelineProps;
use crate::pipeline::providers::{ConfigurationKey, Form};
use crate::pipeline::variable::references;
use crate::services::json_text::known_length;

const CODE: &str = "action-configuration";
/// How many characters a value of an action may have.
const ACTION_VALUE: usize = 1_000;
/// How many characters a value of a rule may have.
const RULE_VALUE: usize = 10_000;

pub(super) fn check(props: &PipelineProps, problems: &mut Vec<Diagnostic>) {
    for (path, _, action) in actions(props) {
        let whose = format!("the action `{}`", action.name);
        // Of actions that this crate does not know, only the values are looked at.
        let facts = action.kind.facts().filter(|facts| !facts.other_keys);
        let keys = facts.map(|facts| facts.configuration);
        configuration(&path, &whose, &action.configuration, keys, ACTION_VALUE, problems);
    }
    for (path, _, rule) in rules(props) {
        let whose = format!("the rule `{}`", rule.name);
        let keys = Some(rule.provider.configuration);
        configuration(&path, &whose, &rule.configuration, keys, RULE_VALUE, problems);
    }
}

fn configuration(
    path: &str,
    whose: &str,
    configuration: &Map,
    keys: Option<&[ConfigurationKey]>,
    longest: usize,
    problems: &mut Vec<Diagnostic>,
) {
    let mut report = |key: &str, message: String, help: String| {
        problems.push(problem(CODE, format!("{path}.Configuration.{key}"), message, help));
    };
    for (key, value) in configuration.iter() {
        let known = keys.and_then(|keys| keys.iter().find(|known| known.name == key));
        if let (Some(keys), None) = (keys, known) {
            let names: Vec<&str> = keys.iter().map(|known| known.name).collect();
            let help = match nearest(key, names.iter().copied()) {
                Some(near) => format!("the nearest key is `{near}`"),
                None if names.is_empty() => "it has no configuration".to_owned(),
                None => format!("its keys are `{}`", names.join("`, `")),
            };
            report(key, format!("{whose} has no configuration key `{key}`"), help);
        }
        let length = known_length(value);
        if length > longest || (length == 0 && !value.is_expression()) {
            let message = format!("`{key}` of {whose} has {length} characters, 1 to {longest} are allowed");
            let help = "put what is longer into a file of the source, and what is empty nowhere".to_owned();
            report(key, message, help);
        }
        if let (Some(known), Value::String(text)) = (known, value)
            && known.form == Form::Text
            && !known.values.is_empty()
            && !known.values.contains(&text.as_str())
            && references([value]).is_empty()
        {
            let help = format!("use one of `{}`", known.values.join("`, `"));
            report(key, format!("`{key}` of {whose} is `{text}`"), help);
        }
        if let (Some(ConfigurationKey { secret: true, .. }), Value::String(text)) = (known, value)
            && !text.starts_with("{{resolve:")
        {
            let message = format!("`{key}` of {whose} is a secret, and stands in the template for all to read");
            report(key, message, "give a reference to Secrets Manager, a `SecretValue`".to_owned());
        }
    }
    for key in keys.unwrap_or_default().iter().filter(|key| key.required && !configuration.contains_key(key.name)) {
        let message = format!("{whose} lacks the configuration key `{}`", key.name);
        report(key.name, message, key.meaning.to_owned());
    }
}
