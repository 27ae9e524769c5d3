//! Ready combinations of services.

#[cfg(all(feature = "codepipeline", feature = "codestarnotifications"))]
mod beta_pipeline;
#[cfg(feature = "scheduler")]
mod ci_build;
#[cfg(all(feature = "codepipeline", feature = "codestarnotifications"))]
mod ci_pipeline;
#[cfg(all(feature = "codepipeline", feature = "codestarnotifications"))]
mod handover;
#[cfg(all(
    feature = "codepipeline",
    feature = "codestarnotifications",
    feature = "dynamodb",
    feature = "ecr",
    feature = "lambda",
    feature = "stepfunctions"
))]
mod image_promotion;
#[cfg(all(feature = "codepipeline", feature = "codestarnotifications"))]
mod pipeline_builds;
#[cfg(all(feature = "codepipeline", feature = "codestarnotifications"))]
mod pipeline_notifications;
#[cfg(all(feature = "codepipeline", feature = "codestarnotifications"))]
mod pipeline_source;
#[cfg(all(feature = "cloudformation", feature = "codepipeline", feature = "codestarnotifications"))]
mod prod_regional;
mod release;
#[cfg(feature = "codebuild")]
mod source_credentials;

#[cfg(all(feature = "codepipeline", feature = "codestarnotifications"))]
pub use beta_pipeline::{BetaPipeline, BetaPipelineProps};
#[cfg(feature = "scheduler")]
pub use ci_build::{CiBuild, CiBuildProps, Nightly};
#[cfg(all(feature = "codepipeline", feature = "codestarnotifications"))]
pub use ci_pipeline::{CiPipeline, CiPipelineProps};
#[cfg(all(feature = "codepipeline", feature = "codestarnotifications"))]
pub use handover::{Handover, PublishEntrance};
#[cfg(all(
    feature = "codepipeline",
    feature = "codestarnotifications",
    feature = "dynamodb",
    feature = "ecr",
    feature = "lambda",
    feature = "stepfunctions"
))]
pub use image_promotion::{
    EnvironmentRepositories, ImageEnvironment, ImagePromotionNames, ImagePromotionPipeline,
    ImagePromotionPipelineProps, ImageRollback, ImageTest, PromotionHistory,
};
#[cfg(all(feature = "codepipeline", feature = "codestarnotifications"))]
pub use pipeline_builds::PipelineBuild;
#[cfg(all(feature = "codepipeline", feature = "codestarnotifications"))]
pub use pipeline_notifications::{PipelineNotifications, PipelineNotificationsProps};
#[cfg(all(feature = "codepipeline", feature = "codestarnotifications"))]
pub use pipeline_source::PipelineSource;
#[cfg(all(feature = "cloudformation", feature = "codepipeline", feature = "codestarnotifications"))]
pub use prod_regional::{
    ProdRegionalStackSet, ProdRegionalStackSetProps, RegionalBuild, RegionalPermissions, RegionalVariable,
};
pub use release::*;
#[cfg(feature = "codebuild")]
pub use source_credentials::{SourceCredentials, SourceCredentialsProps};
