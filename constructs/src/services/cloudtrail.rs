//! CloudTrail trails.
