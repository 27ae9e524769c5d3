//! Chat channels.

use cfn_constructs::services::chatbot::{
    ChannelOptions, LoggingLevel, SlackChannel, SlackChannelProps, TeamsChannel, TeamsChannelProps,
};
use cfn_constructs::services::codestarnotifications::{
    NotificationRule, NotificationRuleProps, NotificationSource, NotificationTarget, PipelineEvent,
};
use cfn_constructs::services::sns::{Topic, TopicProps};
use cfn_constructs::{App, Stack};
use cfn_model::sub;

fn stack() -> Stack {
    let mut stack = Stack::new("Chat");
    let options = ChannelOptions::new("releases");
    let slack = SlackChannel::new(&mut stack, "Slack", SlackChannelProps::new("T0123ABCD", "C0123ABCD", options));
    let source = NotificationSource::pipeline("release", [PipelineEvent::ApprovalNeeded]);
    let props = NotificationRuleProps::new("approvals", source).target(NotificationTarget::slack(slack.arn()));
    NotificationRule::new(&mut stack, "Approvals", props);

    let topic = Topic::new(&mut stack, "Topic", TopicProps::default());
    let options = ChannelOptions {
        role: Some(slack.role),
        logging: LoggingLevel::Info,
        user_role_required: true,
        custom_actions: vec![sub!("arn:{partition}:chatbot::{account}:custom-action/retry")],
        ..ChannelOptions::new("operations").topic(&topic)
    };
    let props = TeamsChannelProps {
        tenant_id: "01234567-89ab-cdef-0123-456789abcdef".into(),
        team_id: "fedcba98-7654-3210-fedc-ba9876543210".into(),
        channel_id: "19%3a0123456789abcdef%40thread.tacv2".into(),
        options: options.guardrails([sub!("arn:{partition}:iam::aws:policy/CloudWatchReadOnlyAccess")]),
    };
    TeamsChannel::new(&mut stack, "Teams", props);
    stack
}

#[test]
fn channels_and_their_roles() {
    snapshots::check("services/chatbot", App::new().with(stack()));
}
