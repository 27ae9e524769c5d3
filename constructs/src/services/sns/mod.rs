//! SNS: topics, who may publish to them, and who gets the messages.

mod any;
mod subscription;
mod topic;

pub use any::{AnyTopic, ImportedTopic};
pub use subscription::{Endpoint, FilterScope, Subscription, SubscriptionFilter, SubscriptionProps};
pub use topic::{Topic, TopicEncryption, TopicKind, TopicProps};
