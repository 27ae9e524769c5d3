//! The conditions of stages: how many rules they have, and which may stand where.
//!
//! See <https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts-how-it-works-conditions.html>.

use cfn_model::Diagnostic;

use super::{conditions, problem, rules};
use crate::pipeline::{EntryResult, PipelineProps};

const CODE: &str = "stage-condition";
const RULES: usize = 5;

pub(super) fn check(props: &PipelineProps, problems: &mut Vec<Diagnostic>) {
    for (index, stage) in props.stages.iter().enumerate() {
        for (property, rules) in conditions(stage) {
            let path = format!("Stages.{index}.{property}");
            // What is done when a stage fails needs no rules.
            let needless = property == "OnFailure";
            if rules.len() > RULES || (rules.is_empty() && !needless) {
                let (name, count) = (&stage.name, rules.len());
                let message = format!("a condition of the stage `{name}` has {count} rules, 1 to {RULES} are allowed");
                problems.push(problem(
                    CODE,
                    path.clone(),
                    message,
                    "leave the condition out, or let a function decide",
                ));
            }
            for (rule_index, rule) in rules.iter().enumerate() {
                if rules[..rule_index].iter().any(|other| other.name == rule.name) {
                    let message =
                        format!("two rules of a condition of the stage `{}` are named `{}`", stage.name, rule.name);
                    problems.push(problem(CODE, path.clone(), message, "give one of them another name"));
                }
            }
        }
        let skips = stage.before_entry.as_ref().filter(|condition| condition.result == EntryResult::Skip);
        for rule in skips.iter().flat_map(|condition| &condition.rules).filter(|rule| !rule.provider.skips) {
            let message = format!("the rule `{}` cannot decide that the stage `{}` is skipped", rule.name, stage.name);
            let help = "only the rules LambdaInvoke and VariableCheck can: let the stage fail, with `only_if`, or use one of them";
            problems.push(problem(CODE, format!("Stages.{index}.BeforeEntry"), message, help));
        }
    }
    for (path, _, rule) in rules(props) {
        let (count, allowed) = (rule.inputs.len(), &rule.provider.inputs);
        if !allowed.contains(&count) {
            let message = format!(
                "the rule `{}` reads {count} artifacts, {} to {} are allowed",
                rule.name,
                allowed.start(),
                allowed.end()
            );
            let help = format!("that is the number for the rule {}", rule.provider.provider);
            problems.push(problem(CODE, format!("{path}.InputArtifacts"), message, help));
        }
        if rule.provider.provider == "Commands" && rule.commands.is_empty() {
            let message = format!("the rule `{}` has no commands", rule.name);
            problems.push(problem(CODE, format!("{path}.Commands"), message, "give 1 to 50 commands"));
        }
    }
}
