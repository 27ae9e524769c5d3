//! CDK-style constructs for AWS release pipelines.

pub mod buildspec;
