//! The events of ECR and S3: images and objects that come and go.
//!
//! See <https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html> and
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html>.

use cfn_model::Prop;

use super::{EventPattern, Filter, names};
use crate::services::events::Comparison;

states! {
    /// What was done to an image.
    ImageActionKind {
        /// It was pushed.
        Push = "PUSH",
        /// It was deleted.
        Delete = "DELETE",
        /// It was archived, or brought back.
        UpdateStorageClass = "UPDATE_STORAGE_CLASS",
    }
}

states! {
    /// Whether an action on an image succeeded.
    Success {
        /// It did.
        Success = "SUCCESS",
        /// It did not.
        Failure = "FAILURE",
    }
}

states! {
    /// How severe a finding of a scan is.
    Severity {
        /// Critical.
        Critical = "CRITICAL",
        /// High.
        High = "HIGH",
        /// Medium.
        Medium = "MEDIUM",
        /// Low.
        Low = "LOW",
        /// Nearly nothing.
        Informational = "INFORMATIONAL",
        /// Nobody has said yet.
        Undefined = "UNDEFINED",
    }
}

/// An image was pushed, deleted or archived.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ImageAction {
    /// The repositories, by name; [`Filter::prefix`] and the like serve as well. By default all.
    pub repositories: Vec<Filter>,
    /// What was done. By default anything.
    pub actions: Vec<ImageActionKind>,
    /// The tags. By default any tag and none.
    pub tags: Vec<Filter>,
    /// Whether it succeeded. By default either.
    pub results: Vec<Success>,
}

impl ImageAction {
    /// Successful pushes of images with one of those tags.
    pub fn pushes<R: Into<Filter>, T: Into<Filter>>(
        repositories: impl IntoIterator<Item = R>,
        tags: impl IntoIterator<Item = T>,
    ) -> Self {
        ImageAction {
            repositories: repositories.into_iter().map(Into::into).collect(),
            actions: vec![ImageActionKind::Push],
            tags: tags.into_iter().map(Into::into).collect(),
            results: vec![Success::Success],
        }
    }
}

/// A basic scan of an image ended. Enhanced scans tell through Amazon Inspector.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ImageScan {
    /// The repositories, by name. By default all.
    pub repositories: Vec<Filter>,
    /// Only scans that found something as severe as one of these. By default all scans.
    pub findings: Vec<Severity>,
}

/// An image was copied to this region and account by replication.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ImageReplication {
    /// The repositories here, by name. By default all.
    pub repositories: Vec<Filter>,
    /// The tags. By default any tag and none.
    pub tags: Vec<Filter>,
}

/// An object came to a bucket, whose [`event_bridge`](crate::services::BucketProps::event_bridge) must be on.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ObjectCreated {
    /// The buckets, by name. By default all that tell EventBridge.
    pub buckets: Vec<Prop<String>>,
    /// The keys; [`Filter::prefix`] and the like serve as well. By default all.
    pub keys: Vec<Filter>,
}

/// An object of a bucket was deleted, or hidden by a delete marker. The bucket's
/// [`event_bridge`](crate::services::BucketProps::event_bridge) must be on.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ObjectDeleted {
    /// The buckets, by name. By default all that tell EventBridge.
    pub buckets: Vec<Prop<String>>,
    /// The keys; [`Filter::prefix`] and the like serve as well. By default all.
    pub keys: Vec<Filter>,
}

impl From<ImageAction> for EventPattern {
    fn from(action: ImageAction) -> Self {
        EventPattern::of("aws.ecr", "ECR Image Action")
            .detail_if_any("repository-name", action.repositories)
            .detail_if_any("action-type", action.actions)
            .detail_if_any("image-tag", action.tags)
            .detail_if_any("result", action.results)
    }
}

impl From<ImageScan> for EventPattern {
    fn from(scan: ImageScan) -> Self {
        let pattern = EventPattern::of("aws.ecr", "ECR Image Scan").detail_if_any("repository-name", scan.repositories);
        let found = |pattern: EventPattern, severity: Severity| {
            let count = [Filter::number(Comparison::Greater, 0)];
            pattern.detail(&format!("finding-severity-counts.{}", severity.as_str()), count)
        };
        match scan.findings[..] {
            [] => pattern,
            [severity] => found(pattern, severity),
            _ => pattern.any_of(scan.findings.iter().map(|severity| found(EventPattern::new(), *severity))),
        }
    }
}

impl From<ImageReplication> for EventPattern {
    fn from(replication: ImageReplication) -> Self {
        EventPattern::of("aws.ecr", "ECR Replication Action")
            .detail_if_any("repository-name", replication.repositories)
            .detail_if_any("image-tag", replication.tags)
            .detail("result", [Success::Success])
    }
}

fn object(detail_type: &str, buckets: &[Prop<String>], keys: Vec<Filter>) -> EventPattern {
    EventPattern::of("aws.s3", detail_type)
        .detail_if_any("bucket.name", names(buckets))
        .detail_if_any("object.key", keys)
}

impl From<ObjectCreated> for EventPattern {
    fn from(created: ObjectCreated) -> Self {
        object("Object Created", &created.buckets, created.keys)
    }
}

impl From<ObjectDeleted> for EventPattern {
    fn from(deleted: ObjectDeleted) -> Self {
        object("Object Deleted", &deleted.buckets, deleted.keys)
    }
}
