//! [`Making`]: what an action is made with.

use cfn_constructs::Stack;
use cfn_constructs::pipeline::{Action, ActionRole};
use cfn_constructs::services::Role;
use cfn_constructs::services::sns::Topic;
use cfn_model::{Diagnostic, Prop};

/// What an action is made with: where it stands, and what it can refer to.
pub(super) struct Making<'a> {
    /// The stack, in the scope of the stage.
    pub(super) stack: &'a mut Stack,
    /// The action's path in the description, such as `stages.1.actions.0`.
    pub(super) path: String,
    /// The pipeline's account, where it is known.
    pub(super) account: Option<&'a str>,
    /// The topic that tells of approvals which are due.
    pub(super) approvers: Option<Topic>,
    /// The roles that the pipeline hands on. What they may do has to be there before it starts.
    pub(super) handed_on: &'a mut Vec<Role>,
}

impl Making<'_> {
    /// Something is wrong with a key of the action.
    pub(super) fn report(&mut self, key: &str, message: impl Into<String>, help: impl Into<String>) {
        let problem = Diagnostic::error("delivery-pipeline", message).help(help);
        self.stack.report(problem.property(format!("{}.{key}", self.path)));
    }

    /// Requires a name that permissions are made of: they are there before the pipeline runs.
    pub(super) fn known(&mut self, key: &str, name: &str) {
        if name.contains("#{") {
            let message = format!("`{name}` is known only when the pipeline runs, and permissions name it before");
            self.report(key, message, "write the name out, in an action for each");
        }
    }

    /// The action with the role of that ARN, which may be one of another account.
    pub(super) fn with_role(&mut self, action: Action, role: Option<&str>) -> Action {
        let Some(role) = role else { return action };
        if self.account.is_none() {
            let message = format!("`{}` has a role, and the account of the pipeline is not known", action.name);
            let help = "give the pipeline's `account`: artifacts that another account reads need a key of their own";
            self.report("role", message, help);
        }
        Action { role: ActionRole::Arn(Prop::new(role)), ..action }
    }
}
