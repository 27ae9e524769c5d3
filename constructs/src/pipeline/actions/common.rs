//! What several kinds of actions share.

use cfn_model::{Diagnostic, IntoProp, Prop};

use crate::iam::{Operator, Statement};
use crate::pipeline::variable::references;

/// Something is wrong with a key of an action's configuration.
pub(super) fn wrong(message: impl Into<String>, help: impl Into<String>) -> Diagnostic {
    Diagnostic::error("action-configuration", message).help(help)
}

/// Leave to hand roles, by ARN, to a service and to no other.
pub(super) fn pass_roles<R: IntoProp<String>>(roles: impl IntoIterator<Item = R>, service: &str) -> Statement {
    Statement::allow(["iam:PassRole"]).on(roles).when(Operator::StringEquals, "iam:PassedToService", [service])
}

/// The text, where it is known before the pipeline runs: no expression, and without variables.
pub(super) fn known(value: &Prop<String>) -> Option<&str> {
    value.value().as_str().filter(|_| references([value.value()]).is_empty())
}

/// The values with commas between them. `None` where there are none.
pub(super) fn with_commas(values: &[Prop<String>]) -> Option<Prop<String>> {
    values.iter().cloned().reduce(|before, value| cfn_model::sub!("{},{}", before, value))
}

/// The values in the form in which props hold them.
pub(super) fn props<P: IntoProp<String>>(values: impl IntoIterator<Item = P>) -> Vec<Prop<String>> {
    values.into_iter().map(IntoProp::into_prop).collect()
}
