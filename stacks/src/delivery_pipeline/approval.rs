//! [`Approval`]: somebody decides whether the pipeline goes on.

use cfn_constructs::iam::Statement;
use cfn_constructs::pipeline::actions::ManualApprovalAction;
use cfn_constructs::pipeline::{self, IntoAction};
use cfn_constructs::services::Minutes;
use cfn_constructs::services::sns::{AnyTopic, Topic};
use cfn_model::Prop;
use serde::{Deserialize, Serialize};

use super::Making;

/// Somebody decides whether the pipeline goes on. The approvers of the pipeline get an e-mail.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-action-add.html>.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// Its name, unique in its stage: letters, digits and `.@-_`, at most 100 characters.
    pub name: String,
    /// When it runs, 1 to 999: after the actions of its stage that have a lower number. 1 by default.
    #[serde(default)]
    pub run_order: Option<u32>,
    /// What whoever decides reads, at most 1,000 characters. None by default.
    #[serde(default)]
    pub message: Option<String>,
    /// The URL of what is to be looked at. None by default.
    #[serde(default)]
    pub link: Option<String>,
    /// How long a decision is waited for, in minutes: 5 to 86,400. 7 days by default.
    #[serde(default)]
    pub minutes: Option<u32>,
}

impl Approval {
    /// An approval, everything else by default.
    pub fn new(name: impl Into<String>) -> Self {
        Approval { name: name.into(), run_order: None, message: None, link: None, minutes: None }
    }

    /// With what whoever decides reads.
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }

    pub(super) fn make(&self, making: &mut Making<'_>) -> pipeline::Action {
        let topic = making.approvers;
        let approval = ManualApprovalAction {
            topic: topic.map(|topic| topic.arn()),
            link: self.link.as_deref().map(Prop::new),
            message: self.message.as_deref().map(Prop::new),
            ..ManualApprovalAction::new(self.name.as_str())
        };
        let mut action = approval.into_action();
        action.timeout = self.minutes.map(Minutes);
        if let Some(key) = topic.and_then(Topic::key) {
            action = action.needs(Statement::allow(["kms:Decrypt", "kms:GenerateDataKey*"]).on([key.arn()]));
        }
        action
    }
}
