//! The events of CodePipeline.
//!
//! See <https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html>.

use cfn_model::Prop;

use super::{EventPattern, Filter, names, texts};

states! {
    /// The state that an execution of a pipeline has come to.
    PipelineExecutionState {
        /// The pipeline was changed while it ran.
        Canceled = "CANCELED",
        /// It failed.
        Failed = "FAILED",
        /// A failed execution was retried.
        Resumed = "RESUMED",
        /// It runs.
        Started = "STARTED",
        /// Somebody stopped it, and it has stopped.
        Stopped = "STOPPED",
        /// Somebody stopped it, and it has yet to stop.
        Stopping = "STOPPING",
        /// It succeeded.
        Succeeded = "SUCCEEDED",
        /// A newer execution overtook it.
        Superseded = "SUPERSEDED",
    }
}

states! {
    /// The state that a stage has come to.
    StageExecutionState {
        /// The pipeline was changed while the stage ran.
        Canceled = "CANCELED",
        /// It failed.
        Failed = "FAILED",
        /// A failed stage was retried.
        Resumed = "RESUMED",
        /// It runs.
        Started = "STARTED",
        /// Somebody stopped it, and it has stopped.
        Stopped = "STOPPED",
        /// Somebody stopped it, and it has yet to stop.
        Stopping = "STOPPING",
        /// It succeeded.
        Succeeded = "SUCCEEDED",
    }
}

states! {
    /// The state that an action has come to.
    ActionExecutionState {
        /// Its execution was stopped without waiting for it.
        Abandoned = "ABANDONED",
        /// The pipeline was changed while the action ran.
        Canceled = "CANCELED",
        /// It failed; an approval was refused.
        Failed = "FAILED",
        /// It runs; an approval waits.
        Started = "STARTED",
        /// It succeeded; an approval was given.
        Succeeded = "SUCCEEDED",
    }
}

states! {
    /// What kind of action it is.
    ActionCategory {
        /// Brings sources in.
        Source = "Source",
        /// Builds.
        Build = "Build",
        /// Tests.
        Test = "Test",
        /// Deploys.
        Deploy = "Deploy",
        /// Waits for somebody's approval.
        Approval = "Approval",
        /// Calls a function, a state machine or another pipeline.
        Invoke = "Invoke",
        /// Runs commands.
        Compute = "Compute",
    }
}

/// An execution of a pipeline changed its state.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct PipelineExecutionStateChange {
    /// The pipelines, by name. By default all of the account and region.
    pub pipelines: Vec<Prop<String>>,
    /// The states. By default all.
    pub states: Vec<PipelineExecutionState>,
}

/// A stage of a pipeline changed its state.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct StageExecutionStateChange {
    /// The pipelines, by name. By default all of the account and region.
    pub pipelines: Vec<Prop<String>>,
    /// The stages, by name. By default all.
    pub stages: Vec<String>,
    /// The states. By default all.
    pub states: Vec<StageExecutionState>,
}

/// An action of a pipeline changed its state.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ActionExecutionStateChange {
    /// The pipelines, by name. By default all of the account and region.
    pub pipelines: Vec<Prop<String>>,
    /// The stages, by name. By default all.
    pub stages: Vec<String>,
    /// The actions, by name. By default all.
    pub actions: Vec<String>,
    /// The categories of the actions. By default all.
    pub categories: Vec<ActionCategory>,
    /// The states. By default all.
    pub states: Vec<ActionExecutionState>,
}

fn pattern<S: Copy + Into<Filter>>(level: &str, pipelines: &[Prop<String>], states: &[S]) -> EventPattern {
    EventPattern::of("aws.codepipeline", format!("CodePipeline {level} Execution State Change"))
        .detail_if_any("pipeline", names(pipelines))
        .detail_if_any("state", states.iter().copied())
}

impl From<PipelineExecutionStateChange> for EventPattern {
    fn from(change: PipelineExecutionStateChange) -> Self {
        pattern("Pipeline", &change.pipelines, &change.states)
    }
}

impl From<StageExecutionStateChange> for EventPattern {
    fn from(change: StageExecutionStateChange) -> Self {
        pattern("Stage", &change.pipelines, &change.states).detail_if_any("stage", texts(&change.stages))
    }
}

impl From<ActionExecutionStateChange> for EventPattern {
    fn from(change: ActionExecutionStateChange) -> Self {
        pattern("Action", &change.pipelines, &change.states)
            .detail_if_any("stage", texts(&change.stages))
            .detail_if_any("action", texts(&change.actions))
            .detail_if_any("type.category", change.categories)
    }
}
