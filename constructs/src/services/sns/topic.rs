//! [`Topic`]: an encrypted SNS topic.

use cfn_model::{Diagnostic, Handle, IntoProp, Prop, pseudo, sns, sub};

use super::{AnyTopic, ImportedTopic};
use crate::Stack;
use crate::iam::{Operator, PolicyDocument, Principal, Statement};
use crate::services::{Key, KeyProps};
use crate::stack::MAIN;

/// SNS takes topic policies of up to this many bytes.
const TOPIC_POLICY_BYTES: usize = 30_720;

/// The key that AWS makes for an account's topics.
const AWS_MANAGED_KEY: &str = "alias/aws/sns";

/// An SNS topic: encrypted, published to over TLS only and only by those who are granted it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Topic {
    /// The topic itself.
    pub handle: Handle<sns::Topic>,
    /// Its policy.
    pub policy: Handle<sns::TopicPolicy>,
    /// What encrypts it; a key that was made for it is [`TopicEncryption::Key`] here.
    pub encryption: TopicEncryption,
    /// Whether it keeps messages in order.
    pub kind: TopicKind,
}

/// What encrypts the messages of a topic.
///
/// Services of AWS, such as CloudWatch alarms and notification rules, publish only to topics whose key
/// has a policy of one's own; the key that AWS makes for SNS, `alias/aws/sns`, has none. So a topic
/// gets a key of its own, whose policy follows from the grants. It costs what a KMS key costs; topics
/// share one by [`TopicEncryption::Key`].
///
/// See <https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum TopicEncryption {
    /// A key of the topic's own.
    #[default]
    NewKey,
    /// This key.
    Key(Key),
    /// The key that AWS makes for the account's topics. It is free, but services of AWS and other
    /// accounts cannot publish to the topic.
    AwsManaged,
    /// Nothing.
    Unencrypted,
}

/// Whether a topic keeps messages in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum TopicKind {
    /// It does not.
    #[default]
    Standard,
    /// It does, for queues. Services of AWS do not publish to it.
    Fifo {
        /// Whether messages with the same content are one, without an id that says so.
        content_based_deduplication: bool,
    },
}

/// What a [`Topic`] is made of.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct TopicProps {
    /// The topic's name: letters, digits, `-` and `_`, at most 256 characters, with `.fifo` at the end
    /// of a FIFO topic's, which needs one. By default CloudFormation makes one.
    pub name: Option<String>,
    /// What subscribers see as the sender, at most 100 characters. None by default.
    pub display_name: Option<String>,
    /// What encrypts it. By default a key of its own.
    pub encryption: TopicEncryption,
    /// Whether it keeps messages in order. By default it does not.
    pub kind: TopicKind,
}

