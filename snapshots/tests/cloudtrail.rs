//! Trails and what keeps their files.

use cfn_constructs::services::cloudtrail::{ObjectAccess, ObjectEvents, Trail, TrailEncryption, TrailProps};
use cfn_constructs::services::{Bucket, BucketProps, Key, KeyProps, LogGroupProps};
use cfn_constructs::{App, Stack};

fn default() -> Stack {
    let mut stack = Stack::new("TrailDefault");
    Trail::new(&mut stack, "Audit", TrailProps::new("audit"));
    stack
}

fn everything() -> Stack {
    let mut stack = Stack::new("TrailEverything");
    let releases = Bucket::new(&mut stack, "Releases", BucketProps::default());
    let files = Bucket::new(&mut stack, "Files", BucketProps::default());
    let key = Key::new(&mut stack, "Key", KeyProps::default());
    let reads = ObjectEvents { bucket: releases, prefix: "internal/".into(), access: ObjectAccess::Reads };
    let props = TrailProps {
        bucket: Some(files),
        encryption: TrailEncryption::Key(key),
        logs: Some(LogGroupProps::default()),
        ..TrailProps::objects("releases", [ObjectEvents::writes(releases), reads])
    };
    Trail::new(&mut stack, "Trail", props);
    stack
}

#[test]
fn trails_and_what_keeps_their_files() {
    snapshots::check("services/cloudtrail", App::new().with(default()).with(everything()));
}
