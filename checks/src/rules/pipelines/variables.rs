//! [`Use`]: a variable of a pipeline, as configurations name it, and [`Namespaces`], where variables come from.

use std::collections::BTreeMap;

use cfn_model::Value;

use crate::cases::Case;
use crate::conditions::Conditions;
use crate::partial::{self, GAP};
use crate::pipelines::{Pipeline, Step};

/// `#{…}` in a configuration value.
pub(super) struct Use<'p, 'a> {
    /// What is configured with it.
    pub(super) step: &'p Step<'a>,
    /// The value that holds it.
    pub(super) case: Case<'a>,
    /// What stands between the braces.
    pub(super) text: String,
}

impl Use<'_, '_> {
    /// Namespace and variable, where it has the form of such.
    pub(super) fn parts(&self) -> Option<(&str, &str)> {
        let (namespace, variable) = self.text.split_once('.')?;
        let is_namespace = |letter: char| letter.is_ascii_alphanumeric() || "@-_".contains(letter);
        let is_right = !namespace.is_empty() && namespace.chars().all(is_namespace) && !variable.is_empty();
        is_right.then_some((namespace, variable))
    }

    /// The same with a namespace that an action has to have.
    pub(super) fn of_action(&self) -> Option<(&str, &str)> {
        self.parts().filter(|(namespace, _)| !RESERVED.contains(namespace))
    }
}

/// The namespaces that every pipeline has: its execution's, its variables', and its rules'.
pub(super) const RESERVED: [&str; 3] = ["codepipeline", "variables", "rule"];

/// Every use of a variable whose text is known.
pub(super) fn uses<'p, 'a>(pipeline: &'p Pipeline<'a>, conditions: &Conditions<'_>) -> Vec<Use<'p, 'a>> {
    let mut found = Vec::new();
    for step in pipeline.steps() {
        let settings = step.settings.iter().map(|(_, case)| case);
        let variables = step.case.select(&["EnvironmentVariables", "*", "Value"], conditions);
        for case in settings.chain(&variables).filter(|case| may_use(case.value)) {
            let Some(text) = partial::text(case.value) else { continue };
            let mut rest = text.as_ref();
            while let Some(start) = rest.find("#{") {
                let inside = &rest[start + 2..];
                let end = inside.find('}').unwrap_or(inside.len());
                if !inside[..end].contains(GAP) {
                    found.push(Use { step, case: case.clone(), text: inside[..end].to_owned() });
                }
                rest = &inside[end..];
            }
        }
    }
    found
}

/// Whether a value is made of text in which a variable may be named.
fn may_use(value: &Value) -> bool {
    let mut found = false;
    value.walk(&mut |node| found |= node.as_str().is_some_and(|text| text.contains('#')));
    found
}

/// The namespaces that the actions of a pipeline have.
pub(super) struct Namespaces<'p, 'a> {
    by_name: BTreeMap<String, Vec<(&'p Step<'a>, Case<'a>)>>,
    /// Whether there may be others.
    pub(super) open: bool,
}

impl<'p, 'a> Namespaces<'p, 'a> {
    pub(super) fn of(pipeline: &'p Pipeline<'a>, conditions: &Conditions<'_>) -> Self {
        let mut namespaces = Namespaces { by_name: BTreeMap::new(), open: pipeline.open };
        for action in pipeline.actions() {
            for case in action.case.key("Namespace", conditions) {
                match partial::known(case.value) {
                    Some(name) => namespaces.by_name.entry(name.into_owned()).or_default().push((action, case)),
                    None => namespaces.open = true,
                }
            }
        }
        namespaces
    }

    /// The actions that have the namespace, by whatever condition.
    pub(super) fn named(&self, name: &str) -> &[(&'p Step<'a>, Case<'a>)] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// The actions that have the namespace under conditions that do not exclude those of a use.
    pub(super) fn of_use<'s>(
        &'s self,
        name: &str,
        of: &'s Use<'_, '_>,
        conditions: &'s Conditions<'_>,
    ) -> impl Iterator<Item = &'p Step<'a>> {
        let fits = |case: &Case<'_>| conditions.both(&case.env, &of.case.env).is_some();
        self.named(name).iter().filter(move |(_, case)| fits(case)).map(|(action, _)| *action)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &[(&'p Step<'a>, Case<'a>)])> {
        self.by_name.iter().map(|(name, actions)| (name.as_str(), actions.as_slice()))
    }
}
