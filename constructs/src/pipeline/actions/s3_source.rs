//! A zip file of a bucket.

use cfn_model::{IntoProp, Map, Prop, Value};

use super::ChangeDetection;
use crate::iam::Statement;
use crate::pipeline::{Action, Artifact, BucketRef, Expectation, IntoAction, Revision, SourceEvent, providers};

/// A zip file of a bucket that keeps versions.
///
/// By default each new version starts an execution for just that version, through EventBridge.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct S3SourceAction {
    /// The action's name.
    pub name: String,
    /// The bucket. One that is not of this app has to send its events to EventBridge.
    pub bucket: BucketRef,
    /// The object's key.
    pub key: Prop<String>,
    /// The artifact that it becomes.
    pub output: Artifact,
    /// What starts the pipeline.
    pub detection: ChangeDetection,
}

impl S3SourceAction {
    /// The object under that key.
    pub fn new(
        name: impl Into<String>,
        bucket: impl Into<BucketRef>,
        key: impl IntoProp<String>,
        output: Artifact,
    ) -> Self {
        let (bucket, key) = (bucket.into(), key.into_prop());
        S3SourceAction { name: name.into(), bucket, key, output, detection: ChangeDetection::default() }
    }
}

impl IntoAction for S3SourceAction {
    fn into_action(self) -> Action {
        let S3SourceAction { name, bucket, key, output, detection } = self;
        let of_object = ["s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion", "s3:GetObjectVersionTagging"];
        let of_bucket = ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning", "s3:ListBucket"];
        let mut action = Action::new(name.as_str(), &providers::s3::SOURCE)
            .configure("S3Bucket", bucket.name.clone())
            .configure("S3ObjectKey", key.clone())
            .configure("PollForSourceChanges", detection.polls())
            .needs(Statement::allow(of_object).on([bucket.objects(key.clone())]))
            .needs(Statement::allow(of_bucket).on([bucket.arn()]))
            .writes([output]);
        action.permissions.extend(bucket.on_key(&["kms:Decrypt", "kms:DescribeKey"]));
        if let Some(construct) = bucket.construct {
            action = action.expects(Expectation {
                resource: construct.handle.target(),
                property: "VersioningConfiguration.Status",
                value: Some("Enabled"),
                message: format!("the bucket of the source `{name}` keeps no versions"),
                help: "make the bucket with `versioned: true`",
            });
        }
        if detection == ChangeDetection::Events {
            action.started_by = Some(SourceEvent {
                pattern: pattern(bucket.name.into_value(), key.into_value()),
                revision: Some(Revision { kind: "S3_OBJECT_VERSION_ID", path: "$.detail.object.version-id" }),
                bucket: bucket.construct,
            });
        }
        action
    }

    fn name(&self) -> &str {
        &self.name
    }
}

/// An object is put under the key.
///
/// See <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html>.
fn pattern(bucket: Value, key: Value) -> Map {
    let detail =
        Map::from([("bucket", Map::from([("name", vec![bucket])])), ("object", Map::from([("key", vec![key])]))]);
    Map::from([
        ("source", Value::from(["aws.s3"])),
        ("detail-type", Value::from(["Object Created"])),
        ("detail", Value::from(detail)),
    ])
}
