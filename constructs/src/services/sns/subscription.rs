//! [`Subscription`]: who gets the messages of a topic.

use cfn_model::{Diagnostic, Handle, IntoProp, Map, Prop, Value, sns};

use super::{AnyTopic, Topic, TopicKind};
use crate::Stack;
use crate::iam::{Operator, Principal, Statement};
#[cfg(feature = "lambda")]
use crate::services::lambda::{ImportedFunction, Invocable};
use crate::stack::MAIN;

/// How many keys a filter may have.
///
/// See <https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html>.
const FILTER_KEYS: usize = 5;

/// A subscription to a topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The subscription itself.
    pub handle: Handle<sns::Subscription>,
}

/// Who gets the messages.
#[derive(Clone, Debug, PartialEq)]
pub enum Endpoint {
    /// An e-mail address, whose owner confirms the subscription.
    Email(String),
    /// An e-mail address that gets messages as JSON.
    EmailJson(String),
    /// An HTTPS address, which confirms the subscription.
    Https(Prop<String>),
    /// The function or alias with that ARN, which the topic is allowed to call.
    #[cfg(feature = "lambda")]
    Function(Prop<String>),
    /// The queue with that ARN, whose policy must hold what [`Topic::queue_statement`] says.
    Queue(Prop<String>),
}

/// What of a message a filter looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum FilterScope {
    /// Its attributes.
    #[default]
    Attributes,
    /// Its body, which is JSON.
    Body,
}

/// Which messages get through.
#[derive(Clone, Debug, PartialEq)]
pub struct SubscriptionFilter {
    /// What of a message is looked at.
    pub scope: FilterScope,
    /// The values that each attribute or field may have, as JSON: `{"state": ["FAILED"]}`. At most 5 keys.
    ///
    /// See <https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html>.
    pub policy: Value,
}

/// What a [`Subscription`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct SubscriptionProps {
    /// Who gets the messages.
    pub endpoint: Endpoint,
    /// Which messages get through. By default all.
    pub filter: Option<SubscriptionFilter>,
    /// Whether the endpoint gets messages as they are, without the envelope of SNS. Only for queues and
    /// HTTPS. Off by default.
    pub raw: bool,
    /// The queue, by ARN, that takes messages which could not be delivered. By default they are lost.
    /// Its policy must hold what [`Topic::queue_statement`] says.
    pub dead_letter_queue: Option<Prop<String>>,
}

impl SubscriptionProps {
    /// Everything to that endpoint.
    pub fn new(endpoint: Endpoint) -> Self {
        SubscriptionProps { endpoint, filter: None, raw: false, dead_letter_queue: None }
    }

    /// Everything to an e-mail address, whose owner confirms the subscription.
    pub fn email(address: impl Into<String>) -> Self {
        SubscriptionProps::new(Endpoint::Email(address.into()))
    }

    /// Everything to an HTTPS address, which confirms the subscription.
    pub fn https(address: impl IntoProp<String>) -> Self {
        SubscriptionProps::new(Endpoint::Https(address.into_prop()))
    }

    /// Everything to the function or alias.
    #[cfg(feature = "lambda")]
    pub fn function(function: &impl Invocable) -> Self {
        SubscriptionProps::new(Endpoint::Function(function.invoke_arn()))
    }

    /// Everything to the queue with that ARN.
    pub fn queue(arn: impl IntoProp<String>) -> Self {
        SubscriptionProps::new(Endpoint::Queue(arn.into_prop()))
    }

    /// Only messages that the filter lets through.
    #[must_use]
    pub fn filter(mut self, scope: FilterScope, policy: impl Into<Value>) -> Self {
        self.filter = Some(SubscriptionFilter { scope, policy: policy.into() });
        self
    }
}

