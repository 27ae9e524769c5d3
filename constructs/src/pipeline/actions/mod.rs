//! One type for each kind of action: its configuration by name, and the permissions AWS documents for it.
//!
//! Each file holds a type that becomes an [`Action`](super::Action). What AWS says of its kind is in
//! [`providers`](super::providers), where the checks of templates have it from as well.

mod app_config;
mod cloud_formation;
mod code_build;
mod code_commit_source;
mod code_deploy;
mod code_deploy_to_ecs;
mod commands;
mod common;
mod connection_source;
mod detection;
mod ec2_deploy;
mod ecr_build_and_publish;
mod ecr_source;
mod ecs;
mod eks_deploy;
mod elastic_beanstalk;
mod inspector_scan;
mod lambda_deploy;
mod lambda_invoke;
mod manual_approval;
mod pipeline_invoke;
mod s3_deploy;
mod s3_source;
mod service_catalog;
mod stack_instances;
mod stack_set;
mod stack_set_parts;
mod step_functions;

pub use app_config::{AppConfigAction, AppConfigTarget};
pub use cloud_formation::{Capability, CloudFormationAction, ParameterOverride, StackOperation, StackTemplate};
pub use code_build::{CodeBuildAction, CodeBuildBatch};
pub use code_commit_source::CodeCommitSourceAction;
pub use code_deploy::CodeDeployAction;
pub use code_deploy_to_ecs::{CodeDeployToEcsAction, EcsImage};
pub use commands::CommandsAction;
pub use connection_source::ConnectionSourceAction;
pub use detection::ChangeDetection;
pub use ec2_deploy::{Ec2DeployAction, Ec2InstanceKind, Ec2Instances, Ec2Limit, Ec2Steps};
pub use ecr_build_and_publish::{EcrBuildAndPublishAction, RegistryType};
pub use ecr_source::EcrSourceAction;
pub use ecs::EcsDeployAction;
pub use eks_deploy::{EksDeployAction, EksWorkload};
pub use elastic_beanstalk::ElasticBeanstalkAction;
pub use inspector_scan::{InspectorScanAction, InspectorTarget, InspectorThresholds};
pub use lambda_deploy::{LambdaDeployAction, LambdaRevision, LambdaShift};
pub use lambda_invoke::LambdaInvokeAction;
pub use manual_approval::ManualApprovalAction;
pub use pipeline_invoke::{PipelineInvokeAction, RevisionKind, SourceRevision};
pub use s3_deploy::{S3DeployAction, S3Upload};
pub use s3_source::S3SourceAction;
pub use service_catalog::{ProductVersion, ServiceCatalogAction};
pub use stack_instances::StackInstancesAction;
pub use stack_set::{StackSetAction, StackSetAutoDeployment, StackSetPermissions};
pub use stack_set_parts::{StackSetParameters, StackSetPreferences, StackSetTargets};
pub use step_functions::{StateMachineInput, StepFunctionsAction};
