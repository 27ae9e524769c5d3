//! [`LogGroup`]: a CloudWatch log group.

use cfn_model::{Diagnostic, Handle, Prop, logs, sub};

use super::{Days, Grantee, Key};
use crate::Stack;
use crate::iam::{Operator, PolicyDocument, Principal, Statement};
use crate::stack::{MAIN, RemovalPolicy};

/// How many days CloudWatch Logs can be told to keep events.
///
/// See <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html>.
const RETENTIONS: [u32; 22] =
    [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

/// CloudWatch Logs takes resource policies of up to this many bytes.
const RESOURCE_POLICY_BYTES: usize = 5_120;

/// What writing into a group takes.
const WRITE: [&str; 2] = ["logs:CreateLogStream", "logs:PutLogEvents"];

/// A log group with a bounded retention, kept when the stack is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogGroup {
    /// The log group itself.
    pub handle: Handle<logs::LogGroup>,
}

/// What a [`LogGroup`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct LogGroupProps {
    /// How long events are kept: one of the periods that CloudWatch Logs knows. 30 days by default.
    pub retention: Days,
    /// The key that encrypts events. By default one that AWS owns. The policy of a key of the same
    /// stack lets CloudWatch Logs use it; that of another one must say so already.
    ///
    /// See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html>.
    pub key: Option<Key>,
    /// What becomes of the log group with the stack. By default it is kept, and empties itself.
    pub removal_policy: RemovalPolicy,
}

impl Default for LogGroupProps {
    fn default() -> Self {
        LogGroupProps { retention: Days(30), key: None, removal_policy: RemovalPolicy::Retain }
    }
}

impl LogGroup {
    /// Adds a log group.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: LogGroupProps) -> Self {
        stack.construct(id, |stack| {
            let Days(days) = props.retention;
            if !RETENTIONS.contains(&days) {
                let nearest = RETENTIONS.iter().min_by_key(|allowed| allowed.abs_diff(days)).unwrap_or(&30);
                stack.report(
                    Diagnostic::error("log-retention", format!("logs cannot be kept for {days} days"))
                        .property("RetentionInDays")
                        .help(format!("use {nearest}, or another of {RETENTIONS:?}")),
                );
            }
            let mut group = logs::LogGroup::new().retention_in_days(i64::from(days));
            if let Some(key) = props.key {
                allow_key(stack, key);
                group = group.kms_key_id(key.arn());
            }
            let handle = stack.add(MAIN, group);
            stack.resource(handle).removal_policy(props.removal_policy);
            LogGroup { handle }
        })
    }

    /// The log group's name.
    pub fn name(self) -> Prop<String> {
        self.handle.reference()
    }

    /// Lets `grantee` write events into the group, and into no other.
    pub fn grant_write(self, stack: &mut Stack, grantee: &impl Grantee) {
        // The group's ARN ends with `:*` and so names its streams.
        let streams = self.handle.arn();
        grantee.allow(stack, Statement::allow(WRITE).on([streams]));
    }

    /// Lets services of AWS write events into the group.
    ///
    /// An account has 10 policies for this in a region, of 5,120 bytes each, so that all log groups of
    /// a stack share one.
    /// See <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html>.
    pub fn grant_service_write(self, stack: &mut Stack, services: impl IntoIterator<Item = Principal>) {
        let policy = stack.at_root(|stack| match stack.find("LogsResourcePolicy") {
            Some(policy) => policy,
            None => {
                let policy = logs::ResourcePolicy::new(PolicyDocument::default(), sub!("{stack}-log-groups"));
                let policy = stack.add("LogsResourcePolicy", policy);
                stack.grow_policy(policy, "PolicyDocument", RESOURCE_POLICY_BYTES);
                policy
            }
        });
        let write = Statement::allow(WRITE).to(services).on([self.handle.arn()]);
        stack.add_statement::<logs::ResourcePolicy>(policy, write);
    }

    /// The group's ARN as services want it that are told where to write: without `:*` at its end.
    pub fn arn_without_streams(self) -> Prop<String> {
        sub!("arn:{partition}:logs:{region}:{account}:log-group:{}", self.name())
    }
}

/// Lets CloudWatch Logs encrypt log groups of the account, and nothing else, with the key. The key
/// cannot name the group, which names the key.
fn allow_key(stack: &mut Stack, key: Key) {
    if key.handle.target().tree != stack.uid {
        return;
    }
    let actions = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];
    let service = Principal::service(sub!("logs.{region}.{url_suffix}"));
    let encrypt = Statement::allow(actions).to([service]).when(
        Operator::ArnLike,
        "kms:EncryptionContext:aws:logs:arn",
        [sub!("arn:{partition}:logs:{region}:{account}:log-group:*")],
    );
    key.add_to_policy(stack, encrypt);
}
