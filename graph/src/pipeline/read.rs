//! Pipelines out of templates.

use std::collections::BTreeMap;

use cfn_model::Value;
use cfn_model::template::{ResourceView, Template};

use super::{Action, Pipeline, Stage};
use crate::label::{items, label, label_at, short_type};

impl Pipeline {
    /// The pipelines of a template, in their order: those of its own, and those of the templates that its stack sets
    /// carry to other accounts and regions.
    pub fn all(template: &Template) -> Vec<Pipeline> {
        let mut found = Vec::new();
        for (id, resource) in template.resources() {
            match resource.type_name() {
                Some("AWS::CodePipeline::Pipeline") => found.push(read(id, resource, template)),
                Some("AWS::CloudFormation::StackSet") => {
                    let body = resource.property("TemplateBody").and_then(Value::as_str);
                    let read = body.and_then(|text| Template::parse(text, id.to_owned()).ok());
                    found.extend(read.iter().flat_map(|parsed| Pipeline::all(&parsed.template)));
                }
                _ => {}
            }
        }
        found
    }
}

fn read(id: &str, resource: ResourceView<'_>, template: &Template) -> Pipeline {
    let text = |name: &str| resource.property(name).map(label);
    let mode = text("ExecutionMode").map(|mode| format!(" {}", mode.to_lowercase()));
    let disabled = items(resource.property("DisableInboundStageTransitions"));
    let disabled: Vec<String> = disabled.iter().map(|(value, _)| label_at(value, "StageName")).collect();
    let stages = items(resource.property("Stages")).into_iter();
    Pipeline {
        id: id.to_owned(),
        name: text("Name").unwrap_or_else(|| id.to_owned()),
        mode: format!("{}{}", text("PipelineType").unwrap_or_else(|| "V1".into()), mode.unwrap_or_default()),
        triggers: triggers(id, resource, template),
        variables: items(resource.property("Variables")).iter().map(|(value, _)| label_at(value, "Name")).collect(),
        stages: stages.map(|(value, condition)| stage(value, condition.as_deref(), &disabled)).collect(),
    }
}

fn stage(value: &Value, condition: Option<&str>, disabled: &[String]) -> Stage {
    let name = label_at(value, "Name");
    let mut steps: BTreeMap<i64, Vec<Action>> = BTreeMap::new();
    for (value, condition) in items(value.at("Actions")) {
        // What is no number before deployment counts as what CodePipeline takes where nothing is said.
        let order = value.at("RunOrder").and_then(|order| label(order).parse().ok()).unwrap_or(1);
        steps.entry(order).or_default().push(action(value, condition));
    }
    let mut conditions: Vec<String> = condition.map(|name| format!("only if {name}")).into_iter().collect();
    for (key, words) in [("BeforeEntry", "before entry"), ("OnSuccess", "on success"), ("OnFailure", "on failure")] {
        for (entry, _) in items(value.at(key).and_then(|rules| rules.at("Conditions"))) {
            let rules = items(entry.at("Rules"));
            let names: Vec<String> = rules.iter().map(|(rule, _)| label_at(rule, "Name")).collect();
            let otherwise = match label_at(entry, "Result") {
                result if result.is_empty() => String::new(),
                result => format!(", else {}", result.to_lowercase()),
            };
            conditions.push(format!("{words}: {}{otherwise}", names.join(", ")));
        }
        if let Some(result) = value.at(key).and_then(|rules| rules.at("Result")) {
            let retry = match label_at(value, "OnFailure.RetryConfiguration.RetryMode").as_str() {
                "FAILED_ACTIONS" => " failed actions",
                "ALL_ACTIONS" => " all actions",
                _ => "",
            };
            conditions.push(format!("{words}: {}{retry}", label(result).to_lowercase()));
        }
    }
    if disabled.contains(&name) {
        conditions.push("transition disabled".into());
    }
    Stage { name, conditions, steps: steps.into_values().collect() }
}

fn action(value: &Value, condition: Option<String>) -> Action {
    let text = |path: &str| Some(label_at(value, path)).filter(|text| !text.is_empty());
    let account = text("RoleArn").and_then(|role| {
        let account = role.split_once(":iam::")?.1.split(":role").next()?;
        (!account.is_empty() && account != "${AWS::AccountId}").then(|| account.to_owned())
    });
    Action {
        name: label_at(value, "Name"),
        category: label_at(value, "ActionTypeId.Category"),
        provider: label_at(value, "ActionTypeId.Provider"),
        account,
        region: text("Region"),
        condition,
    }
}

/// What starts a pipeline: its own triggers, and the rules, schedules and webhooks of the template.
fn triggers(id: &str, pipeline: ResourceView<'_>, template: &Template) -> Vec<String> {
    let mut found = Vec::new();
    for (trigger, _) in items(pipeline.property("Triggers")) {
        let action = label_at(trigger, "GitConfiguration.SourceActionName");
        for (key, words) in [("Push", "push"), ("PullRequest", "pull request")] {
            for (filter, _) in items(trigger.at("GitConfiguration").and_then(|git| git.at(key))) {
                found.push(format!("{action}: {words}{}", filters(filter)));
            }
        }
    }
    for (other, resource) in template.resources() {
        let type_name = resource.type_name().unwrap_or_default();
        let starts = match type_name {
            "AWS::Events::Rule" => "Targets",
            "AWS::Scheduler::Schedule" => "Target",
            "AWS::CodePipeline::Webhook" => "TargetPipeline",
            _ => continue,
        };
        let mut named = false;
        if let Some(value) = resource.property(starts) {
            value.walk(&mut |node| named |= node.as_intrinsic().is_some_and(|call| call.names().contains(&id)));
        }
        if named {
            let schedule = resource.property("ScheduleExpression").map(|value| format!(" {}", label(value)));
            found.push(format!("{} {other}{}", short_type(type_name), schedule.unwrap_or_default()));
        }
    }
    found
}

/// The filters of a trigger in words: ` to main, hotfix/*, not hotfix/draft-*`.
fn filters(filter: &Value) -> String {
    let mut words = String::new();
    for (key, before) in [("Branches", "to"), ("Tags", "of tag"), ("FilePaths", "in")] {
        let list = |of: &str| {
            let patterns = items(filter.at(key).and_then(|patterns| patterns.at(of)));
            patterns.iter().map(|(pattern, _)| label(pattern)).collect::<Vec<_>>().join(", ")
        };
        let (includes, excludes) = (list("Includes"), list("Excludes"));
        if !includes.is_empty() {
            words.push_str(&format!(" {before} {includes}"));
        }
        if !excludes.is_empty() {
            words.push_str(&format!("{} not {excludes}", if includes.is_empty() { "" } else { "," }));
        }
    }
    words
}
