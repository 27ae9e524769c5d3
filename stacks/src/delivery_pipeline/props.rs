//! The pipeline, in code or in a file.

use cfn_constructs::pipeline;
use cfn_model::codepipeline::pipeline::ExecutionMode as Mode;
use serde::{Deserialize, Serialize};

use super::Action;
#[cfg(feature = "schema")]
use crate::schema::{ACCOUNT, REGION};

/// A pipeline, and all that its actions work with.
///
/// ```
/// use cfn_stacks::delivery_pipeline::{Approval, Build, ConnectionSource, DeliveryPipeline, Stage};
///
/// let connection = "arn:aws:codeconnections:eu-central-1:111111111111:connection/0f9e8d7c";
/// let source = ConnectionSource::new("Source", connection, "acme/shop");
/// let build = Build::commands("Build", "Source", ["make"]);
/// let pipeline = DeliveryPipeline::new("Shop", [
///     Stage::new("Source", [source.into()]),
///     Stage::new("Build", [build.into()]),
///     Stage::new("Release", [Approval::new("Approve").into()]),
/// ]);
/// assert_eq!(pipeline.stages[1].actions[0].name(), "Build");
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DeliveryPipeline {
    /// The name of the pipeline and of its stack: letters, digits and hyphens, beginning with a letter, at most 64.
    pub name: String,
    /// The account of the pipeline, by its 12 digits. Needed where actions run with roles of other accounts; by default
    /// the account of whoever deploys.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = ACCOUNT)))]
    pub account: Option<String>,
    /// The region of everything. By default that of whoever deploys.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(regex(pattern = REGION)))]
    pub region: Option<String>,
    /// What becomes of an execution that starts while another one runs. By default it waits for its turn.
    #[serde(default)]
    pub execution_mode: ExecutionMode,
    /// Variables whose values are given when an execution starts, at most 50. Actions read them as
    /// `#{variables.NAME}`. None by default.
    #[serde(default)]
    pub variables: Vec<Variable>,
    /// The e-mail addresses that are told of executions that succeeded or failed. None by default.
    #[serde(default)]
    pub notify: Vec<String>,
    /// The e-mail addresses that are told of approvals which are due. None by default.
    #[serde(default)]
    pub approvers: Vec<String>,
    /// The stages in their order, 2 to 50. The first one holds the sources, and nothing else does.
    pub stages: Vec<Stage>,
}

/// What becomes of an execution that starts while another one runs.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/execution-modes.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ExecutionMode {
    /// It waits for its turn.
    #[default]
    Queued,
    /// It overtakes older ones between stages, which end there.
    Superseded,
    /// It runs beside the others. No stage can roll back.
    Parallel,
}

/// A variable of the pipeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Variable {
    /// Its name: letters, digits and `@-_`, at most 128 characters.
    pub name: String,
    /// Its value where whoever starts an execution gives none. Without it every start has to give one, which changes of
    /// sources do not.
    #[serde(default)]
    pub default: Option<String>,
    /// What it is for, at most 200 characters. None by default.
    #[serde(default)]
    pub description: Option<String>,
}

/// A stage: actions that run beside each other, or after each other by their run orders.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Its name, unique in the pipeline: letters, digits and `.@-_`, at most 100 characters.
    pub name: String,
    /// Its actions, 1 to 50.
    pub actions: Vec<Action>,
    /// What is done by itself when it fails. Nothing by default. The stage of the sources has none.
    #[serde(default)]
    pub on_failure: Option<StageFailure>,
    /// Why executions wait before it until somebody lets them in: letters, digits, spaces and `!@().*?-`, at most 300. By
    /// default they do not wait.
    #[serde(default)]
    pub closed: Option<String>,
}

/// What is done by itself when a stage fails.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StageFailure {
    /// It is rolled back to its last successful execution.
    Rollback,
    /// The actions that failed are tried once more.
    RetryFailed,
    /// All of its actions are tried once more.
    RetryAll,
}

impl DeliveryPipeline {
    /// A pipeline of these stages, everything else by default.
    pub fn new(name: impl Into<String>, stages: impl IntoIterator<Item = Stage>) -> Self {
        DeliveryPipeline {
            name: name.into(),
            account: None,
            region: None,
            execution_mode: ExecutionMode::default(),
            variables: Vec::new(),
            notify: Vec::new(),
            approvers: Vec::new(),
            stages: stages.into_iter().collect(),
        }
    }
}

impl Variable {
    /// A variable with the value that it has where none is given.
    pub fn new(name: impl Into<String>, default: impl Into<String>) -> Self {
        Variable { name: name.into(), default: Some(default.into()), description: None }
    }

    pub(super) fn variable(&self) -> pipeline::Variable {
        let Variable { name, default, description } = self.clone();
        pipeline::Variable { name, default_value: default, description }
    }
}

impl Stage {
    /// A stage of these actions.
    pub fn new(name: impl Into<String>, actions: impl IntoIterator<Item = Action>) -> Self {
        Stage { name: name.into(), actions: actions.into_iter().collect(), on_failure: None, closed: None }
    }

    /// With what is done when it fails.
    #[must_use]
    pub fn on_failure(mut self, on_failure: StageFailure) -> Self {
        self.on_failure = Some(on_failure);
        self
    }
}

impl From<ExecutionMode> for Mode {
    fn from(mode: ExecutionMode) -> Self {
        match mode {
            ExecutionMode::Queued => Mode::Queued,
            ExecutionMode::Superseded => Mode::Superseded,
            ExecutionMode::Parallel => Mode::Parallel,
        }
    }
}
