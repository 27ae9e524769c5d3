//! Software that is released as machine images, templates and other artifacts, by channel.

mod channel;
mod channels;
mod image_builder;
mod image_map;
mod images;
mod location;
mod packer;
#[cfg(all(
    feature = "assets",
    feature = "codepipeline",
    feature = "codestarnotifications",
    feature = "ecr",
    feature = "imagebuilder"
))]
mod pipeline;
mod released;

pub use channel::{Readers, ReleaseChannel, ReleasePrefix};
pub use channels::{ReleaseChannels, ReleaseChannelsProps};
pub use image_map::{ImageMap, ImageMapProps};
pub use images::MachineImages;
pub use location::{ReleaseLocation, release_name_pattern};
#[cfg(all(
    feature = "assets",
    feature = "codepipeline",
    feature = "codestarnotifications",
    feature = "ecr",
    feature = "imagebuilder"
))]
pub use pipeline::{
    AmiDistribution, AmiKey, ReleaseArtifact, ReleaseBuild, ReleaseSource, SmokeTest, TemplateRelease,
    TemplateReleaseProps,
};
