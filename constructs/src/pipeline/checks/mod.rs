//! What is wrong with a pipeline, as far as its data tell. One subject a file.

mod actions;
mod artifacts;
mod configuration;
mod names;
mod rules;
mod structure;
mod triggers;
mod variables;

use cfn_model::Diagnostic;

use super::{Action, PipelineProps, Rule, Stage};

/// Every check, in the order of their reports.
const CHECKS: &[fn(&PipelineProps, &mut Vec<Diagnostic>)] = &[
    edits,
    names::check,
    structure::check,
    actions::check,
    configuration::check,
    artifacts::check,
    rules::check,
    variables::check,
    triggers::check,
];

/// Everything that is wrong with the pipeline. Properties are named by their paths in the resource.
pub(super) fn check(props: &PipelineProps) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    CHECKS.iter().for_each(|check| check(props, &mut problems));
    problems
}

/// What went wrong while stages and actions were made and changed.
fn edits(props: &PipelineProps, problems: &mut Vec<Diagnostic>) {
    problems.extend(props.stages.edit_problems().cloned());
    for (path, _, action) in actions(props) {
        problems.extend(action.problems.iter().cloned().map(|problem| {
            let property = problem.property.as_deref().map_or(path.clone(), |property| format!("{path}.{property}"));
            problem.property(property)
        }));
    }
}

/// Every action, with its path and its stage.
pub(super) fn actions(props: &PipelineProps) -> impl Iterator<Item = (String, &Stage, &Action)> {
    props.stages.iter().enumerate().flat_map(|(stage_index, stage)| {
        let in_stage = stage.actions.iter().enumerate();
        in_stage.map(move |(index, action)| (format!("Stages.{stage_index}.Actions.{index}"), stage, action))
    })
}

/// The conditions of a stage: which property has each, its rules, and whether they can skip the stage.
fn conditions(stage: &Stage) -> impl Iterator<Item = (&'static str, &[Rule])> {
    let entry = stage.before_entry.iter().map(|condition| ("BeforeEntry", condition.rules.as_slice()));
    let success = stage.on_success.iter().map(|condition| ("OnSuccess", condition.rules.as_slice()));
    let failure = stage.on_failure.iter().map(|failure| ("OnFailure", failure.rollback_rules.as_slice()));
    entry.chain(success).chain(failure)
}

/// Every rule, with its path and its stage.
pub(super) fn rules(props: &PipelineProps) -> impl Iterator<Item = (String, &Stage, &Rule)> {
    props.stages.iter().enumerate().flat_map(|(stage_index, stage)| {
        conditions(stage).flat_map(move |(property, rules)| {
            let path = format!("Stages.{stage_index}.{property}.Conditions.0.Rules");
            rules.iter().enumerate().map(move |(index, rule)| (format!("{path}.{index}"), stage, rule))
        })
    })
}

/// A problem with a property.
fn problem(
    code: &'static str,
    property: impl Into<String>,
    message: impl Into<String>,
    help: impl Into<String>,
) -> Diagnostic {
    Diagnostic::error(code, message).property(property).help(help)
}
