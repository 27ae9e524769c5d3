//! CodePipeline: stages, actions and artifacts as data.
//!
//! An [`Action`] says what is done: its provider, its configuration, the [`Artifact`]s it reads and
//! writes, and the permissions it needs. [`actions`] has a type for each provider that becomes one.
//! [`Stage`]s hold actions, and a [`Pipeline`] holds stages, which stay data until synthesis: then
//! they are checked, and roles, artifact stores and event rules are made to fit what is left.
//!
//! ```
//! use cfn_constructs::Stack;
//! use cfn_constructs::buildspec::{Buildspec, Commands, Phase};
//! use cfn_constructs::pipeline::actions::{CodeBuildAction, ManualApprovalAction, S3SourceAction};
//! use cfn_constructs::pipeline::{Artifact, Pipeline, PipelineProps, Stage};
//! use cfn_constructs::services::codebuild::{Project, ProjectProps, Source};
//! use cfn_constructs::services::{Bucket, BucketProps};
//!
//! let mut stack = Stack::new("Release");
//! let uploads = Bucket::new(&mut stack, "Uploads", BucketProps::default());
//! let buildspec = Buildspec::new().phase(Phase::Build, Commands::new(["make"]));
//! let project = Project::new(&mut stack, "Build", ProjectProps::new(Source::CodePipeline, buildspec));
//!
//! let source = Artifact::new("Source");
//! let pipeline = Pipeline::new(
//!     &mut stack,
//!     "Pipeline",
//!     PipelineProps::new([
//!         Stage::new("Source").with(S3SourceAction::new("Upload", uploads, "source.zip", source.clone())),
//!         Stage::new("Build")
//!             .with(ManualApprovalAction::new("Approve"))
//!             .then(CodeBuildAction::new("Compile", project, source)),
//!     ]),
//! );
//! pipeline.edit(&mut stack, |stages| {
//!     stages.stage("Build").remove("Approve");
//! });
//! ```

mod action;
pub mod actions;
mod artifact;
mod bucket_ref;
mod checks;
mod condition;
mod cross_account_role;
mod declare;
mod events;
mod finish;
mod json;
mod logs;
mod permissions;
#[expect(clippy::module_inception, reason = "the construct is what the module is about")]
mod pipeline;
mod rule;
pub mod rules;
mod stage;
mod stages;
mod store;
mod trigger;
mod variable;

pub use cfn_checks::providers;

pub use action::{Action, ActionRole, ActionType, Expectation, IntoAction, Revision, SourceEvent};
pub use artifact::{Artifact, Output};
pub use bucket_ref::BucketRef;
pub use condition::{Condition, EntryResult, FailureResult, OnFailure, RetryMode, SuccessResult};
pub use cross_account_role::{CrossAccountRole, CrossAccountRoleProps};
pub use json::json_text;
pub use logs::log_permissions;
pub use pipeline::{Pipeline, PipelineProps};
pub use rule::Rule;
pub use stage::Stage;
pub use stages::Stages;
pub use trigger::{Patterns, PullRequestEvent, PullRequestFilter, PushFilter, Trigger};
pub use variable::{Variable, execution_id, output_variable};
