//! The pipeline that releases, and where machine images go.

mod ami_key;
mod artifact;
mod builds;
mod distribution;
mod packer_permissions;
mod scripts;
mod smoke_test;
mod stages;
mod template_release;

pub use ami_key::AmiKey;
pub use artifact::{ReleaseArtifact, ReleaseBuild};
pub use distribution::AmiDistribution;
pub use smoke_test::SmokeTest;
pub use template_release::{ReleaseSource, TemplateRelease, TemplateReleaseProps};
