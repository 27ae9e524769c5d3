//! Notification rules and the topics they publish to.

use cfn_constructs::services::codestarnotifications::{
    ApplicationEvent, NotificationDetail, NotificationRule, NotificationRuleProps, NotificationSource,
    NotificationTarget, PipelineEvent,
};
use cfn_constructs::services::sns::{SubscriptionProps, Topic, TopicProps};
use cfn_constructs::{App, Stack};
use cfn_model::{Prop, sub};

fn stack() -> Stack {
    let mut stack = Stack::new("Notifications");
    let topic = Topic::new(&mut stack, "Releases", TopicProps::default());
    topic.subscribe(&mut stack, "Mail", SubscriptionProps::email("releases@example.com"));
    let events = [PipelineEvent::ExecutionSucceeded, PipelineEvent::ExecutionFailed];
    let props = NotificationRuleProps::new("release", NotificationSource::pipeline("release", events));
    NotificationRule::new(&mut stack, "Release", props.target(NotificationTarget::topic(&topic)));

    let channel = |kind: &str| -> Prop<String> {
        sub!("arn:{partition}:chatbot::{account}:chat-configuration/{}/releases", kind)
    };
    let props = NotificationRuleProps {
        targets: vec![
            NotificationTarget::slack(channel("slack-channel")),
            NotificationTarget::teams(channel("microsoft-teams-channel")),
        ],
        detail: NotificationDetail::Basic,
        enabled: false,
        ..NotificationRuleProps::new(
            "shop",
            NotificationSource::application("shop", [ApplicationEvent::DeploymentFailed]),
        )
    };
    NotificationRule::new(&mut stack, "Shop", props);
    stack
}

#[test]
fn rules_and_their_topics() {
    snapshots::check("services/codestarnotifications", App::new().with(stack()));
}
