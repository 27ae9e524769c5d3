//! [`Assembly`]: what synthesis gives.

use std::path::PathBuf;

use cfn_model::Diagnostic;
use cfn_model::template::Template;

use super::cross_stack::{Links, ParameterSource};
use crate::app::App;
use crate::stack::Environment;

/// Everything an app makes: its templates in the order of their deployment, and its other files.
#[derive(Debug)]
pub struct Assembly {
    /// The stacks, each after those it needs.
    pub stacks: Vec<StackArtifact>,
    /// The other files, such as buildspecs, sorted by path.
    pub files: Vec<AssemblyFile>,
    /// What is worth knowing, but no error.
    pub diagnostics: Vec<Diagnostic>,
}

/// One stack, ready for deployment.
#[derive(Debug)]
pub struct StackArtifact {
    /// The stack's name.
    pub name: String,
    /// What tells it from the app's other stacks: its name, and where that is not enough its environment.
    pub artifact_id: String,
    /// Its template.
    pub template: Template,
    /// Where it is deployed.
    pub environment: Environment,
    /// The names of the stacks it comes after.
    pub dependencies: Vec<String>,
    /// Parameters that outputs of other stacks fill.
    pub parameters: Vec<ParameterSource>,
    /// Whether the stack refuses to be deleted.
    pub termination_protection: bool,
}

/// A file beside the templates.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AssemblyFile {
    /// Its path below the output folder.
    pub path: PathBuf,
    /// Its text.
    pub contents: String,
}

pub(crate) fn assemble(
    mut app: App,
    templates: Vec<(String, Template)>,
    links: &Links,
    order: &[usize],
    diagnostics: Vec<Diagnostic>,
) -> Assembly {
    let mut templates: Vec<Option<Template>> = templates.into_iter().map(|(_, template)| Some(template)).collect();
    let stacks = order
        .iter()
        .filter_map(|index| {
            let stack = &app.stacks[*index];
            let referred =
                links.edges.iter().filter(|(consumer, ..)| consumer == index).map(|(_, producer, _)| *producer);
            let named = (0..app.stacks.len()).filter(|other| stack.dependencies.contains(&app.stacks[*other].uid));
            let mut dependencies: Vec<usize> = referred.chain(named).collect();
            dependencies.sort_unstable();
            dependencies.dedup();
            Some(StackArtifact {
                name: stack.name().to_owned(),
                artifact_id: artifact_id(&app, *index),
                template: templates[*index].take()?,
                environment: stack.environment.clone(),
                dependencies: dependencies.into_iter().map(|other| app.stacks[other].name().to_owned()).collect(),
                parameters: links.parameters[*index].clone(),
                termination_protection: stack.termination_protection,
            })
        })
        .collect();
    app.files.sort();
    Assembly { stacks, files: app.files, diagnostics }
}

fn artifact_id(app: &App, index: usize) -> String {
    let stack = &app.stacks[index];
    let namesakes = app.stacks.iter().filter(|other| other.name() == stack.name()).count();
    let environment = [&stack.environment.account, &stack.environment.region].into_iter().flatten();
    let steps = std::iter::once(stack.name()).chain(environment.map(String::as_str));
    if namesakes == 1 { stack.name().to_owned() } else { steps.collect::<Vec<_>>().join("-") }
}
