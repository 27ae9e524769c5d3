//! [`Bucket`]: a private S3 bucket.

use cfn_model::s3::bucket::{
    AbortIncompleteMultipartUpload, BucketEncryption as Encryption, EventBridgeConfiguration, LifecycleConfiguration,
    LoggingConfiguration, NoncurrentVersionExpiration, NotificationConfiguration, OwnershipControls,
    OwnershipControlsRule, OwnershipControlsRuleObjectOwnership, PublicAccessBlockConfiguration, Rule, RuleStatus,
    ServerSideEncryptionByDefault, ServerSideEncryptionByDefaultSSEAlgorithm, ServerSideEncryptionRule,
    VersioningConfiguration, VersioningConfigurationStatus,
};
use cfn_model::{Handle, Prop, s3, sub};

use super::{Days, Grantee, Key};
use crate::Stack;
use crate::iam::{Operator, Principal, Statement};
use crate::stack::{MAIN, RemovalPolicy};

/// S3 takes bucket policies of up to this many bytes.
///
/// See <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html>.
const BUCKET_POLICY_BYTES: usize = 20_480;

/// An S3 bucket: private, encrypted, versioned, reached over TLS only, kept when the stack is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    /// The bucket itself.
    pub handle: Handle<s3::Bucket>,
    /// Its policy.
    pub policy: Handle<s3::BucketPolicy>,
    /// The key it is encrypted with, where that is the user's own.
    pub key: Option<Key>,
}

/// What a bucket is encrypted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum BucketEncryption {
    /// Keys that S3 manages.
    #[default]
    S3Managed,
    /// The account's own key, which needs grants of its own and may be shared with other accounts.
    Key(Key),
}

/// What a [`Bucket`] is made of.
#[derive(Clone, Debug)]
pub struct BucketProps {
    /// The bucket's name. By default CloudFormation makes one.
    pub name: Option<String>,
    /// After how many days objects are deleted. By default they are kept.
    pub expiry: Option<Days>,
    /// Whether older versions of objects are kept. On by default; where objects expire, older
    /// versions are deleted after as many days.
    pub versioned: bool,
    /// What it is encrypted with. By default keys that S3 manages.
    pub encryption: BucketEncryption,
    /// Where access is logged, and under which prefix. By default it is not.
    pub access_logs: Option<(Bucket, String)>,
    /// Whether the bucket tells EventBridge of its objects, as rules on them need. Off by default.
    ///
    /// See <https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html>.
    pub event_bridge: bool,
    /// What becomes of the bucket with the stack. By default it is kept.
    pub removal_policy: RemovalPolicy,
}

impl Default for BucketProps {
    fn default() -> Self {
        BucketProps {
            name: None,
            expiry: None,
            versioned: true,
            encryption: BucketEncryption::default(),
            access_logs: None,
            event_bridge: false,
            removal_policy: RemovalPolicy::Retain,
        }
    }
}

