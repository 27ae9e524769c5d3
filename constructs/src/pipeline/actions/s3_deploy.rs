//! An artifact goes into a bucket.

use cfn_model::{IntoProp, Prop};

use crate::iam::Statement;
use crate::pipeline::{Action, Artifact, BucketRef, IntoAction, providers};

/// How an artifact is put into a bucket.
#[derive(Clone, Debug, PartialEq)]
pub enum S3Upload {
    /// File by file, into the whole bucket.
    Files,
    /// File by file, into this folder.
    FilesInto(Prop<String>),
    /// As it is, a zip file under this key.
    Zip(Prop<String>),
}

/// An artifact goes into a bucket.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-S3Deploy.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct S3DeployAction {
    /// The action's name.
    pub name: String,
    /// The bucket. Where it has a key of its own, objects are encrypted with that.
    pub bucket: BucketRef,
    /// The artifact.
    pub input: Artifact,
    /// How it is put there. By default file by file, into the whole bucket.
    pub upload: S3Upload,
    /// The header that tells readers how long to keep an object, such as `max-age=300`. None by default.
    pub cache_control: Option<String>,
}

impl S3DeployAction {
    /// The files of the artifact go into the bucket.
    pub fn new(name: impl Into<String>, bucket: impl Into<BucketRef>, input: Artifact) -> Self {
        S3DeployAction { name: name.into(), bucket: bucket.into(), input, upload: S3Upload::Files, cache_control: None }
    }

    /// The artifact goes into the bucket as it is, under that key.
    pub fn zip(
        name: impl Into<String>,
        bucket: impl Into<BucketRef>,
        input: Artifact,
        key: impl IntoProp<String>,
    ) -> Self {
        S3DeployAction { upload: S3Upload::Zip(key.into_prop()), ..S3DeployAction::new(name, bucket, input) }
    }
}

impl IntoAction for S3DeployAction {
    fn into_action(self) -> Action {
        let S3DeployAction { name, bucket, input, upload, cache_control } = self;
        let (extract, key, objects) = match upload {
            S3Upload::Files => ("true", None, bucket.objects("*")),
            S3Upload::FilesInto(folder) => {
                let below = cfn_model::sub!("{}/*", folder.clone());
                let objects = bucket.objects(if is_known(&folder) { below } else { Prop::new("*") });
                ("true", Some(folder), objects)
            }
            S3Upload::Zip(key) => {
                let objects = bucket.objects(if is_known(&key) { key.clone() } else { Prop::new("*") });
                ("false", Some(key), objects)
            }
        };
        let mut action = Action::new(name, &providers::s3::DEPLOY)
            .configure("BucketName", bucket.name.clone())
            .configure("Extract", extract)
            .configure_some("ObjectKey", key)
            .configure_some("KMSEncryptionKeyARN", bucket.key.clone())
            .configure_some("CacheControl", cache_control)
            .needs(Statement::allow(["s3:AbortMultipartUpload", "s3:PutObject"]).on([objects]))
            .reads([input]);
        let encrypt = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"];
        action.permissions.extend(bucket.on_key(&encrypt));
        action
    }

    fn name(&self) -> &str {
        &self.name
    }
}

/// Whether the key is known at deployment: a pipeline's variables are only known when it runs.
fn is_known(key: &Prop<String>) -> bool {
    let mut known = true;
    key.value().walk(&mut |value| known &= !value.as_str().is_some_and(|text| text.contains('{')));
    known
}
