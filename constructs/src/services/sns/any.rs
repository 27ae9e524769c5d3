//! [`AnyTopic`]: a topic of this app, or one that exists already.

use cfn_model::{IntoProp, Prop};

use super::Topic;
use crate::Stack;
use crate::iam::Statement;
use crate::services::Grantee;

/// A topic of this app, or one that exists already.
pub trait AnyTopic {
    /// The topic's ARN.
    fn arn(&self) -> Prop<String>;

    /// The ARN of the key that encrypts the topic, where that is one of an account's own.
    fn key_arn(&self) -> Option<Prop<String>>;

    /// The topic, where this app makes it and can change its policy.
    fn owned(&self) -> Option<Topic> {
        None
    }

    /// What it takes to publish to the topic.
    ///
    /// See <https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html>.
    fn publish_statements(&self) -> Vec<Statement> {
        let publish = Statement::allow(["sns:Publish"]).on([self.arn()]);
        let encrypt = self.key_arn().map(|key| Statement::allow(["kms:Decrypt", "kms:GenerateDataKey"]).on([key]));
        std::iter::once(publish).chain(encrypt).collect()
    }

    /// Lets `grantee` publish to the topic, and use its key for that.
    fn grant_publish(&self, stack: &mut Stack, grantee: &impl Grantee)
    where
        Self: Sized,
    {
        self.publish_statements().into_iter().for_each(|statement| grantee.allow(stack, statement));
    }
}

/// A topic that exists already, by its ARN. What its own policy says is for whoever made it.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedTopic {
    arn: Prop<String>,
    key_arn: Option<Prop<String>>,
}

impl ImportedTopic {
    pub(super) fn new(arn: Prop<String>) -> Self {
        ImportedTopic { arn, key_arn: None }
    }

    /// Encrypted with the key of that ARN, which publishers need to use.
    #[must_use]
    pub fn encrypted_with(mut self, key_arn: impl IntoProp<String>) -> Self {
        self.key_arn = Some(key_arn.into_prop());
        self
    }
}

impl AnyTopic for ImportedTopic {
    fn arn(&self) -> Prop<String> {
        self.arn.clone()
    }

    fn key_arn(&self) -> Option<Prop<String>> {
        self.key_arn.clone()
    }
}
