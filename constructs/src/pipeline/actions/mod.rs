//! One type for each kind of action: its configuration by name, and the permissions AWS documents for it.
//!
//! Each file holds a type that becomes an [`Action`](super::Action), and the [`Provider`] facts about its kind.

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

pub use cloud_formation::{
    CLOUD_FORMATION, Capability, CloudFormationAction, ParameterOverride, StackOperation, StackTemplate,
};
pub use code_build::{CODE_BUILD, CODE_BUILD_CONFIGURATION, CODE_BUILD_TEST, CodeBuildAction, CodeBuildBatch};
pub use code_commit_source::{CODE_COMMIT_SOURCE, CodeCommitSourceAction};
pub use commands::{COMMANDS, CommandsAction};
pub use connection_source::{CODE_STAR_SOURCE_CONNECTION, ConnectionSourceAction};
pub use detection::ChangeDetection;
pub use ecr_source::{ECR_SOURCE, EcrSourceAction};
pub use lambda_invoke::{LAMBDA_INVOKE, LambdaInvokeAction};
pub use manual_approval::{MANUAL_APPROVAL, ManualApprovalAction};
pub use pipeline_invoke::{CODE_PIPELINE, PipelineInvokeAction, RevisionKind, SourceRevision};
pub use s3_deploy::{S3_DEPLOY, S3DeployAction, S3Upload};
pub use s3_source::{S3_SOURCE, S3SourceAction};

use super::Provider;

/// Every kind of action that has a type here, in the order of their names.
pub static PROVIDERS: &[&Provider] = &[
    &CLOUD_FORMATION,
    &CODE_BUILD,
    &CODE_BUILD_TEST,
    &CODE_COMMIT_SOURCE,
    &CODE_PIPELINE,
    &CODE_STAR_SOURCE_CONNECTION,
    &COMMANDS,
    &ECR_SOURCE,
    &LAMBDA_INVOKE,
    &MANUAL_APPROVAL,
    &S3_DEPLOY,
    &S3_SOURCE,
];
