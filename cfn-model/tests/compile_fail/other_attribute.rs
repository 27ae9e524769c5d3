//! A handle gives the attributes of its own type of resource only.

use cfn_model::{Handle, Prop, s3};

fn uri(bucket: Handle<s3::Bucket>) -> Prop<String> {
    bucket.repository_uri()
}

fn main() {}
