//! Ready-made stacks for AWS release pipelines, and the command line that every app has.

#[cfg(feature = "ami-release")]
pub mod ami_release;
pub mod cli;
pub mod codebuild_ci;
mod config_file;
#[cfg(feature = "delivery-pipeline")]
pub mod delivery_pipeline;
#[cfg(feature = "image-promotion")]
pub mod image_promotion;
#[cfg(any(feature = "ami-release", feature = "delivery-pipeline", feature = "registry-release"))]
mod permission;
#[cfg(feature = "registry-release")]
pub mod registry_release;
#[cfg(all(
    feature = "schema",
    any(
        feature = "ami-release",
        feature = "delivery-pipeline",
        feature = "image-promotion",
        feature = "registry-release"
    )
))]
mod schema;

/// What a program that defines stacks usually needs.
pub mod prelude {
    pub use std::process::ExitCode;

    pub use cfn_constructs::patterns::*;
    pub use cfn_constructs::services::codebuild::{BuildEnvironment, EnvironmentVariable, Source, Webhook};
    pub use cfn_constructs::services::*;
    pub use cfn_constructs::{App, CrossReferences, RemovalPolicy, Stack};
    pub use cfn_model::{self, Prop, RawResource, sub};

    pub use crate::cli::CommandLine;
}

/// The program of the README is compiled and run with the tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
