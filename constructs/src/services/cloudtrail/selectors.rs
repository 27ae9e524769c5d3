//! Which events a trail keeps.

use cfn_model::cloudtrail::trail::{DataResource, DataResourceType, EventSelector, EventSelectorReadWriteType};
use cfn_model::{Diagnostic, Prop, sub};

use crate::Stack;
use crate::services::Bucket;

/// How many objects and prefixes a trail may name.
///
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html>.
const DATA_RESOURCES: usize = 250;

/// Which changes to, and looks at, the account's resources a trail keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ManagementEvents {
    /// Changes and looks.
    #[default]
    All,
    /// Changes only.
    Writes,
    /// Looks only.
    Reads,
    /// None: the trail is about objects only.
    None,
}

/// What is done to objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectAccess {
    /// They are read or written.
    All,
    /// They are read.
    Reads,
    /// They are written or deleted.
    Writes,
}

/// Objects whose reads or writes a trail keeps.
#[derive(Clone, Debug, PartialEq)]
pub struct ObjectEvents {
    /// The bucket.
    pub bucket: Bucket,
    /// How the keys begin. Empty for all objects of the bucket.
    pub prefix: String,
    /// What is done to them.
    pub access: ObjectAccess,
}

impl ObjectEvents {
    /// Writes of all objects of the bucket.
    pub fn writes(bucket: Bucket) -> Self {
        ObjectEvents { bucket, prefix: String::new(), access: ObjectAccess::Writes }
    }

    fn arn(&self) -> Prop<String> {
        sub!("{}/{}", self.bucket.arn(), &self.prefix)
    }
}

/// One selector for what is done to the account, and one for each kind of access to objects.
pub(super) fn selectors(
    stack: &mut Stack,
    management: ManagementEvents,
    objects: &[ObjectEvents],
    trail_bucket: Bucket,
) -> Vec<EventSelector> {
    check(stack, management, objects, trail_bucket);
    let read_write = |access| match access {
        ObjectAccess::All => EventSelectorReadWriteType::All,
        ObjectAccess::Reads => EventSelectorReadWriteType::ReadOnly,
        ObjectAccess::Writes => EventSelectorReadWriteType::WriteOnly,
    };
    let account = match management {
        ManagementEvents::All => Some(ObjectAccess::All),
        ManagementEvents::Writes => Some(ObjectAccess::Writes),
        ManagementEvents::Reads => Some(ObjectAccess::Reads),
        ManagementEvents::None => None,
    };
    let account =
        account.map(|access| EventSelector::new().include_management_events(true).read_write_type(read_write(access)));
    let kinds = [ObjectAccess::All, ObjectAccess::Reads, ObjectAccess::Writes];
    let of_objects = kinds.into_iter().filter_map(|access| {
        let arns: Vec<Prop<String>> =
            objects.iter().filter(|events| events.access == access).map(ObjectEvents::arn).collect();
        let resource = (!arns.is_empty()).then(|| DataResource::new(DataResourceType::AwsS3Object).values(arns))?;
        let selector = EventSelector::new().include_management_events(false).read_write_type(read_write(access));
        Some(selector.data_resources([resource]))
    });
    account.into_iter().chain(of_objects).collect()
}

fn check(stack: &mut Stack, management: ManagementEvents, objects: &[ObjectEvents], trail_bucket: Bucket) {
    let mut report = |message: String, help: &str| {
        stack.report(Diagnostic::error("trail-events", message).property("EventSelectors").help(help));
    };
    if management == ManagementEvents::None && objects.is_empty() {
        report("the trail keeps no events".to_owned(), "keep management events, or events of objects");
    }
    if objects.len() > DATA_RESOURCES {
        let message = format!("the trail names {} prefixes, {DATA_RESOURCES} are allowed", objects.len());
        report(message, "name whole buckets, or make another trail");
    }
    if objects.iter().any(|events| events.bucket == trail_bucket) {
        let message = "the trail keeps the writes of its own bucket, each of which makes another".to_owned();
        report(message, "leave the bucket of the trail out");
    }
}
