//! [`Assembly`]: what synthesis gives.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use cfn_model::Diagnostic;
use cfn_model::template::Template;

use super::cross_stack::{Links, ParameterSource};
use crate::app::App;
use crate::stack::{Environment, Stack};

/// Everything an app makes: its templates in the order of their deployment, and its other files.
#[derive(Debug)]
pub struct Assembly {
    /// The stacks, each after those it needs.
    pub stacks: Vec<StackArtifact>,
    /// The other files, such as buildspecs, sorted by path.
    pub files: Vec<AssemblyFile>,
    /// The files that are uploaded before the stacks are deployed, each once, sorted by path.
    pub assets: Vec<FileAsset>,
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
    /// Where the stack expects the assets that it needs, sorted by path.
    pub assets: Vec<AssetLocation>,
}

/// A file that is uploaded before the stacks that need it are deployed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileAsset {
    /// Its path below the output folder: `asset.<hash>.zip`.
    pub path: PathBuf,
    /// The hash of what is in it, 64 hexadecimal digits.
    pub hash: String,
    /// The bytes of the file.
    pub contents: Arc<[u8]>,
}

/// Where a stack expects an asset to be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AssetLocation {
    /// The file's path below the output folder: `asset.<hash>.zip`.
    pub path: PathBuf,
    /// The hash of what is in it, 64 hexadecimal digits.
    pub hash: String,
    /// The bucket. `${AWS::AccountId}`, `${AWS::Region}` and `${AWS::Partition}` in it stand for those
    /// of the stack.
    pub bucket: String,
    /// The key of the object in the bucket.
    pub key: String,
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
                assets: stack.assets.iter().map(|(location, _)| location.clone()).collect(),
            })
        })
        .collect();
    app.files.sort();
    Assembly { stacks, files: app.files, assets: assets(&app.stacks), diagnostics }
}

/// The assets of all stacks. Several of them may need the same.
fn assets(stacks: &[Stack]) -> Vec<FileAsset> {
    let assets = stacks.iter().flat_map(|stack| &stack.assets);
    let by_path: BTreeMap<&PathBuf, FileAsset> = assets
        .map(|(location, contents)| {
            let (path, hash) = (location.path.clone(), location.hash.clone());
            (&location.path, FileAsset { path, hash, contents: Arc::clone(contents) })
        })
        .collect();
    by_path.into_values().collect()
}

fn artifact_id(app: &App, index: usize) -> String {
    let stack = &app.stacks[index];
    let namesakes = app.stacks.iter().filter(|other| other.name() == stack.name()).count();
    let environment = [&stack.environment.account, &stack.environment.region].into_iter().flatten();
    let steps = std::iter::once(stack.name()).chain(environment.map(String::as_str));
    if namesakes == 1 { stack.name().to_owned() } else { steps.collect::<Vec<_>>().join("-") }
}
