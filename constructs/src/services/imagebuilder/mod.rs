//! EC2 Image Builder: machine and container images, built again and again and handed to regions and accounts.
//!
//! ```
//! use cfn_constructs::Stack;
//! use cfn_constructs::services::imagebuilder::{
//!     AmiDistribution, ComponentUse, Distribution, DistributionConfiguration, ImagePipeline, ImagePipelineProps,
//!     ImageRecipe, ImageRecipeProps, InfrastructureConfiguration, InfrastructureProps, ParentImage, Version,
//! };
//!
//! let mut stack = Stack::new("Images");
//! let recipe = ImageRecipeProps {
//!     components: vec![ComponentUse::managed("update-linux")],
//!     ..ImageRecipeProps::new("web", Version(1, 0, 0), ParentImage::managed("amazon-linux-2023-x86"))
//! };
//! let recipe = ImageRecipe::new(&mut stack, "Recipe", recipe);
//! let machines = InfrastructureConfiguration::new(&mut stack, "Machines", InfrastructureProps::new("web"));
//! let shared = AmiDistribution { accounts: vec!["444455556666".into()], ..AmiDistribution::default() };
//! let distribution = DistributionConfiguration::new(
//!     &mut stack,
//!     "Distribution",
//!     "web",
//!     ["eu-west-1", "us-east-1"].map(|region| Distribution::ami(region, shared.clone())),
//! );
//! let pipeline = ImagePipelineProps {
//!     distribution: Some(distribution),
//!     ..ImagePipelineProps::new("web", recipe.into(), machines)
//! };
//! ImagePipeline::new(&mut stack, "Pipeline", pipeline);
//! ```

mod component;
mod container_recipe;
mod distribution;
mod document;
mod infrastructure;
mod lifecycle;
mod pipeline;
mod recipe;

pub use component::{Component, ComponentData, ComponentProps, Platform};
pub use container_recipe::{ContainerRecipe, ContainerRecipeProps, Dockerfile};
pub use distribution::{
    AmiDistribution, ContainerDistribution, DistributedImage, Distribution, DistributionConfiguration, ImageParameter,
};
pub use document::{ComponentDocument, ComponentPhase};
pub use infrastructure::{InfrastructureConfiguration, InfrastructureProps};
pub use lifecycle::{Age, DeleteImages, DeleteWhen, ImageLifecycle, ImageLifecycleProps, ImageSelection, TimeUnit};
pub use pipeline::{ImagePipeline, ImagePipelineProps, ImageSchedule, Recipe};
pub use recipe::{ComponentUse, ImageRecipe, ImageRecipeProps, ParentImage, Version, Volume, VolumeType};
