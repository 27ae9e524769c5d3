//! [`Action`]: one thing that a stage does.

use cfn_constructs::pipeline::{self, IntoAction, Trigger};
use serde::{Deserialize, Serialize};

use super::{
    Approval, Build, CloudFormation, CodeDeploy, Commands, ConnectionSource, EcrSource, EcsDeploy, LambdaInvoke,
    Making, OtherAction, S3Deploy, S3Source, StepFunctions,
};

/// One thing that a stage does. Artifacts have the names of the actions that write them.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html>.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Action {
    /// A branch of a repository of GitHub, GitLab or Bitbucket, through a connection.
    Connection(ConnectionSource),
    /// A zip file of a bucket.
    S3Source(S3Source),
    /// An image of ECR.
    EcrSource(EcrSource),
    /// A build with CodeBuild, whose project is made.
    Build(Build),
    /// A few shell commands, without a project.
    Commands(Commands),
    /// Somebody decides whether the pipeline goes on.
    Approval(Approval),
    /// A stack is deployed, changed or deleted.
    #[serde(rename = "cloudformation")]
    CloudFormation(CloudFormation),
    /// An artifact goes into a bucket.
    S3Deploy(S3Deploy),
    /// A service of ECS gets other images.
    Ecs(EcsDeploy),
    /// An artifact goes to servers, with CodeDeploy.
    #[serde(rename = "codedeploy")]
    CodeDeploy(CodeDeploy),
    /// A function runs.
    LambdaInvoke(LambdaInvoke),
    /// A state machine runs.
    StepFunctions(StepFunctions),
    /// Any other kind of action.
    Other(OtherAction),
}

/// Does the same with whatever kind it is.
macro_rules! each {
    ($action:expr, $kind:ident => $does:expr) => {
        match $action {
            Action::Connection($kind) => $does,
            Action::S3Source($kind) => $does,
            Action::EcrSource($kind) => $does,
            Action::Build($kind) => $does,
            Action::Commands($kind) => $does,
            Action::Approval($kind) => $does,
            Action::CloudFormation($kind) => $does,
            Action::S3Deploy($kind) => $does,
            Action::Ecs($kind) => $does,
            Action::CodeDeploy($kind) => $does,
            Action::LambdaInvoke($kind) => $does,
            Action::StepFunctions($kind) => $does,
            Action::Other($kind) => $does,
        }
    };
}

impl Action {
    /// Its name.
    pub fn name(&self) -> &str {
        each!(self, kind => &kind.name)
    }

    /// When it runs, where it says so.
    pub fn run_order(&self) -> Option<u32> {
        each!(self, kind => kind.run_order)
    }

    /// The same action after those of its stage that have a lower number, beside those that have the same: 1 to 999.
    #[must_use]
    pub fn after(mut self, run_order: u32) -> Self {
        each!(&mut self, kind => kind.run_order = Some(run_order));
        self
    }

    /// Adds what it works with, and gives it as CodePipeline knows it.
    pub(super) fn make(&self, making: &mut Making<'_>) -> pipeline::Action {
        each!(self, kind => kind.make(making).into_action())
    }

    /// What starts the pipeline besides pushes to its branch.
    pub(super) fn trigger(&self) -> Option<Trigger> {
        match self {
            Action::Connection(source) => source.trigger(),
            _ => None,
        }
    }
}

/// Each kind becomes an action.
macro_rules! kinds {
    ($($variant:ident: $kind:ident,)*) => {
        $(impl From<$kind> for Action {
            fn from(kind: $kind) -> Self {
                Action::$variant(kind)
            }
        })*
    };
}

kinds! {
    Connection: ConnectionSource,
    S3Source: S3Source,
    EcrSource: EcrSource,
    Build: Build,
    Commands: Commands,
    Approval: Approval,
    CloudFormation: CloudFormation,
    S3Deploy: S3Deploy,
    Ecs: EcsDeploy,
    CodeDeploy: CodeDeploy,
    LambdaInvoke: LambdaInvoke,
    StepFunctions: StepFunctions,
    Other: OtherAction,
}
