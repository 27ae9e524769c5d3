//! Ready combinations of services.

mod ci_pipeline;
mod source_credentials;

pub use ci_pipeline::{CiPipeline, CiPipelineProps, Nightly};
pub use source_credentials::{SourceCredentials, SourceCredentialsProps};
