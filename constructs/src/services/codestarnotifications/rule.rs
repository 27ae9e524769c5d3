//! [`NotificationRule`]: who is told what happens.

use cfn_model::codestarnotifications::notification_rule::{DetailType, Status, Target};
use cfn_model::{Diagnostic, Handle, IntoProp, Prop, codestarnotifications, sub};

use super::{ApplicationEvent, PipelineEvent, ProjectEvent, RepositoryEvent};
use crate::Stack;
use crate::services::sns::{AnyTopic, Topic};
use crate::stack::MAIN;

/// A notification rule: what happens to a resource is told to topics and chat channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotificationRule {
    /// The rule itself.
    pub handle: Handle<codestarnotifications::NotificationRule>,
}

/// What a notification tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum NotificationDetail {
    /// What the event tells.
    Basic,
    /// That, and what the service adds to it, such as who committed what.
    #[default]
    Full,
}

/// What notifications are about: a resource, and what happens to it.
#[derive(Clone, Debug, PartialEq)]
pub struct NotificationSource {
    arn: Prop<String>,
    events: Vec<&'static str>,
}

impl NotificationSource {
    /// The pipeline of that name.
    pub fn pipeline(name: impl IntoProp<String>, events: impl IntoIterator<Item = PipelineEvent>) -> Self {
        NotificationSource {
            arn: sub!("arn:{partition}:codepipeline:{region}:{account}:{}", name),
            events: events.into_iter().map(PipelineEvent::id).collect(),
        }
    }

    /// The build project with that ARN.
    pub fn project(arn: impl IntoProp<String>, events: impl IntoIterator<Item = ProjectEvent>) -> Self {
        NotificationSource { arn: arn.into_prop(), events: events.into_iter().map(ProjectEvent::id).collect() }
    }

    /// The CodeCommit repository with that ARN.
    pub fn repository(arn: impl IntoProp<String>, events: impl IntoIterator<Item = RepositoryEvent>) -> Self {
        NotificationSource { arn: arn.into_prop(), events: events.into_iter().map(RepositoryEvent::id).collect() }
    }

    /// The CodeDeploy application of that name.
    pub fn application(name: impl IntoProp<String>, events: impl IntoIterator<Item = ApplicationEvent>) -> Self {
        NotificationSource {
            arn: sub!("arn:{partition}:codedeploy:{region}:{account}:application:{}", name),
            events: events.into_iter().map(ApplicationEvent::id).collect(),
        }
    }
}

/// Who is told.
#[derive(Clone, Debug, PartialEq)]
pub struct NotificationTarget {
    kind: &'static str,
    arn: Prop<String>,
    topic: Option<Topic>,
}

impl NotificationTarget {
    fn new(kind: &'static str, arn: impl IntoProp<String>) -> Self {
        NotificationTarget { kind, arn: arn.into_prop(), topic: None }
    }

    /// A topic. Its policy, and that of its key, let notification rules of the account publish; those of
    /// a topic that exists already are for whoever made it.
    pub fn topic(topic: &impl AnyTopic) -> Self {
        NotificationTarget { topic: topic.owned(), ..NotificationTarget::new("SNS", topic.arn()) }
    }

    /// A Slack channel, by the ARN of its configuration.
    pub fn slack(arn: impl IntoProp<String>) -> Self {
        NotificationTarget::new("AWSChatbotSlack", arn)
    }

    /// A channel of Microsoft Teams, by the ARN of its configuration.
    pub fn teams(arn: impl IntoProp<String>) -> Self {
        NotificationTarget::new("AWSChatbotMicrosoftTeams", arn)
    }
}

/// What a [`NotificationRule`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct NotificationRuleProps {
    /// The rule's name, unique in the account and region: 1 to 64 letters, digits, spaces, `-` and `_`.
    pub name: String,
    /// What notifications are about.
    pub source: NotificationSource,
    /// Who is told: one to ten.
    pub targets: Vec<NotificationTarget>,
    /// What they are told. By default everything.
    pub detail: NotificationDetail,
    /// Whether they are told. By default they are.
    pub enabled: bool,
}

impl NotificationRuleProps {
    /// A rule of that name about the source.
    pub fn new(name: impl Into<String>, source: NotificationSource) -> Self {
        let detail = NotificationDetail::default();
        NotificationRuleProps { name: name.into(), source, targets: Vec::new(), detail, enabled: true }
    }

    /// With one more who is told.
    #[must_use]
    pub fn target(mut self, target: NotificationTarget) -> Self {
        self.targets.push(target);
        self
    }
}

impl NotificationRule {
    /// Adds a notification rule.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: NotificationRuleProps) -> Self {
        stack.construct(id, |stack| {
            check(stack, &props);
            let topics: Vec<Topic> = props.targets.iter().filter_map(|target| target.topic).collect();
            for topic in &topics {
                topic.grant_publish_to_service(stack, "codestar-notifications.amazonaws.com", None);
            }
            let targets: Vec<Target> =
                props.targets.into_iter().map(|target| Target::new(target.arn, target.kind)).collect();
            let detail = match props.detail {
                NotificationDetail::Basic => DetailType::Basic,
                NotificationDetail::Full => DetailType::Full,
            };
            let status = if props.enabled { Status::Enabled } else { Status::Disabled };
            let source = props.source;
            let rule =
                codestarnotifications::NotificationRule::new(detail, source.events, props.name, source.arn, targets)
                    .status(status);
            let handle = stack.add(MAIN, rule);
            // A rule whose topic does not take its messages yet counts as broken.
            for topic in topics {
                stack.resource(handle).depends_on(topic.policy);
            }
            NotificationRule { handle }
        })
    }

    /// The rule's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.reference()
    }
}

fn check(stack: &mut Stack, props: &NotificationRuleProps) {
    let mut report = |property: &str, message: String, help: &str| {
        stack.report(Diagnostic::error("notification-rule", message).property(property).help(help));
    };
    let events = &props.source.events;
    if events.is_empty() {
        report("EventTypeIds", "the rule is about no event".to_owned(), "name at least one");
    }
    for (index, event) in events.iter().enumerate() {
        if events[..index].contains(event) {
            report("EventTypeIds", format!("the event `{event}` is named twice"), "leave one of the two out");
        }
    }
    if props.targets.is_empty() {
        report("Targets", "the rule has no target, so that nobody is told".to_owned(), "give it one to ten targets");
    }
}
