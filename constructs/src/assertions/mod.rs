//! Assertions for tests of stacks: which resources they have, and what is told of them.
//!
//! ```
//! use cfn_constructs::Stack;
//! use cfn_constructs::assertions::{Capture, like, list_with, object, synth};
//! use cfn_constructs::services::{Bucket, BucketProps};
//!
//! let mut stack = Stack::new("Ci");
//! Bucket::new(&mut stack, "Artifacts", BucketProps::default());
//!
//! let synthesized = synth(stack);
//! synthesized.has_no_diagnostics();
//! let template = synthesized.only_template();
//! template.resource_count("AWS::S3::Bucket", 1);
//! let bucket = Capture::new();
//! template.has_resource(
//!     "AWS::S3::BucketPolicy",
//!     object()
//!         .with("Bucket", bucket.clone())
//!         .with("PolicyDocument", object().with("Statement", list_with([object().with("Sid", like("Tls*"))]))),
//! );
//! assert_eq!(bucket.value(), cfn_model::functions::reference("Artifacts").into());
//! ```
//!
//! What fails shows the nearest resource, and each place where it differs.

mod capture;
mod differences;
mod pattern;
#[cfg(feature = "snapshots")]
mod snapshot;
mod synthesized;
mod template;

pub use capture::Capture;
#[cfg(feature = "snapshots")]
#[doc(hidden)]
pub use insta;
pub use pattern::{Pattern, absent, any, exactly, like, list_with, object};
#[cfg(feature = "snapshots")]
#[doc(hidden)]
pub use snapshot::snapshot_of;
pub use synthesized::{Synthesized, synth};
pub use template::TemplateAssertions;
