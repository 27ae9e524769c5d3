//! Mends to what AWS publishes. Each is an entry with a reason, and fails once it no longer applies.

pub(crate) mod names;
