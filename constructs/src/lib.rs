//! CDK-style constructs for AWS release pipelines.
//!
//! A [`Stack`] holds a tree of constructs; an [`App`] holds stacks and synthesises them to
//! CloudFormation templates. [`services`] wraps single AWS services with secure defaults and grants
//! that yield the narrowest policy; [`patterns`] puts them together.

mod app;
#[cfg(feature = "codedeploy")]
pub mod appspec;
#[cfg(feature = "assertions")]
pub mod assertions;
#[cfg(feature = "assets")]
pub mod assets;
#[cfg(feature = "codebuild")]
pub mod buildspec;
pub mod iam;
mod lookup;
pub mod patterns;
#[cfg(feature = "codepipeline")]
pub mod pipeline;
pub mod services;
#[cfg(any(feature = "codebuild", feature = "codedeploy"))]
#[cfg_attr(
    not(all(feature = "codebuild", feature = "codedeploy")),
    allow(dead_code, unused_imports, reason = "each kind of document uses the parts that it needs")
)]
mod spec;
pub mod stack;
mod synth;
pub mod tree;

pub use app::App;
pub use stack::{AssetStore, CrossReferences, DeploymentRoles, Environment, RemovalPolicy, Stack};
pub use synth::{
    Assembly, AssemblyFile, AssemblyPart, AssetLocation, Constructs, FileAsset, ParameterSource, StackArtifact,
};
