//! [`Statement`]: one statement of a policy, as sets.

use cfn_model::{Map, Value, emit};

/// A statement of a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// The property that holds its policy, such as `AssumeRolePolicyDocument`.
    pub place: String,
    /// Whether it allows; otherwise it denies.
    pub allows: bool,
    /// Who; empty in a policy of whoever has it.
    pub principals: Set,
    /// The actions.
    pub actions: Set,
    /// The resources; everything where the policy is the resource's own.
    pub resources: Set,
    /// The condition as JSON; empty without one.
    pub condition: String,
    /// The statement as it is written.
    pub written: Value,
}

/// Patterns, or all but them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Set {
    /// What one of the patterns matches.
    Of(Vec<String>),
    /// What none of the patterns matches.
    AllBut(Vec<String>),
}

/// The statements of a policy document.
pub fn statements(document: &Value, place: &str) -> Vec<Statement> {
    let statements = match document.at("Statement") {
        Some(Value::List(items)) => items.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    statements.into_iter().filter_map(|value| Statement::read(value, place)).collect()
}

impl Statement {
    fn read(value: &Value, place: &str) -> Option<Self> {
        let map = value.as_map()?;
        let lower = |set: Set| match set {
            // Names of actions are the same in upper and lower case.
            Set::Of(texts) => Set::Of(texts.iter().map(|text| text.to_lowercase()).collect()),
            Set::AllBut(texts) => Set::AllBut(texts.iter().map(|text| text.to_lowercase()).collect()),
        };
        let anything = || Set::Of(vec!["*".to_owned()]);
        Some(Statement {
            place: place.to_owned(),
            allows: map.get("Effect").and_then(Value::as_str) != Some("Deny"),
            principals: set(map, "Principal", "NotPrincipal").unwrap_or_else(anything),
            actions: lower(set(map, "Action", "NotAction").unwrap_or_else(anything)),
            resources: set(map, "Resource", "NotResource").unwrap_or_else(anything),
            condition: map.get("Condition").map(emit::to_json).unwrap_or_default(),
            written: value.clone(),
        })
    }

    /// A managed policy, of which only the name is known.
    pub(super) fn managed(arn: &Value) -> Self {
        Statement {
            place: "ManagedPolicyArns".to_owned(),
            allows: true,
            principals: Set::Of(vec!["*".to_owned()]),
            actions: Set::Of(vec![format!("managed policy {}", text(arn))]),
            resources: Set::Of(vec!["*".to_owned()]),
            condition: String::new(),
            written: arn.clone(),
        }
    }
}

/// The set that one of two elements names.
fn set(map: &Map, of: &str, all_but: &str) -> Option<Set> {
    match (map.get(of), map.get(all_but)) {
        (Some(value), _) => Some(Set::Of(texts(value))),
        (None, Some(value)) => Some(Set::AllBut(texts(value))),
        (None, None) => None,
    }
}

/// The texts of an element: one, several, or by kind as principals are.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::List(items) => items.iter().flat_map(texts).collect(),
        Value::Map(kinds) => kinds
            .iter()
            .flat_map(|(kind, value)| {
                let of_kind = texts(value);
                // `AWS: '*'` is everybody, as `'*'` is.
                of_kind.into_iter().map(move |text| if text == "*" { text } else { format!("{kind}:{text}") })
            })
            .collect(),
        other => vec![text(other)],
    }
}

/// A text as it is; of an expression, how it is written, which matches nothing but itself.
fn text(value: &Value) -> String {
    match value.as_str() {
        Some(text) => text.to_owned(),
        // An expression has no wildcards that we know of: those of its text are kept.
        None => emit::to_json(value).split_whitespace().collect(),
    }
}
