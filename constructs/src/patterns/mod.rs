//! Ready combinations of services.

#[cfg(feature = "scheduler")]
mod ci_pipeline;
#[cfg(feature = "codebuild")]
mod source_credentials;

#[cfg(feature = "scheduler")]
pub use ci_pipeline::{CiPipeline, CiPipelineProps, Nightly};
#[cfg(feature = "codebuild")]
pub use source_credentials::{SourceCredentials, SourceCredentialsProps};
