//! How many stages and actions there are, where sources stand, and what a type of pipeline has.
//!
//! See <https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html>
//! and <https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-types.html>.

use cfn_model::Diagnostic;
use cfn_model::codepipeline::pipeline::{ActionTypeIdCategory as Category, ExecutionMode, PipelineType};

use super::{actions, problem};
use crate::pipeline::{FailureResult, PipelineProps, Stage, SuccessResult};

const CODE: &str = "pipeline-structure";
const STAGES: std::ops::RangeInclusive<usize> = 2..=50;
const ACTIONS: usize = 50;

pub(super) fn check(props: &PipelineProps, problems: &mut Vec<Diagnostic>) {
    let count = props.stages.len();
    if !STAGES.contains(&count) {
        let message = format!("the pipeline has {count} stages, {} to {} are allowed", STAGES.start(), STAGES.end());
        let help = if count > *STAGES.end() {
            "put actions of several stages into one, one after the other, or split the pipeline"
        } else {
            "add a stage for the sources and one for what is done with them"
        };
        problems.push(problem(CODE, "Stages", message, help));
    }
    for (index, stage) in props.stages.iter().enumerate() {
        stage_of(index, stage, problems);
        if props.execution_mode == ExecutionMode::Parallel && rolls_back(stage) {
            let message =
                format!("the stage `{}` rolls back, which executions that run in parallel cannot", stage.name);
            let help = "choose the execution mode `Queued` or `Superseded`, or leave the rollback out";
            problems.push(problem(CODE, format!("Stages.{index}"), message, help));
        }
        if let Some(reason) = &stage.disabled {
            transition(index, stage, reason, problems);
        }
    }
    if props.pipeline_type == PipelineType::V1 {
        first_type(props, problems);
    }
}

fn stage_of(index: usize, stage: &Stage, problems: &mut Vec<Diagnostic>) {
    let path = format!("Stages.{index}");
    let (name, count) = (&stage.name, stage.actions.len());
    if count == 0 {
        let help = "add an action, or leave the stage out";
        problems.push(problem(CODE, format!("{path}.Actions"), format!("the stage `{name}` has no actions"), help));
    } else if count > ACTIONS {
        let message = format!("the stage `{name}` has {count} actions, {ACTIONS} are allowed");
        let help = "spread them over several stages";
        problems.push(problem(CODE, format!("{path}.Actions"), message, help));
    }
    for (action_index, action) in stage.actions.iter().enumerate() {
        let is_source = action.kind.category == Category::Source;
        let wrong = match (index, is_source) {
            (0, false) => Some(("does not bring a source", "the first stage holds sources and nothing else: move it")),
            (1.., true) => Some(("brings a source", "sources stand in the first stage: move it there")),
            _ => None,
        };
        if let Some((what, help)) = wrong {
            let message = format!("the action `{}` of the stage `{name}` {what}", action.name);
            problems.push(problem(CODE, format!("{path}.Actions.{action_index}.ActionTypeId.Category"), message, help));
        }
    }
    let conditional = stage.before_entry.is_some() || stage.on_success.is_some() || stage.on_failure.is_some();
    if index == 0 && conditional {
        let message = format!("the stage `{name}` has conditions, which the stage of the sources cannot have");
        problems.push(problem(CODE, path, message, "put them on a later stage"));
    }
}

fn rolls_back(stage: &Stage) -> bool {
    let by_success = stage.on_success.as_ref().is_some_and(|success| success.result == SuccessResult::Rollback);
    let by_failure = stage
        .on_failure
        .as_ref()
        .is_some_and(|failure| failure.result == Some(FailureResult::Rollback) || !failure.rollback_rules.is_empty());
    by_success || by_failure
}

fn transition(index: usize, stage: &Stage, reason: &str, problems: &mut Vec<Diagnostic>) {
    const CODE: &str = "pipeline-transition";
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || "!@ ().*?-".contains(letter);
    let property = "DisableInboundStageTransitions";
    if index == 0 {
        let message = format!("the first stage, `{}`, cannot be closed: nothing leads to it", stage.name);
        problems.push(problem(CODE, property, message, "close the second stage"));
    }
    if reason.is_empty() || reason.len() > 300 || !reason.chars().all(allowed) {
        let message = format!("`{reason}` cannot be the reason why the stage `{}` is closed", stage.name);
        let help = "use letters, digits, spaces and `!@().*?-`, 1 to 300 of them";
        problems.push(problem(CODE, property, message, help));
    }
}

/// What only pipelines of type V2 have.
fn first_type(props: &PipelineProps, problems: &mut Vec<Diagnostic>) {
    let mut report = |property: String, what: &str| {
        let message = format!("{what}, which pipelines of type V1 do not have");
        problems.push(problem("pipeline-type", property, message, "choose the type V2, or leave it out"));
    };
    if !props.variables.is_empty() {
        report("Variables".into(), "the pipeline has variables");
    }
    if !props.triggers.is_empty() {
        report("Triggers".into(), "the pipeline has triggers");
    }
    if props.execution_mode != ExecutionMode::Superseded {
        let what = format!("the execution mode is `{}`", props.execution_mode.as_str());
        report("ExecutionMode".into(), &what);
    }
    for (index, stage) in props.stages.iter().enumerate() {
        if stage.before_entry.is_some() || stage.on_success.is_some() || stage.on_failure.is_some() {
            report(format!("Stages.{index}"), &format!("the stage `{}` has conditions", stage.name));
        }
    }
    for (path, _, action) in actions(props) {
        let v2_only = action.kind.facts().is_some_and(|facts| facts.v2_only);
        if v2_only || action.kind.category == Category::Compute {
            let what = format!("the action `{}` is of the provider `{}`", action.name, action.kind.provider);
            report(format!("{path}.ActionTypeId.Provider"), &what);
        }
    }
}
