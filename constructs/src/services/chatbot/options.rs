//! [`ChannelOptions`]: what channels of all chat services have in common.

use cfn_model::{Diagnostic, IntoProp, Prop, sub};

use crate::Stack;
use crate::services::sns::AnyTopic;
use crate::services::{Role, RoleProps};

/// What is logged of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum LoggingLevel {
    /// Nothing.
    None,
    /// What failed.
    #[default]
    Error,
    /// Everything.
    Info,
}

impl LoggingLevel {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            LoggingLevel::None => "NONE",
            LoggingLevel::Error => "ERROR",
            LoggingLevel::Info => "INFO",
        }
    }
}

/// What a channel has, whichever chat service it is in.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelOptions {
    /// The name of the configuration: 1 to 128 letters, digits, `-` and `_`.
    pub name: String,
    /// The topics that speak in the channel, by ARN. By default none; notification rules need none.
    pub topics: Vec<Prop<String>>,
    /// The role with which people in the channel act. By default one of its own, which may do nothing
    /// until it is granted something.
    pub role: Option<Role>,
    /// The policies, by ARN, beyond which nobody in the channel can go, whatever a role allows. By
    /// default AWS's `ReadOnlyAccess`; where none were given, AWS would take `AdministratorAccess`.
    ///
    /// See <https://docs.aws.amazon.com/chatbot/latest/adminguide/understanding-permissions.html>.
    pub guardrails: Vec<Prop<String>>,
    /// What is logged. By default what failed.
    pub logging: LoggingLevel,
    /// Whether each person has to choose a role, in the place of the channel's. Off by default.
    pub user_role_required: bool,
    /// The custom actions of the channel, by ARN. None by default.
    pub custom_actions: Vec<Prop<String>>,
}

impl ChannelOptions {
    /// A channel whose configuration has that name.
    pub fn new(name: impl Into<String>) -> Self {
        ChannelOptions {
            name: name.into(),
            topics: Vec::new(),
            role: None,
            guardrails: vec![sub!("arn:{partition}:iam::aws:policy/ReadOnlyAccess")],
            logging: LoggingLevel::default(),
            user_role_required: false,
            custom_actions: Vec::new(),
        }
    }

    /// With one more topic that speaks in the channel.
    #[must_use]
    pub fn topic(mut self, topic: &impl AnyTopic) -> Self {
        self.topics.push(topic.arn());
        self
    }

    /// With these guardrails in the place of the default, by the ARNs of policies.
    #[must_use]
    pub fn guardrails<P: IntoProp<String>>(mut self, policies: impl IntoIterator<Item = P>) -> Self {
        self.guardrails = policies.into_iter().map(IntoProp::into_prop).collect();
        self
    }

    /// The role to act with, made where none was given. Problems are reported.
    pub(super) fn prepare(&self, stack: &mut Stack) -> Role {
        if self.guardrails.is_empty() {
            stack.report(
                Diagnostic::error("channel-guardrails", "the channel has no guardrails")
                    .property("GuardrailPolicies")
                    .help("name a policy; without one AWS takes `AdministratorAccess`"),
            );
        }
        self.role.unwrap_or_else(|| {
            let role =
                RoleProps::for_service("chatbot.amazonaws.com").description("What people in a chat channel may do.");
            Role::new(stack, "Role", role)
        })
    }
}
