//! One type for each kind of action: its configuration by name, and the permissions AWS documents for it.
//!
//! Each file holds a type that becomes an [`Action`](super::Action). What AWS says of its kind is in
//! [`providers`](super::providers), where the checks of templates have it from as well.

mod cloud_formation;
mod code_build;
mod code_commit_source;
mod commands;
mod connection_source;
mod detection;
mod ecr_source;
mod lambda_invoke;
mod manual_approval;
mod pipeline_invoke;
mod s3_deploy;
mod s3_source;

pub use cloud_formation::{Capability, CloudFormationAction, ParameterOverride, StackOperation, StackTemplate};
pub use code_build::{CodeBuildAction, CodeBuildBatch};
pub use code_commit_source::CodeCommitSourceAction;
pub use commands::CommandsAction;
pub use connection_source::ConnectionSourceAction;
pub use detection::ChangeDetection;
pub use ecr_source::EcrSourceAction;
pub use lambda_invoke::LambdaInvokeAction;
pub use manual_approval::ManualApprovalAction;
pub use pipeline_invoke::{PipelineInvokeAction, RevisionKind, SourceRevision};
pub use s3_deploy::{S3DeployAction, S3Upload};
pub use s3_source::S3SourceAction;