impl Bucket {
    /// Adds a bucket and its policy.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: BucketProps) -> Self {
        stack.construct(id, |stack| {
            let mut bucket = s3::Bucket::new()
                .bucket_encryption(encryption(props.encryption))
                .lifecycle_configuration(lifecycle(stack, &props))
                .ownership_controls(OwnershipControls::new([OwnershipControlsRule::new()
                    .object_ownership(OwnershipControlsRuleObjectOwnership::BucketOwnerEnforced)]))
                .public_access_block_configuration(
                    PublicAccessBlockConfiguration::new()
                        .block_public_acls(true)
                        .block_public_policy(true)
                        .ignore_public_acls(true)
                        .restrict_public_buckets(true),
                );
            if let Some(name) = props.name {
                bucket = bucket.bucket_name(name);
            }
            if props.versioned {
                bucket = bucket
                    .versioning_configuration(VersioningConfiguration::new(VersioningConfigurationStatus::Enabled));
            }
            if let Some((logs, prefix)) = props.access_logs {
                let logging = LoggingConfiguration::new().destination_bucket_name(logs.name()).log_file_prefix(prefix);
                bucket = bucket.logging_configuration(logging);
            }
            if props.event_bridge {
                let notifications =
                    NotificationConfiguration::new().event_bridge_configuration(EventBridgeConfiguration::new(true));
                bucket = bucket.notification_configuration(notifications);
            }
            let handle = stack.add(MAIN, bucket);
            stack.resource(handle).removal_policy(props.removal_policy);

            let policy = stack.add("Policy", s3::BucketPolicy::new(handle.reference(), cfn_model::Map::new()));
            stack.grow_policy(policy, "PolicyDocument", BUCKET_POLICY_BYTES);
            let key = match props.encryption {
                BucketEncryption::Key(key) => Some(key),
                BucketEncryption::S3Managed => None,
            };
            let bucket = Bucket { handle, policy, key };
            let tls_only = Statement::deny(["s3:*"])
                .to([Principal::anyone()])
                .on([bucket.arn(), bucket.objects("*")])
                .when(Operator::Bool, "aws:SecureTransport", ["false"])
                .sid("TlsOnly");
            bucket.add_to_policy(stack, tls_only);
            bucket
        })
    }

    /// The bucket's name.
    pub fn name(self) -> Prop<String> {
        self.handle.reference()
    }

    /// The bucket's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }

    /// The ARN of the objects whose keys match `pattern`, such as `*` or `logs/*`.
    pub fn objects(self, pattern: &str) -> Prop<String> {
        sub!("{}/{}", self.arn(), pattern)
    }

    /// Encrypts what is put from now on with the key, and gives the bucket that knows of it.
    #[cfg(feature = "codepipeline")]
    pub(crate) fn encrypt_with(self, stack: &mut Stack, key: Key) -> Self {
        stack.modify(self.handle, |bucket| bucket.bucket_encryption(encryption(BucketEncryption::Key(key))));
        Bucket { key: Some(key), ..self }
    }

    /// Adds a statement to the bucket's own policy, for principals of other accounts and for services.
    pub fn add_to_policy(self, stack: &mut Stack, statement: Statement) {
        stack.add_statement(self.policy, statement);
    }

    /// Lets `grantee` read and list the objects whose keys match `pattern`.
    pub fn grant_read(self, stack: &mut Stack, grantee: &impl Grantee, pattern: &str) {
        let read = Statement::allow(["s3:GetObject", "s3:GetObjectVersion"]).on([self.objects(pattern)]);
        grantee.allow(stack, read);
        let list = Statement::allow(["s3:GetBucketLocation", "s3:ListBucket"]).on([self.arn()]);
        grantee.allow(stack, list);
        if let Some(key) = self.key {
            key.grant_decrypt(stack, grantee);
        }
    }

    /// Lets `grantee` write objects whose keys match `pattern`.
    pub fn grant_put(self, stack: &mut Stack, grantee: &impl Grantee, pattern: &str) {
        let put = Statement::allow(["s3:AbortMultipartUpload", "s3:PutObject"]).on([self.objects(pattern)]);
        grantee.allow(stack, put);
        if let Some(key) = self.key {
            key.grant_encrypt_decrypt(stack, grantee);
        }
    }

    /// Lets `grantee` read and write the objects whose keys match `pattern`.
    pub fn grant_read_write(self, stack: &mut Stack, grantee: &impl Grantee, pattern: &str) {
        self.grant_read(stack, grantee, pattern);
        self.grant_put(stack, grantee, pattern);
    }
}

fn encryption(encryption: BucketEncryption) -> Encryption {
    let (by_default, bucket_key) = match encryption {
        BucketEncryption::S3Managed => {
            (ServerSideEncryptionByDefault::new(ServerSideEncryptionByDefaultSSEAlgorithm::Aes256), false)
        }
        BucketEncryption::Key(key) => {
            let algorithm = ServerSideEncryptionByDefaultSSEAlgorithm::AwsKms;
            (ServerSideEncryptionByDefault::new(algorithm).kms_master_key_id(key.arn()), true)
        }
    };
    let mut rule = ServerSideEncryptionRule::new().server_side_encryption_by_default(by_default);
    if bucket_key {
        // One data key for many objects: fewer calls to KMS, which are paid for.
        rule = rule.bucket_key_enabled(true);
    }
    Encryption::new([rule])
}

/// Uploads that nobody finished are paid for until somebody removes them.
fn lifecycle(stack: &mut Stack, props: &BucketProps) -> LifecycleConfiguration {
    let mut rules = vec![
        Rule::new(RuleStatus::Enabled)
            .id("AbortIncompleteUploads")
            .abort_incomplete_multipart_upload(AbortIncompleteMultipartUpload::new(7)),
    ];
    if let Some(expiry) = props.expiry {
        let days = expiry.at_least_one(stack, "expiry");
        let mut rule = Rule::new(RuleStatus::Enabled).id("Expire").expiration_in_days(days);
        if props.versioned {
            rule = rule.noncurrent_version_expiration(NoncurrentVersionExpiration::new(days));
        }
        rules.push(rule);
    }
    LifecycleConfiguration::new(rules)
}
