//! [`TeamsChannel`]: topics that speak in Microsoft Teams.

use cfn_model::{Handle, Prop, chatbot};

use super::ChannelOptions;
use crate::Stack;
use crate::services::{Grantee, Role};
use crate::stack::MAIN;

/// A channel of Microsoft Teams in which topics and notification rules speak, and people look at the account.
///
/// Somebody has to let AWS into the team once, by hand in the console.
/// See <https://docs.aws.amazon.com/chatbot/latest/adminguide/teams-setup.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TeamsChannel {
    /// The configuration itself.
    pub handle: Handle<chatbot::MicrosoftTeamsChannelConfiguration>,
    /// The role with which people in the channel act.
    pub role: Role,
}

/// What a [`TeamsChannel`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct TeamsChannelProps {
    /// The tenant's id, a UUID.
    pub tenant_id: String,
    /// The team's id, a UUID: `groupId` in the channel's link.
    pub team_id: String,
    /// The channel's id as it stands in its link: `19%3a…%40thread.tacv2`.
    pub channel_id: String,
    /// What it has in common with channels of other services.
    pub options: ChannelOptions,
}

impl TeamsChannel {
    /// Adds a channel.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: TeamsChannelProps) -> Self {
        stack.construct(id, |stack| {
            let TeamsChannelProps { tenant_id, team_id, channel_id, options } = props;
            let role = options.prepare(stack);
            let mut channel = chatbot::MicrosoftTeamsChannelConfiguration::new(
                options.name,
                role.arn(),
                team_id,
                channel_id,
                tenant_id,
            )
            .guardrail_policies(options.guardrails)
            .logging_level(options.logging.as_str())
            .user_role_required(options.user_role_required);
            if !options.topics.is_empty() {
                channel = channel.sns_topic_arns(options.topics);
            }
            if !options.custom_actions.is_empty() {
                channel = channel.customization_resource_arns(options.custom_actions);
            }
            TeamsChannel { handle: stack.add(MAIN, channel), role }
        })
    }

    /// The configuration's ARN, which notification rules take as a target.
    pub fn arn(self) -> Prop<String> {
        self.handle.reference()
    }
}

impl Grantee for TeamsChannel {
    fn role(&self) -> Role {
        self.role
    }
}
