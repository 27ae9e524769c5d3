//! [`Trail`]: who did what, with the bucket that keeps it.

use cfn_model::{Diagnostic, Handle, Prop, cloudtrail, sub};

use super::selectors::selectors;
use super::{ManagementEvents, ObjectEvents};
use crate::Stack;
use crate::iam::{Operator, Principal, Statement};
use crate::services::{Bucket, BucketProps, Grantee, Key, KeyProps, LogGroup, LogGroupProps, Role, RoleProps};
use crate::stack::MAIN;

const SERVICE: &str = "cloudtrail.amazonaws.com";

/// A trail: encrypted, of all regions, with digests by which one sees whether a file was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trail {
    /// The trail itself.
    pub handle: Handle<cloudtrail::Trail>,
    /// Where it keeps its files.
    pub bucket: Bucket,
    /// The key that encrypts them, where that is one of the account's own. Who reads the files is
    /// granted it.
    pub key: Option<Key>,
    /// Where it logs as well, where it does.
    pub log_group: Option<LogGroup>,
}

/// What encrypts the files of a trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum TrailEncryption {
    /// A key of the trail's own, so that reading the files takes more than access to the bucket.
    #[default]
    NewKey,
    /// This key.
    Key(Key),
    /// Keys that S3 manages.
    S3Managed,
}

/// What a [`Trail`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct TrailProps {
    /// The trail's name: 3 to 128 letters and digits, with single `.`, `-` and `_` between them.
    /// The policies of bucket and key name the trail, so that it must be known before the trail is there.
    pub name: String,
    /// Where files are kept. By default a bucket of the trail's own.
    pub bucket: Option<Bucket>,
    /// What encrypts the files. By default a key of the trail's own.
    pub encryption: TrailEncryption,
    /// A log group for the events, which metric filters and queries look at. None by default, as
    /// CloudWatch Logs is paid by volume.
    pub logs: Option<LogGroupProps>,
    /// Which changes to the account's resources are kept. By default changes and looks.
    pub management_events: ManagementEvents,
    /// The objects whose reads or writes are kept. None by default.
    pub object_events: Vec<ObjectEvents>,
    /// Whether events of all regions are kept, and those of services without one. On by default.
    pub multi_region: bool,
}

impl TrailProps {
    /// A trail of that name, of all that happens in the account.
    pub fn new(name: impl Into<String>) -> Self {
        TrailProps {
            name: name.into(),
            bucket: None,
            encryption: TrailEncryption::default(),
            logs: None,
            management_events: ManagementEvents::default(),
            object_events: Vec::new(),
            multi_region: true,
        }
    }

    /// A trail of what is done to objects, and of nothing else.
    pub fn objects(name: impl Into<String>, events: impl IntoIterator<Item = ObjectEvents>) -> Self {
        let object_events = events.into_iter().collect();
        TrailProps { management_events: ManagementEvents::None, object_events, ..TrailProps::new(name) }
    }
}

impl Trail {
    /// Adds a trail.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: TrailProps) -> Self {
        stack.construct(id, |stack| {
            check_name(stack, &props.name);
            let arn = sub!("arn:{partition}:cloudtrail:{region}:{account}:trail/{}", &props.name);
            let key = match props.encryption {
                TrailEncryption::NewKey => {
                    let description = Some("Encrypts the files of a trail.".to_owned());
                    Some(Key::new(stack, "Key", KeyProps { description, ..KeyProps::default() }))
                }
                TrailEncryption::Key(key) => Some(key),
                TrailEncryption::S3Managed => None,
            };
            let bucket = props.bucket.unwrap_or_else(|| Bucket::new(stack, "Bucket", BucketProps::default()));
            allow_files(stack, bucket, &arn);

            let mut trail = cloudtrail::Trail::new(true, bucket.name())
                .trail_name(props.name)
                .enable_log_file_validation(true)
                .is_multi_region_trail(props.multi_region)
                .include_global_service_events(props.multi_region)
                .event_selectors(selectors(stack, props.management_events, &props.object_events, bucket));
            if let Some(key) = key {
                allow_key(stack, key, &arn);
                trail = trail.kms_key_id(key.arn());
            }
            let log_group = props.logs.map(|logs| LogGroup::new(stack, "Logs", logs));
            if let Some(group) = log_group {
                let role = log_role(stack, group);
                trail = trail.cloud_watch_logs_log_group_arn(group.handle.arn()).cloud_watch_logs_role_arn(role.arn());
            }
            let handle = stack.add(MAIN, trail);
            // CloudTrail tries the bucket before it makes the trail.
            stack.resource(handle).depends_on(bucket.policy);
            Trail { handle, bucket, key, log_group }
        })
    }

    /// The trail's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }
}

/// Lets this trail, and no other, write below its own prefix.
///
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html>.
fn allow_files(stack: &mut Stack, bucket: Bucket, trail: &Prop<String>) {
    let look = Statement::allow(["s3:GetBucketAcl"]).to([Principal::service(SERVICE)]).on([bucket.arn()]).when(
        Operator::StringEquals,
        "aws:SourceArn",
        [trail.clone()],
    );
    bucket.add_to_policy(stack, look);
    let write = Statement::allow(["s3:PutObject"])
        .to([Principal::service(SERVICE)])
        .on([sub!("{}/AWSLogs/{account}/*", bucket.arn())])
        .when(Operator::StringEquals, "aws:SourceArn", [trail.clone()])
        .when(Operator::StringEquals, "s3:x-amz-acl", ["bucket-owner-full-control"]);
    bucket.add_to_policy(stack, write);
}

/// Lets this trail, and no other, encrypt with the key.
///
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html>.
fn allow_key(stack: &mut Stack, key: Key, trail: &Prop<String>) {
    let encrypt = Statement::allow(["kms:GenerateDataKey*"])
        .to([Principal::service(SERVICE)])
        .when(Operator::StringEquals, "aws:SourceArn", [trail.clone()])
        .when(
            Operator::StringLike,
            "kms:EncryptionContext:aws:cloudtrail:arn",
            [sub!("arn:{partition}:cloudtrail:*:{account}:trail/*")],
        );
    key.add_to_policy(stack, encrypt);
    let look = Statement::allow(["kms:DescribeKey"]).to([Principal::service(SERVICE)]).when(
        Operator::StringEquals,
        "aws:SourceArn",
        [trail.clone()],
    );
    key.add_to_policy(stack, look);
}

/// A role that writes the trail's own streams of the group.
///
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html>.
fn log_role(stack: &mut Stack, group: LogGroup) -> Role {
    // CloudTrail does not tell for which trail it assumes the role; the role can do nothing but log.
    let trust = Statement::allow(["sts:AssumeRole"]).to([Principal::service(SERVICE)]);
    let role = Role::new(stack, "LogRole", RoleProps::trusting(trust).description("Writes the events of a trail."));
    let streams = sub!("{}:log-stream:{account}_CloudTrail_{region}*", group.arn_without_streams());
    role.allow(stack, Statement::allow(["logs:CreateLogStream", "logs:PutLogEvents"]).on([streams]));
    role
}

/// The schema knows the rest.
fn check_name(stack: &mut Stack, name: &str) {
    if name.as_bytes().windows(2).any(|pair| pair.iter().all(|byte| b".-_".contains(byte))) {
        stack.report(
            Diagnostic::error("trail-name", format!("`{name}` has two marks in a row"))
                .property("TrailName")
                .help("put a letter or digit between `.`, `-` and `_`"),
        );
    }
}
