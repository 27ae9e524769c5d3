//! Artifacts: each is written once, and before it is read.
//!
//! See <https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-action-artifacts.html>.

use cfn_model::Diagnostic;

use super::{actions, conditions, problem};
use crate::pipeline::stage::order;
use crate::pipeline::{Action, Artifact, PipelineProps, Stage};

const CODE: &str = "pipeline-artifact";

/// Who writes an artifact, and when.
struct Written<'a> {
    artifact: &'a Artifact,
    stage: usize,
    stage_name: &'a str,
    action: &'a Action,
}

pub(super) fn check(props: &PipelineProps, problems: &mut Vec<Diagnostic>) {
    counts(props, problems);
    let written = written(props, problems);
    let silent = |(_, _, action): (String, &Stage, &'_ Action)| action.outputs.is_empty().then(|| action.name.clone());
    let silent: Vec<String> = actions(props).filter_map(silent).collect();
    for (stage_index, stage) in props.stages.iter().enumerate() {
        for (index, action) in stage.actions.iter().enumerate() {
            let path = format!("Stages.{stage_index}.Actions.{index}.InputArtifacts");
            let reader = Reader {
                what: "action",
                name: &action.name,
                stage: stage_index,
                order: Some(order(action)),
                action: Some(action),
                silent: &silent,
            };
            reader.check(&action.inputs, stage, &path, &written, problems);
        }
        for (property, rules) in conditions(stage) {
            for (index, rule) in rules.iter().enumerate() {
                let path = format!("Stages.{stage_index}.{property}.Conditions.0.Rules.{index}.InputArtifacts");
                let order = if property == "BeforeEntry" { Some(0) } else { None };
                let (name, silent) = (rule.name.as_str(), silent.as_slice());
                let reader = Reader { what: "rule", name, stage: stage_index, order, action: None, silent };
                reader.check(&rule.inputs, stage, &path, &written, problems);
            }
        }
    }
}

fn written<'a>(props: &'a PipelineProps, problems: &mut Vec<Diagnostic>) -> Vec<Written<'a>> {
    let mut written: Vec<Written<'a>> = Vec::new();
    for (stage_index, stage) in props.stages.iter().enumerate() {
        for (action_index, action) in stage.actions.iter().enumerate() {
            for (index, output) in action.outputs.iter().enumerate() {
                let artifact = &output.artifact;
                if let Some(first) = written.iter().find(|written| written.artifact == artifact) {
                    let message = format!(
                        "the artifact `{}` is written twice: by `{}` of the stage `{}` and by `{}` of the stage `{}`",
                        artifact.name(),
                        first.action.name,
                        first.stage_name,
                        action.name,
                        stage.name
                    );
                    let property = format!("Stages.{stage_index}.Actions.{action_index}.OutputArtifacts.{index}");
                    problems.push(problem(CODE, property, message, "give one of the two another name"));
                    continue;
                }
                written.push(Written { artifact, stage: stage_index, stage_name: &stage.name, action });
            }
        }
    }
    written
}

/// Whoever reads artifacts: an action, or a rule before (order 0) or after (no order) its stage's actions.
struct Reader<'a> {
    what: &'static str,
    name: &'a str,
    stage: usize,
    order: Option<u32>,
    action: Option<&'a Action>,
    /// The names of the actions that write nothing.
    silent: &'a [String],
}

impl Reader<'_> {
    fn check(
        &self,
        inputs: &[Artifact],
        stage: &Stage,
        path: &str,
        written: &[Written<'_>],
        problems: &mut Vec<Diagnostic>,
    ) {
        let reader = format!("the {} `{}` of the stage `{}`", self.what, self.name, stage.name);
        for (index, artifact) in inputs.iter().enumerate() {
            let property = format!("{path}.{index}");
            let name = artifact.name();
            if inputs[..index].contains(artifact) {
                let message = format!("{reader} reads the artifact `{name}` twice");
                problems.push(problem(CODE, property.clone(), message, "name it once"));
            }
            let Some(source) = written.iter().find(|written| written.artifact == artifact) else {
                let names: Vec<&str> = written.iter().map(|written| written.artifact.name()).collect();
                let help = match (cfn_model::nearest(name, names.iter().copied()), names.is_empty()) {
                    _ if self.silent.iter().any(|silent| silent == name) => {
                        format!("the action `{name}` writes none: give it an output")
                    }
                    (Some(near), _) => format!("the nearest that is written is `{near}`"),
                    (None, true) => "no action writes any".to_owned(),
                    (None, false) => format!("what is written is `{}`", names.join("`, `")),
                };
                let message = format!("{reader} reads the artifact `{name}`, which no action writes");
                problems.push(problem(CODE, property, message, help));
                continue;
            };
            let earlier = source.stage < self.stage
                || (source.stage == self.stage && self.order.is_none_or(|order| self::order(source.action) < order));
            if earlier {
                continue;
            }
            let writer = format!("`{}` of the stage `{}`", source.action.name, source.stage_name);
            let (when, help) = if self.action.is_some_and(|action| std::ptr::eq(action, source.action)) {
                ("writes itself", "read another artifact, or write under another name")
            } else if source.stage == self.stage && self.order == Some(order(source.action)) {
                ("is written at the same time by", "let it run after that action, with `then` or a higher run order")
            } else {
                ("is written only later by", "move one of the two")
            };
            let message = match when {
                "writes itself" => format!("{reader} reads the artifact `{name}`, which it writes itself"),
                when => format!("{reader} reads the artifact `{name}`, which {when} {writer}"),
            };
            problems.push(problem(CODE, property, message, help));
        }
    }
}

fn counts(props: &PipelineProps, problems: &mut Vec<Diagnostic>) {
    for (path, _, action) in actions(props) {
        let Some(facts) = action.kind.facts() else { continue };
        let given = [
            ("InputArtifacts", "reads", action.inputs.len(), &facts.inputs),
            ("OutputArtifacts", "writes", action.outputs.len(), &facts.outputs),
        ];
        for (property, does, count, allowed) in given {
            if !allowed.contains(&count) {
                let (least, most) = (allowed.start(), allowed.end());
                let wanted = if least == most { least.to_string() } else { format!("{least} to {most}") };
                let message = format!("the action `{}` {does} {count} artifacts, {wanted} are allowed", action.name);
                let help = format!("that is the number for {} of {}", action.kind.category.as_str(), facts.provider);
                problems.push(problem(CODE, format!("{path}.{property}"), message, help));
            }
        }
    }
}