impl Topic {
    /// Adds a topic and its policy.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: TopicProps) -> Self {
        stack.construct(id, |stack| {
            check(stack, &props);
            let encryption = match props.encryption {
                TopicEncryption::NewKey => {
                    let description = Some("Encrypts the messages of a topic.".to_owned());
                    TopicEncryption::Key(Key::new(stack, "Key", KeyProps { description, ..KeyProps::default() }))
                }
                given => given,
            };
            let mut topic = match encryption {
                TopicEncryption::Key(key) => sns::Topic::new().kms_master_key_id(key.arn()),
                TopicEncryption::AwsManaged => sns::Topic::new().kms_master_key_id(AWS_MANAGED_KEY),
                TopicEncryption::NewKey | TopicEncryption::Unencrypted => sns::Topic::new(),
            };
            if let TopicKind::Fifo { content_based_deduplication } = props.kind {
                topic = topic.fifo_topic(true).content_based_deduplication(content_based_deduplication);
            }
            if let Some(name) = props.name {
                topic = topic.topic_name(name);
            }
            if let Some(display_name) = props.display_name {
                topic = topic.display_name(display_name);
            }
            let handle = stack.add(MAIN, topic);
            let policy = sns::TopicPolicy::new(PolicyDocument::default(), [handle.reference()]);
            let policy = stack.add("Policy", policy);
            stack.grow_policy(policy, "PolicyDocument", TOPIC_POLICY_BYTES);
            let topic = Topic { handle, policy, encryption, kind: props.kind };
            let tls_only = Statement::deny(["sns:Publish"])
                .to([Principal::anyone()])
                .on([topic.arn()])
                .when(Operator::Bool, "aws:SecureTransport", ["false"])
                .sid("TlsOnly");
            topic.add_to_policy(stack, tls_only);
            topic
        })
    }

    /// A topic that exists already, by its ARN.
    pub fn from_arn(arn: impl IntoProp<String>) -> ImportedTopic {
        ImportedTopic::new(arn.into_prop())
    }

    /// The topic's name.
    pub fn name(self) -> Prop<String> {
        self.handle.topic_name()
    }

    /// The key that encrypts it, where that is one of the account's own.
    pub fn key(self) -> Option<Key> {
        match self.encryption {
            TopicEncryption::Key(key) => Some(key),
            _ => None,
        }
    }

    /// Adds a statement to the topic's own policy, for principals of other accounts and for services.
    pub fn add_to_policy(self, stack: &mut Stack, statement: Statement) {
        stack.add_statement(self.policy, statement);
    }

    /// Lets a service of AWS, such as `cloudwatch.amazonaws.com`, publish for resources of this
    /// account: for those whose ARNs match `source_arn` where it is given, for all of them otherwise.
    /// EventBridge is not told apart so; a rule publishes through its role.
    ///
    /// See <https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html>.
    pub fn grant_publish_to_service(self, stack: &mut Stack, service: &str, source_arn: Option<Prop<String>>) {
        if self.encryption == TopicEncryption::AwsManaged {
            stack.report(
                Diagnostic::error(
                    "topic-key",
                    format!("{service} cannot publish to a topic that `{AWS_MANAGED_KEY}` encrypts"),
                )
                .property("KmsMasterKeyId")
                .help("leave the topic's encryption at its default, or give it a key of the account"),
            );
        }
        if self.kind != TopicKind::Standard {
            stack.report(
                Diagnostic::error("topic-kind", format!("{service} cannot publish to a FIFO topic"))
                    .property("FifoTopic")
                    .help("use a standard topic"),
            );
        }
        let mut publish = Statement::allow(["sns:Publish"]).to([Principal::service(service)]).on([self.arn()]).when(
            Operator::StringEquals,
            "aws:SourceAccount",
            [pseudo::account_id()],
        );
        if let Some(source_arn) = source_arn {
            publish = publish.when(Operator::ArnLike, "aws:SourceArn", [source_arn]);
        }
        self.add_to_policy(stack, publish);
        if let Some(key) = self.key() {
            let encrypt = Statement::allow(["kms:Decrypt", "kms:GenerateDataKey*"]).to([Principal::service(service)]);
            // Notification rules do not tell KMS for which account they act, only through which service.
            // See https://docs.aws.amazon.com/dtconsole/latest/userguide/notification-target-create.html
            let encrypt = if service == "codestar-notifications.amazonaws.com" {
                encrypt.when(Operator::StringEquals, "kms:ViaService", [sub!("sns.{region}.{url_suffix}")])
            } else {
                encrypt.when(Operator::StringEquals, "aws:SourceAccount", [pseudo::account_id()])
            };
            key.add_to_policy(stack, encrypt);
        }
    }

    /// Lets principals of other accounts publish, as far as their accounts allow them.
    pub fn grant_publish_to(self, stack: &mut Stack, principals: impl IntoIterator<Item = Principal>) {
        let principals: Vec<Principal> = principals.into_iter().collect();
        self.add_to_policy(stack, Statement::allow(["sns:Publish"]).to(principals.clone()).on([self.arn()]));
        if let Some(key) = self.key() {
            key.add_to_policy(stack, Statement::allow(["kms:Decrypt", "kms:GenerateDataKey"]).to(principals));
        }
    }
}

impl AnyTopic for Topic {
    fn arn(&self) -> Prop<String> {
        self.handle.reference()
    }

    fn key_arn(&self) -> Option<Prop<String>> {
        self.key().map(Key::arn)
    }

    fn owned(&self) -> Option<Topic> {
        Some(*self)
    }
}

fn check(stack: &mut Stack, props: &TopicProps) {
    let fifo = props.kind != TopicKind::Standard;
    let help = "use letters, digits, `-` and `_`, at most 256 characters, with `.fifo` at the end of a FIFO topic's";
    match &props.name {
        None if fifo => stack.report(
            Diagnostic::error("topic-name", "a FIFO topic has no name")
                .property("TopicName")
                .help("give it one that ends with `.fifo`"),
        ),
        None => {}
        Some(name) => {
            let stem = if fifo { name.strip_suffix(".fifo") } else { Some(name.as_str()) };
            let named = |character: char| character.is_ascii_alphanumeric() || "-_".contains(character);
            if name.len() > 256 || !stem.is_some_and(|stem| !stem.is_empty() && stem.chars().all(named)) {
                stack.report(
                    Diagnostic::error("topic-name", format!("`{name}` is no name for this topic"))
                        .property("TopicName")
                        .help(help),
                );
            }
        }
    }
    if let Some(display_name) = props.display_name.as_ref().filter(|name| name.chars().count() > 100) {
        let count = display_name.chars().count();
        stack.report(
            Diagnostic::error("topic-name", format!("the display name has {count} characters, 100 are allowed"))
                .property("DisplayName")
                .help("shorten it"),
        );
    }
}
