//! Variables: what whoever starts an execution, an action or CodePipeline itself tells to actions.
//!
//! See <https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html>.

use std::collections::BTreeSet;

use cfn_model::{IntoProp, Prop, Properties, Value};

use super::{Action, PipelineProps, checks};

/// A variable of a pipeline: whoever starts an execution gives its value.
///
/// ```
/// use cfn_constructs::pipeline::Variable;
/// use cfn_constructs::pipeline::actions::ManualApprovalAction;
///
/// let release = Variable::new("Release").default_value("none");
/// let approve = ManualApprovalAction::new("Approve").message(cfn_model::sub!("Release {}?", &release));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name, unique in the pipeline: letters, digits and `@-_`, at most 128 characters.
    pub name: String,
    /// Its value where none is given, at most 1,000 characters. Without one, every start has to give a value.
    pub default_value: Option<String>,
    /// What it is for, at most 200 characters. None by default.
    pub description: Option<String>,
}

impl Variable {
    /// A variable without a default value.
    pub fn new(name: impl Into<String>) -> Self {
        Variable { name: name.into(), default_value: None, description: None }
    }

    /// With the value that it has where none is given.
    #[must_use]
    pub fn default_value(mut self, value: impl Into<String>) -> Self {
        self.default_value = Some(value.into());
        self
    }

    /// With what it is for.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Its value, for the configurations of actions and rules.
    pub fn value(&self) -> Prop<String> {
        reference(PIPELINE_NAMESPACE, &self.name)
    }
}

impl IntoProp<String> for &Variable {
    fn into_prop(self) -> Prop<String> {
        self.value()
    }
}

/// The namespace of a pipeline's own variables.
pub(super) const PIPELINE_NAMESPACE: &str = "variables";

/// The namespace of what CodePipeline itself knows.
pub(super) const SERVICE_NAMESPACE: &str = "codepipeline";

/// The id of the running execution, for the configurations of actions and rules.
pub fn execution_id() -> Prop<String> {
    reference(SERVICE_NAMESPACE, "PipelineExecutionId")
}

/// What the action of that name gives under `variable`.
///
/// The action gets its namespace by itself; where two actions share the name, each needs one of its
/// own, given with [`IntoAction::namespace`](super::IntoAction::namespace).
pub fn output_variable(action: &str, variable: &str) -> Prop<String> {
    reference(&namespace_of(action), variable)
}

/// How a configuration refers to a variable.
pub(super) fn reference(namespace: &str, variable: &str) -> Prop<String> {
    Prop::new(format!("#{{{namespace}.{variable}}}"))
}

/// The namespace that an action gets which has none of its own. It may not have the dots that names may
/// have, and not be the name of an artifact, which is often that of the action.
pub(super) fn namespace_of(action: &str) -> String {
    const END: &str = "Variables";
    let name: String = action.chars().take(100 - END.len()).collect();
    format!("{}{END}", name.replace('.', "_"))
}

/// The variables that values refer to: namespace and name of each, in the order of their places.
pub(super) fn references<'v>(values: impl IntoIterator<Item = &'v Value>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for value in values {
        value.walk(&mut |node| {
            if let Value::String(text) = node {
                found.extend(references_in(text));
            }
        });
    }
    found
}

fn references_in(text: &str) -> impl Iterator<Item = (String, String)> {
    let inside = text.split("#{").skip(1).filter_map(|rest| rest.split_once('}'));
    inside.filter_map(|(reference, _)| {
        let (namespace, name) = reference.split_once('.')?;
        Some((namespace.to_owned(), name.to_owned()))
    })
}

/// The namespaces that actions and rules of the pipeline refer to.
pub(super) fn used_namespaces(props: &PipelineProps) -> BTreeSet<String> {
    let of_actions = checks::actions(props).flat_map(|(_, _, action)| of_action(action));
    let of_rules = checks::rules(props).flat_map(|(_, _, rule)| references(rule.configuration.values()));
    of_actions.chain(of_rules).map(|(namespace, _)| namespace).collect()
}

/// The variables that an action refers to.
pub(super) fn of_action(action: &Action) -> Vec<(String, String)> {
    let mut found = references(action.configuration.values());
    found.extend(action.environment.iter().flat_map(|variable| references(variable.to_property().into_map().values())));
    found.extend(action.commands.iter().flat_map(|command| references_in(command)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_found_wherever_they_stand() {
        let text = cfn_model::sub!("a #{{Build.TAG}} {region} #{{variables.x}}",);
        let found = references([text.value()]);
        let pairs: Vec<(&str, &str)> = found.iter().map(|(space, name)| (space.as_str(), name.as_str())).collect();
        assert_eq!(pairs, [("Build", "TAG"), ("variables", "x")]);
        assert!(references([&Value::from("#{open and #{no-dot}")]).is_empty());
    }

    #[test]
    fn a_name_with_dots_makes_a_namespace_without() {
        assert_eq!(output_variable("Build.x86", "TAG").value().as_str(), Some("#{Build_x86Variables.TAG}"));
    }
}
