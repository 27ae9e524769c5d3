//! Triggers: which sources they are for, and how their filters go together.
//!
//! See <https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html>.

use cfn_model::Diagnostic;
use cfn_model::codepipeline::pipeline::ActionTypeIdCategory as Category;

use super::{actions, problem};
use crate::pipeline::{Patterns, PipelineProps, Trigger};

const CODE: &str = "pipeline-trigger";
const FILTERS: usize = 3;
const PATTERNS: usize = 8;
const TRIGGERS: usize = 50;

pub(super) fn check(props: &PipelineProps, problems: &mut Vec<Diagnostic>) {
    let count = props.triggers.len();
    if count > TRIGGERS {
        let message = format!("the pipeline has {count} triggers, {TRIGGERS} are allowed");
        problems.push(problem(CODE, "Triggers", message, "leave some out"));
    }
    for (index, trigger) in props.triggers.iter().enumerate() {
        let path = format!("Triggers.{index}.GitConfiguration");
        source(props, index, trigger, &path, problems);
        filters(trigger, &path, problems);
    }
}

fn source(props: &PipelineProps, index: usize, trigger: &Trigger, path: &str, problems: &mut Vec<Diagnostic>) {
    let name = &trigger.source;
    let property = format!("{path}.SourceActionName");
    if props.triggers[..index].iter().any(|other| other.source == *name) {
        let message = format!("the source `{name}` has two triggers");
        problems.push(problem(CODE, property.clone(), message, "put the filters of both into one"));
    }
    let sources = || actions(props).filter(|(_, _, action)| action.kind.category == Category::Source);
    match sources().find(|(_, _, action)| action.name == *name) {
        None => {
            let names: Vec<&str> = sources().map(|(_, _, action)| action.name.as_str()).collect();
            let message = format!("a trigger is for the source `{name}`, which the pipeline does not have");
            let help = if names.is_empty() { "it has none".into() } else { format!("it has `{}`", names.join("`, `")) };
            problems.push(problem(CODE, property, message, help));
        }
        Some((_, _, action)) if action.kind.provider != "CodeStarSourceConnection" => {
            let message = format!("a trigger is for the source `{name}`, whose provider is `{}`", action.kind.provider);
            let help = "only sources of the provider CodeStarSourceConnection have triggers; the others start the \
                        pipeline through events";
            problems.push(problem(CODE, property, message, help));
        }
        Some(_) => {}
    }
}

fn filters(trigger: &Trigger, path: &str, problems: &mut Vec<Diagnostic>) {
    let source = &trigger.source;
    if trigger.push.is_empty() && trigger.pull_requests.is_empty() {
        let message = format!("the trigger for the source `{source}` has no filters");
        problems.push(problem(CODE, path, message, "add pushes or pull requests, or leave the trigger out"));
    }
    for (property, what, count) in
        [("Push", "pushes", trigger.push.len()), ("PullRequest", "pull requests", trigger.pull_requests.len())]
    {
        if count > FILTERS {
            let message =
                format!("the trigger for the source `{source}` has {count} filters for {what}, {FILTERS} are allowed");
            problems.push(problem(CODE, format!("{path}.{property}"), message, "put several patterns into one filter"));
        }
    }
    for (index, filter) in trigger.push.iter().enumerate() {
        let path = format!("{path}.Push.{index}");
        let (branches, tags) = (!filter.branches.is_empty(), !filter.tags.is_empty());
        if branches == tags {
            let what = if tags { "both tags and branches" } else { "neither tags nor branches" };
            let message = format!("a filter for pushes of the source `{source}` names {what}");
            problems.push(problem(
                CODE,
                path.clone(),
                message,
                "name either tags or branches, and make two filters for both",
            ));
        } else if tags && !filter.file_paths.is_empty() {
            let message = format!("a filter for tags of the source `{source}` names file paths");
            problems.push(problem(CODE, path.clone(), message, "file paths go with branches: leave them out"));
        }
        patterns(
            &[("Branches", &filter.branches), ("FilePaths", &filter.file_paths), ("Tags", &filter.tags)],
            &path,
            problems,
        );
    }
    for (index, filter) in trigger.pull_requests.iter().enumerate() {
        let path = format!("{path}.PullRequest.{index}");
        if filter.branches.is_empty() {
            let message = format!("a filter for pull requests of the source `{source}` names no branches");
            problems.push(problem(CODE, path.clone(), message, "name the branches that they go into, `**` for all"));
        }
        patterns(&[("Branches", &filter.branches), ("FilePaths", &filter.file_paths)], &path, problems);
    }
}

fn patterns(of: &[(&str, &Patterns)], path: &str, problems: &mut Vec<Diagnostic>) {
    for (property, patterns) in of {
        for (list, patterns) in [("Includes", &patterns.includes), ("Excludes", &patterns.excludes)] {
            let property = format!("{path}.{property}.{list}");
            if patterns.len() > PATTERNS {
                let message = format!("a filter has {} patterns, {PATTERNS} are allowed", patterns.len());
                problems.push(problem(CODE, property.clone(), message, "say several in one: `{main,develop}`"));
            }
            for pattern in patterns.iter().filter(|pattern| pattern.is_empty() || pattern.chars().count() > 255) {
                let length = pattern.chars().count();
                let message = format!("a pattern of a filter has {length} characters, 1 to 255 are allowed");
                problems.push(problem(CODE, property.clone(), message, "shorten it with `*` or `**`"));
            }
        }
    }
}
