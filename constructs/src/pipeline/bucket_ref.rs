//! [`BucketRef`]: a bucket of the app, or one that exists already.

use cfn_model::{IntoProp, Prop, sub};

use crate::iam::Statement;
use crate::services::Bucket;

/// A bucket of the app, or one that exists already, by name.
///
/// ```
/// use cfn_constructs::Stack;
/// use cfn_constructs::pipeline::BucketRef;
/// use cfn_constructs::services::{Bucket, BucketProps};
///
/// let mut ireland = Stack::new("ArtifactsInIreland").region("eu-west-1");
/// let made = BucketRef::from(Bucket::new(&mut ireland, "Artifacts", BucketProps::default()));
/// let known = BucketRef::named("acme-artifacts").key("arn:aws:kms:eu-west-1:111122223333:key/0123");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct BucketRef {
    /// The bucket's name.
    pub name: Prop<String>,
    /// The ARN of the key that its objects are encrypted with, where that is the user's own.
    pub key: Option<Prop<String>>,
    /// The bucket itself, where it is one of the app: its policy and that of its key follow what is
    /// granted on it. Those of any other bucket are written by hand.
    pub construct: Option<Bucket>,
}

impl BucketRef {
    /// A bucket that exists already.
    pub fn named(name: impl IntoProp<String>) -> Self {
        BucketRef { name: name.into_prop(), key: None, construct: None }
    }

    /// With the key that its objects are encrypted with, by ARN.
    #[must_use]
    pub fn key(mut self, key: impl IntoProp<String>) -> Self {
        self.key = Some(key.into_prop());
        self
    }

    /// The bucket's ARN.
    pub fn arn(&self) -> Prop<String> {
        sub!("arn:{partition}:s3:::{}", self.name.clone())
    }

    /// The ARN of the objects whose keys match the pattern.
    pub fn objects(&self, pattern: impl IntoProp<String>) -> Prop<String> {
        sub!("{}/{}", self.arn(), pattern)
    }

    /// What has to be allowed on its key, where it has one.
    pub(super) fn on_key(&self, actions: &[&str]) -> Option<Statement> {
        self.key.as_ref().map(|key| Statement::allow(actions.to_vec()).on([key.clone()]))
    }
}

impl From<Bucket> for BucketRef {
    fn from(bucket: Bucket) -> Self {
        BucketRef { name: bucket.name(), key: bucket.key.map(|key| key.arn()), construct: Some(bucket) }
    }
}
