//! [`PipelineNotifications`]: who is told how the executions of a pipeline ended.

use crate::Stack;
use crate::pipeline::Pipeline;
use crate::services::codestarnotifications::{
    NotificationRule, NotificationRuleProps, NotificationSource, NotificationTarget, PipelineEvent,
};
use crate::services::sns::{SubscriptionProps, Topic, TopicProps};

/// A topic with subscriptions by e-mail, and the rule that tells it what becomes of a pipeline's executions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PipelineNotifications {
    /// The topic.
    pub topic: Topic,
    /// The rule.
    pub rule: NotificationRule,
}

/// What [`PipelineNotifications`] are made of.
#[derive(Clone, Debug, PartialEq)]
pub struct PipelineNotificationsProps {
    /// The name of the rule, unique in the account and region: 1 to 64 letters, digits, spaces, `-` and `_`.
    pub name: String,
    /// The e-mail addresses, whose owners confirm the subscription.
    pub emails: Vec<String>,
    /// What they are told of. By default executions that succeeded and executions that failed.
    pub events: Vec<PipelineEvent>,
    /// What the topic is made of. By default CloudFormation names it, and a key of its own encrypts it.
    pub topic: TopicProps,
}

impl PipelineNotificationsProps {
    /// The end of each execution to these addresses, everything else by default.
    pub fn new<E: Into<String>>(name: impl Into<String>, emails: impl IntoIterator<Item = E>) -> Self {
        PipelineNotificationsProps {
            name: name.into(),
            emails: emails.into_iter().map(Into::into).collect(),
            events: vec![PipelineEvent::ExecutionSucceeded, PipelineEvent::ExecutionFailed],
            topic: TopicProps::default(),
        }
    }
}

impl PipelineNotifications {
    /// Adds the topic, its subscriptions and the rule.
    #[track_caller]
    pub fn new(
        stack: &mut Stack,
        id: impl Into<String>,
        pipeline: Pipeline,
        props: PipelineNotificationsProps,
    ) -> Self {
        stack.construct(id, |stack| {
            let topic = Topic::new(stack, "Topic", props.topic);
            for (index, address) in props.emails.into_iter().enumerate() {
                topic.subscribe(stack, format!("Email{}", index + 1), SubscriptionProps::email(address));
            }
            let source = NotificationSource::pipeline(pipeline.name(), props.events);
            let rule = NotificationRuleProps::new(props.name, source).target(NotificationTarget::topic(&topic));
            PipelineNotifications { topic, rule: NotificationRule::new(stack, "Rule", rule) }
        })
    }
}
