//! Names: their letters, their lengths, and that each is there only once.
//!
//! See <https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html>.

use cfn_model::Diagnostic;

use super::{actions, problem, rules};
use crate::pipeline::PipelineProps;
use crate::pipeline::variable::{PIPELINE_NAMESPACE, SERVICE_NAMESPACE};

const CODE: &str = "pipeline-name";

/// What a kind of name is made of, besides letters and digits.
struct Kind {
    what: &'static str,
    others: &'static str,
    longest: usize,
}

const PIPELINE: Kind = Kind { what: "a pipeline", others: ".@-_", longest: 100 };
const STAGE: Kind = Kind { what: "a stage", others: ".@-_", longest: 100 };
const ACTION: Kind = Kind { what: "an action", others: ".@-_", longest: 100 };
const RULE: Kind = Kind { what: "a rule", others: ".@-_", longest: 100 };
const ARTIFACT: Kind = Kind { what: "an artifact", others: "_-", longest: 100 };
const NAMESPACE: Kind = Kind { what: "a namespace", others: "@-_", longest: 100 };
const VARIABLE: Kind = Kind { what: "a variable", others: "@-_", longest: 128 };

pub(super) fn check(props: &PipelineProps, problems: &mut Vec<Diagnostic>) {
    if let Some(name) = &props.name {
        problems.extend(PIPELINE.check(name, "Name".into()));
    }
    for (index, stage) in props.stages.iter().enumerate() {
        problems.extend(STAGE.check(&stage.name, format!("Stages.{index}.Name")));
        let earlier = props.stages.iter().take(index);
        if earlier.clone().any(|other| other.name == stage.name) {
            problems.push(twice("stages", &stage.name, format!("Stages.{index}.Name")));
        }
    }
    for (path, stage, action) in actions(props) {
        problems.extend(ACTION.check(&action.name, format!("{path}.Name")));
        let namesakes = stage.actions.iter().take_while(|other| !std::ptr::eq(*other, action));
        if namesakes.filter(|other| other.name == action.name).count() > 0 {
            let what = format!("actions of the stage `{}`", stage.name);
            problems.push(twice(&what, &action.name, format!("{path}.Name")));
        }
        for (index, artifact) in action.inputs.iter().enumerate() {
            problems.extend(ARTIFACT.check(artifact.name(), format!("{path}.InputArtifacts.{index}.Name")));
        }
        for (index, output) in action.outputs.iter().enumerate() {
            problems.extend(ARTIFACT.check(output.artifact.name(), format!("{path}.OutputArtifacts.{index}.Name")));
        }
    }
    namespaces(props, problems);
    for (path, _, rule) in rules(props) {
        problems.extend(RULE.check(&rule.name, format!("{path}.Name")));
    }
    for (index, variable) in props.variables.iter().enumerate() {
        problems.extend(VARIABLE.check(&variable.name, format!("Variables.{index}.Name")));
        if props.variables[..index].iter().any(|other| other.name == variable.name) {
            problems.push(twice("variables", &variable.name, format!("Variables.{index}.Name")));
        }
    }
}

fn namespaces(props: &PipelineProps, problems: &mut Vec<Diagnostic>) {
    let mut seen: Vec<&str> = Vec::new();
    for (path, _, action) in actions(props) {
        let Some(namespace) = action.namespace.as_deref() else { continue };
        let property = format!("{path}.Namespace");
        problems.extend(NAMESPACE.check(namespace, property.clone()));
        if [PIPELINE_NAMESPACE, SERVICE_NAMESPACE].contains(&namespace) {
            let message =
                format!("the action `{}` has the namespace `{namespace}`, which is CodePipeline's", action.name);
            problems.push(problem(CODE, property.clone(), message, "give it another namespace, or none"));
        }
        if seen.contains(&namespace) {
            problems.push(twice("namespaces", namespace, property));
        }
        seen.push(namespace);
    }
}

impl Kind {
    fn check(&self, name: &str, property: String) -> Option<Diagnostic> {
        let allowed = |letter: char| letter.is_ascii_alphanumeric() || self.others.contains(letter);
        if !name.is_empty() && name.len() <= self.longest && name.chars().all(allowed) {
            return None;
        }
        let message = match name.len() {
            length if length > self.longest => {
                format!("the name of {} has {length} characters, {} are allowed", self.what, self.longest)
            }
            _ => format!("`{name}` is no name for {}", self.what),
        };
        let help = format!("use letters, digits and `{}`, 1 to {} of them", self.others, self.longest);
        Some(problem(CODE, property, message, help))
    }
}

fn twice(what: &str, name: &str, property: String) -> Diagnostic {
    problem(CODE, property, format!("two {what} are named `{name}`"), "give one of them another name")
}