impl Subscription {
    /// Adds a subscription to the topic.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, topic: &impl AnyTopic, props: SubscriptionProps) -> Self {
        stack.construct(id, |stack| {
            check(stack, topic, &props);
            let (protocol, endpoint) = match props.endpoint {
                Endpoint::Email(address) => ("email", Prop::new(address)),
                Endpoint::EmailJson(address) => ("email-json", Prop::new(address)),
                Endpoint::Https(address) => ("https", address),
                #[cfg(feature = "lambda")]
                Endpoint::Function(arn) => {
                    let function = ImportedFunction::from_arn(arn.clone());
                    function.allow_service(stack, "Permission", "sns.amazonaws.com", topic.arn());
                    ("lambda", arn)
                }
                Endpoint::Queue(arn) => ("sqs", arn),
            };
            let mut subscription = sns::Subscription::new(protocol, topic.arn()).endpoint(endpoint);
            if let Some(SubscriptionFilter { scope, policy }) = props.filter {
                let scope = match scope {
                    FilterScope::Attributes => "MessageAttributes",
                    FilterScope::Body => "MessageBody",
                };
                subscription = subscription.filter_policy(policy).filter_policy_scope(scope);
            }
            if props.raw {
                subscription = subscription.raw_message_delivery(true);
            }
            if let Some(queue) = props.dead_letter_queue {
                subscription = subscription.redrive_policy(Map::from([("deadLetterTargetArn", queue)]));
            }
            Subscription { handle: stack.add(MAIN, subscription) }
        })
    }
}

impl Topic {
    /// Adds a subscription to the topic.
    #[track_caller]
    pub fn subscribe(self, stack: &mut Stack, id: impl Into<String>, props: SubscriptionProps) -> Subscription {
        Subscription::new(stack, id, &self, props)
    }

    /// What the policy of a queue must allow, for this topic to send to it.
    ///
    /// See <https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html>.
    pub fn queue_statement(self, queue_arn: impl IntoProp<String>) -> Statement {
        Statement::allow(["sqs:SendMessage"]).to([Principal::service("sns.amazonaws.com")]).on([queue_arn]).when(
            Operator::ArnEquals,
            "aws:SourceArn",
            [self.arn()],
        )
    }
}

fn check(stack: &mut Stack, topic: &impl AnyTopic, props: &SubscriptionProps) {
    let mut report = |property: &str, message: String, help: &str| {
        stack.report(Diagnostic::error("subscription", message).property(property).help(help));
    };
    match &props.endpoint {
        Endpoint::Email(address) | Endpoint::EmailJson(address) => {
            let parts = address.split_once('@');
            if !parts.is_some_and(|(name, domain)| !name.is_empty() && domain.contains('.')) || address.contains(' ') {
                report("Endpoint", format!("`{address}` is no e-mail address"), "write `name@example.com`");
            }
        }
        Endpoint::Https(address) => {
            if let Some(address) = address.value().as_str().filter(|address| !address.starts_with("https://")) {
                report("Endpoint", format!("`{address}` is no HTTPS address"), "begin with `https://`");
            }
        }
        _ => {}
    }
    let is_queue = matches!(props.endpoint, Endpoint::Queue(_));
    if !is_queue && topic.owned().is_some_and(|topic| topic.kind != TopicKind::Standard) {
        report("Protocol", "a FIFO topic delivers to queues".to_owned(), "subscribe a queue, or use a standard topic");
    }
    if props.raw && !is_queue && !matches!(props.endpoint, Endpoint::Https(_)) {
        let message = "this endpoint gets no raw messages".to_owned();
        report("RawMessageDelivery", message, "raw messages are for queues and HTTPS");
    }
    if let Some(filter) = &props.filter {
        match filter.policy.as_map() {
            Some(map) if map.is_empty() => {
                report("FilterPolicy", "the filter has no key".to_owned(), "name one, or leave the filter out");
            }
            Some(map) => {
                if map.len() > FILTER_KEYS {
                    let message = format!("the filter has {} keys, {FILTER_KEYS} are allowed", map.len());
                    report("FilterPolicy", message, "filter by fewer keys");
                }
                for path in without_values(map, "") {
                    let message = format!("`{path}` has no list of values");
                    report("FilterPolicy", message, "write {\"key\": [value]}, with at least one value");
                }
            }
            None => report("FilterPolicy", "the filter is no map".to_owned(), "write {\"key\": [value]}"),
        }
    }
}

/// The keys of a filter that have no list of values, or an empty one.
fn without_values(map: &Map, path: &str) -> Vec<String> {
    let at = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    map.iter()
        .flat_map(|(key, value)| match value {
            Value::List(items) if !items.is_empty() => Vec::new(),
            Value::Map(inner) => without_values(inner, &at(key)),
            _ => vec![at(key)],
        })
        .collect()
}
