//! Stages, actions and conditions as CloudFormation has them.

use cfn_model::codepipeline::pipeline::{
    ActionDeclaration, ActionTypeId, BeforeEntryConditions, Condition as ConditionProperty, ConditionResult,
    FailureConditions, FailureConditionsResult, FailureConditionsRetryConfiguration,
    FailureConditionsRetryConfigurationRetryMode, GitBranchFilterCriteria, GitConfiguration, GitFilePathFilterCriteria,
    GitPullRequestFilter, GitPullRequestFilterEvents, GitPushFilter, GitTagFilterCriteria, InputArtifact,
    OutputArtifact, PipelineTriggerDeclaration, PipelineTriggerDeclarationProviderType, RuleDeclaration, RuleTypeId,
    RuleTypeIdCategory, RuleTypeIdOwner, StageDeclaration, StageTransition, SuccessConditions, VariableDeclaration,
};
use cfn_model::{Map, Prop, Properties, Value};

use super::{
    Action, Artifact, EntryResult, FailureResult, Patterns, PullRequestEvent, PullRequestFilter, PushFilter, RetryMode,
    Rule, Stage, SuccessResult, Trigger, Variable,
};
use crate::services::Minutes;

/// What of an action or rule only the pipeline knows.
pub(super) struct Place {
    /// The role that it runs with, where that is not the pipeline's.
    pub(super) role: Option<Prop<String>>,
    /// The namespace of its variables, where it needs one.
    pub(super) namespace: Option<String>,
}

pub(super) fn action(action: &Action, place: Place) -> ActionDeclaration {
    let kind = &action.kind;
    let id = ActionTypeId::new(kind.category, kind.owner, kind.provider.to_string(), kind.version.to_string());
    // The name comes first, where a reader looks for it.
    let mut declared = ActionDeclaration::from_map(named(&action.name)).action_type_id(id);
    if !action.configuration.is_empty() {
        declared = declared.configuration(action.configuration.clone());
    }
    if !action.commands.is_empty() {
        declared = declared.commands(action.commands.clone());
    }
    if !action.environment.is_empty() {
        let variables = action.environment.iter().map(|variable| Value::Map(variable.to_property().into_map()));
        declared = declared.environment_variables(Prop::from_value(variables.collect::<Vec<_>>()));
    }
    if !action.inputs.is_empty() {
        declared = declared.input_artifacts(inputs(&action.inputs));
    }
    if !action.outputs.is_empty() {
        let outputs = action.outputs.iter().map(|output| {
            let artifact = OutputArtifact::new(output.artifact.name());
            if output.files.is_empty() { artifact } else { artifact.files(output.files.clone()) }
        });
        declared = declared.output_artifacts(outputs.collect::<Vec<_>>());
    }
    if !action.exported_variables.is_empty() {
        declared = declared.output_variables(action.exported_variables.clone());
    }
    if let Some(namespace) = place.namespace {
        declared = declared.namespace(namespace);
    }
    if let Some(region) = &action.region {
        declared = declared.region(region);
    }
    if let Some(role) = place.role {
        declared = declared.role_arn(role);
    }
    if let Some(Minutes(minutes)) = action.timeout {
        declared = declared.timeout_in_minutes(minutes);
    }
    declared.run_order(super::stage::order(action))
}

fn named(name: &str) -> Map {
    Map::from([("Name", name)])
}

fn inputs(artifacts: &[Artifact]) -> Vec<InputArtifact> {
    artifacts.iter().map(|artifact| InputArtifact::new(artifact.name())).collect()
}

/// A stage of the declared actions. `rule` declares a rule.
pub(super) fn stage(
    stage: &Stage,
    actions: Vec<ActionDeclaration>,
    rule: &mut impl FnMut(&Rule) -> RuleDeclaration,
) -> StageDeclaration {
    let mut declared = StageDeclaration::from_map(named(&stage.name)).actions(actions);
    let mut condition = |rules: &[Rule], result| {
        let rules: Vec<RuleDeclaration> = rules.iter().map(&mut *rule).collect();
        [ConditionProperty::new().result(result).rules(rules)]
    };
    if let Some(entry) = &stage.before_entry {
        let result = match entry.result {
            EntryResult::Fail => ConditionResult::Fail,
            EntryResult::Skip => ConditionResult::Skip,
        };
        declared = declared.before_entry(BeforeEntryConditions::new().conditions(condition(&entry.rules, result)));
    }
    if let Some(success) = &stage.on_success {
        let result = match success.result {
            SuccessResult::Fail => ConditionResult::Fail,
            SuccessResult::Rollback => ConditionResult::Rollback,
        };
        declared = declared.on_success(SuccessConditions::new().conditions(condition(&success.rules, result)));
    }
    if let Some(failure) = &stage.on_failure {
        let mut on_failure = FailureConditions::new();
        on_failure = match failure.result {
            None => on_failure,
            Some(FailureResult::Rollback) => on_failure.result(FailureConditionsResult::Rollback),
            Some(FailureResult::Retry(mode)) => {
                on_failure.result(FailureConditionsResult::Retry).retry_configuration(retry(mode))
            }
        };
        if !failure.rollback_rules.is_empty() {
            on_failure = on_failure.conditions(condition(&failure.rollback_rules, ConditionResult::Rollback));
        }
        declared = declared.on_failure(on_failure);
    }
    declared
}

