//! The examples that make the systems. Their programs are not run here.

#[path = "../ami_release/main.rs"]
pub(crate) mod ami_release;
#[path = "../codebuild_ci.rs"]
pub(crate) mod codebuild_ci;
#[path = "../image_promotion.rs"]
pub(crate) mod image_promotion;
#[path = "../pipelines_tour/main.rs"]
pub(crate) mod pipelines_tour;
#[path = "../registry_release.rs"]
pub(crate) mod registry_release;
