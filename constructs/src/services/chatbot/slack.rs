//! [`SlackChannel`]: topics that speak in Slack.

use cfn_model::{Handle, Prop, chatbot};

use super::ChannelOptions;
use crate::Stack;
use crate::services::{Grantee, Role};
use crate::stack::MAIN;

/// A channel of Slack in which topics and notification rules speak, and people look at the account.
///
/// Somebody has to let AWS into the workspace once, by hand in the console.
/// See <https://docs.aws.amazon.com/chatbot/latest/adminguide/slack-setup.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlackChannel {
    /// The configuration itself.
    pub handle: Handle<chatbot::SlackChannelConfiguration>,
    /// The role with which people in the channel act.
    pub role: Role,
}

/// What a [`SlackChannel`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct SlackChannelProps {
    /// The workspace's id: `T` and digits and capitals, as the console shows it.
    pub workspace_id: String,
    /// The channel's id: the last part of its link, such as `C0123ABCD`.
    pub channel_id: String,
    /// What it has in common with channels of other services.
    pub options: ChannelOptions,
}

impl SlackChannelProps {
    /// The channel with that id, in the workspace with that id.
    pub fn new(workspace_id: impl Into<String>, channel_id: impl Into<String>, options: ChannelOptions) -> Self {
        SlackChannelProps { workspace_id: workspace_id.into(), channel_id: channel_id.into(), options }
    }
}

impl SlackChannel {
    /// Adds a channel.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: SlackChannelProps) -> Self {
        stack.construct(id, |stack| {
            let SlackChannelProps { workspace_id, channel_id, options } = props;
            let role = options.prepare(stack);
            let mut channel =
                chatbot::SlackChannelConfiguration::new(options.name, role.arn(), channel_id, workspace_id)
                    .guardrail_policies(options.guardrails)
                    .logging_level(options.logging.as_str())
                    .user_role_required(options.user_role_required);
            if !options.topics.is_empty() {
                channel = channel.sns_topic_arns(options.topics);
            }
            if !options.custom_actions.is_empty() {
                channel = channel.customization_resource_arns(options.custom_actions);
            }
            SlackChannel { handle: stack.add(MAIN, channel), role }
        })
    }

    /// The configuration's ARN, which notification rules take as a target.
    pub fn arn(self) -> Prop<String> {
        self.handle.reference()
    }
}

impl Grantee for SlackChannel {
    fn role(&self) -> Role {
        self.role
    }
}
