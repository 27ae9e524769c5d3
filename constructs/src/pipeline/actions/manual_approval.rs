//! A person decides whether the pipeline goes on.

use cfn_model::{IntoProp, Prop};

use crate::iam::Statement;
use crate::pipeline::{Action, IntoAction, providers};

/// A person decides whether the pipeline goes on. Without a decision within 7 days, or the action's
/// own timeout, it does not.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-action-add.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct ManualApprovalAction {
    /// The action's name.
    pub name: String,
    /// The ARN of the SNS topic that is told when a decision is due. By default none is.
    pub topic: Option<Prop<String>>,
    /// The URL of a page for whoever decides. None by default.
    pub link: Option<Prop<String>>,
    /// A message for whoever decides, at most 1,000 characters. None by default.
    pub message: Option<Prop<String>>,
}

impl ManualApprovalAction {
    /// An approval that tells nobody by itself.
    pub fn new(name: impl Into<String>) -> Self {
        ManualApprovalAction { name: name.into(), topic: None, link: None, message: None }
    }

    /// With the SNS topic, by ARN, that is told when a decision is due.
    #[must_use]
    pub fn notify(mut self, topic: impl IntoProp<String>) -> Self {
        self.topic = Some(topic.into_prop());
        self
    }

    /// With a message for whoever decides.
    #[must_use]
    pub fn message(mut self, message: impl IntoProp<String>) -> Self {
        self.message = Some(message.into_prop());
        self
    }

    /// With the URL of a page for whoever decides.
    #[must_use]
    pub fn link(mut self, link: impl IntoProp<String>) -> Self {
        self.link = Some(link.into_prop());
        self
    }
}

impl IntoAction for ManualApprovalAction {
    fn into_action(self) -> Action {
        let mut action = Action::new(self.name, &providers::approval::MANUAL)
            .configure_some("NotificationArn", self.topic.clone())
            .configure_some("ExternalEntityLink", self.link)
            .configure_some("CustomData", self.message);
        if let Some(topic) = self.topic {
            action = action.needs(Statement::allow(["sns:Publish"]).on([topic]));
        }
        action
    }

    fn name(&self) -> &str {
        &self.name
    }
}
