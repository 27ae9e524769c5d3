//! Asserts the whole of an action, so that nothing of it stays unsaid.

use cfn_constructs::iam::Statement;
use cfn_constructs::pipeline::{Artifact, IntoAction};
use cfn_model::Value;

/// What actions on CodePipeline's own compute log.
pub(super) const LOGS: [&str; 2] = [
    "logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents on \
     arn:?:logs:?:?:log-group:/aws/codepipeline/? arn:?:logs:?:?:log-group:/aws/codepipeline/?:*",
    "logs:GetLogEvents on arn:?:logs:?:?:log-group:/aws/codepipeline/?:*",
];

/// The text of a value, with `?` for what only deployment knows.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Text(parts) => parts.iter().map(text).collect(),
        Value::List(items) => items.iter().map(text).collect::<Vec<_>>().join(" "),
        Value::Map(map) => {
            map.iter().map(|(key, value)| format!("{key} {}", text(value))).collect::<Vec<_>>().join(", ")
        }
        _ => "?".to_owned(),
    }
}

/// A statement as `actions on resources if conditions`.
pub(super) fn allowed(statement: &Statement) -> String {
    let statement = statement.to_value();
    let part = |name: &str| statement.at(name).map(text).unwrap_or_default();
    match part("Condition").as_str() {
        "" => format!("{} on {}", part("Action"), part("Resource")),
        condition => format!("{} on {} if {condition}", part("Action"), part("Resource")),
    }
}

/// Asserts the whole of an action: that nothing is wrong with it, what it is configured with, what it reads and
/// writes, and what it needs.
#[track_caller]
pub(super) fn check_action(
    action: impl IntoAction,
    configuration: serde_json::Value,
    artifacts: (&[&str], &[&str]),
    needs: &[&str],
) {
    let action = action.into_action();
    assert_eq!(action.problems, []);
    assert_eq!(Value::Map(action.configuration.clone()), Value::from(configuration));
    let inputs: Vec<&str> = action.inputs.iter().map(Artifact::name).collect();
    let outputs: Vec<&str> = action.outputs.iter().map(|output| output.artifact.name()).collect();
    assert_eq!((inputs.as_slice(), outputs.as_slice()), artifacts);
    assert_eq!(action.permissions.iter().map(allowed).collect::<Vec<_>>(), needs);
    let facts = action.kind.facts().expect("it is an action of AWS");
    let unknown = |key: &&str| facts.key(key).is_none();
    assert_eq!(action.configuration.iter().map(|(key, _)| key).find(unknown), None);
}

/// Asserts what is wrong with an action, as `key: message`.
#[track_caller]
pub(super) fn check_problems(action: impl IntoAction, expected: &[&str]) {
    let action = action.into_action();
    let found: Vec<String> = action
        .problems
        .iter()
        .map(|problem| {
            assert!(problem.help.is_some(), "{}", problem.message);
            let key = problem.property.as_deref().and_then(|path| path.strip_prefix("Configuration."));
            format!("{}: {}", key.unwrap_or_default(), problem.message)
        })
        .collect();
    assert_eq!(found, expected);
}
