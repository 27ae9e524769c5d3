//! Variables: what an action or an execution tells to the actions after it.

use cfn_model::Prop;

/// The id of the running execution, for any configuration value.
pub fn execution_id() -> Prop<String> {
    reference("codepipeline", "PipelineExecutionId")
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

/// The namespace that an action gets which has none of its own. It may not have the dots that names may have.
pub(super) fn namespace_of(action: &str) -> String {
    action.replace('.', "_")
}