fn retry(mode: RetryMode) -> FailureConditionsRetryConfiguration {
    FailureConditionsRetryConfiguration::new().retry_mode(match mode {
        RetryMode::AllActions => FailureConditionsRetryConfigurationRetryMode::AllActions,
        RetryMode::FailedActions => FailureConditionsRetryConfigurationRetryMode::FailedActions,
    })
}

pub(super) fn rule(rule: &Rule, role: Option<Prop<String>>) -> RuleDeclaration {
    let id = RuleTypeId::new()
        .category(RuleTypeIdCategory::Rule)
        .owner(RuleTypeIdOwner::Aws)
        .provider(rule.provider.provider)
        .version(rule.provider.version);
    let mut declared = RuleDeclaration::new().name(rule.name.as_str()).rule_type_id(id);
    if !rule.configuration.is_empty() {
        declared = declared.configuration(rule.configuration.clone());
    }
    if !rule.commands.is_empty() {
        declared = declared.commands(rule.commands.clone());
    }
    if !rule.inputs.is_empty() {
        declared = declared.input_artifacts(inputs(&rule.inputs));
    }
    if let Some(region) = &rule.region {
        declared = declared.region(region);
    }
    match role {
        Some(role) => declared.role_arn(role),
        None => declared,
    }
}

pub(super) fn variable(variable: &Variable) -> VariableDeclaration {
    let mut declared = VariableDeclaration::new(variable.name.as_str());
    if let Some(value) = &variable.default_value {
        declared = declared.default_value(value);
    }
    if let Some(description) = &variable.description {
        declared = declared.description(description);
    }
    declared
}

pub(super) fn transition(stage: &Stage) -> Option<StageTransition> {
    stage.disabled.as_ref().map(|reason| StageTransition::new(reason, stage.name.as_str()))
}

pub(super) fn trigger(trigger: &Trigger) -> PipelineTriggerDeclaration {
    let mut git = GitConfiguration::new(trigger.source.as_str());
    if !trigger.push.is_empty() {
        git = git.push(trigger.push.iter().map(push).collect::<Vec<_>>());
    }
    if !trigger.pull_requests.is_empty() {
        git = git.pull_request(trigger.pull_requests.iter().map(pull_request).collect::<Vec<_>>());
    }
    PipelineTriggerDeclaration::new(PipelineTriggerDeclarationProviderType::CodeStarSourceConnection)
        .git_configuration(git)
}

fn push(filter: &PushFilter) -> GitPushFilter {
    let mut declared = GitPushFilter::new();
    if !filter.branches.is_empty() {
        declared = declared.branches(criteria::<GitBranchFilterCriteria>(&filter.branches));
    }
    if !filter.file_paths.is_empty() {
        declared = declared.file_paths(criteria::<GitFilePathFilterCriteria>(&filter.file_paths));
    }
    if !filter.tags.is_empty() {
        declared = declared.tags(criteria::<GitTagFilterCriteria>(&filter.tags));
    }
    declared
}

fn pull_request(filter: &PullRequestFilter) -> GitPullRequestFilter {
    let mut declared = GitPullRequestFilter::new();
    if !filter.events.is_empty() {
        let event = |event: &PullRequestEvent| match event {
            PullRequestEvent::Open => GitPullRequestFilterEvents::Open,
            PullRequestEvent::Updated => GitPullRequestFilterEvents::Updated,
            PullRequestEvent::Closed => GitPullRequestFilterEvents::Closed,
        };
        declared = declared.events(filter.events.iter().map(event).collect::<Vec<_>>());
    }
    if !filter.branches.is_empty() {
        declared = declared.branches(criteria::<GitBranchFilterCriteria>(&filter.branches));
    }
    if !filter.file_paths.is_empty() {
        declared = declared.file_paths(criteria::<GitFilePathFilterCriteria>(&filter.file_paths));
    }
    declared
}

/// The three kinds of criteria have the same two lists.
fn criteria<T: Properties>(patterns: &Patterns) -> T {
    let mut map = Map::new();
    if !patterns.includes.is_empty() {
        map.insert("Includes", patterns.includes.clone());
    }
    if !patterns.excludes.is_empty() {
        map.insert("Excludes", patterns.excludes.clone());
    }
    T::from_map(map)
}
