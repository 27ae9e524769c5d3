//! [`Assembly`]: what synthesis gives.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use cfn_model::Diagnostic;
use cfn_model::template::Template;

use super::cross_stack::{Links, ParameterSource};
use super::{Constructs, LogicalIds};
use crate::app::{App, Part};
use crate::stack::{AssetStore, DeploymentRoles, Environment, Stack};
use crate::tree::NodeId;

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
    /// The apps that the app was put together from, as they were added. None by default.
    pub parts: Vec<AssemblyPart>,
}

/// An app that is a part of another one, see [`App::with_app`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AssemblyPart {
    /// Its name, which is also that of the folder of its files.
    pub name: String,
    /// What it is for.
    pub about: String,
    /// The artifact ids of its stacks, in the order of their deployment.
    pub stacks: Vec<String>,
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
    /// The artifact ids of the stacks it comes after.
    pub dependencies: Vec<String>,
    /// Parameters that outputs of other stacks fill.
    pub parameters: Vec<ParameterSource>,
    /// Whether the stack refuses to be deleted.
    pub termination_protection: bool,
    /// Who deploys it, unless that is whoever asks for it.
    pub deployment_roles: Option<DeploymentRoles>,
    /// The tags of the stack itself: those of its root scope that are plain text.
    pub tags: BTreeMap<String, String>,
    /// Where the stack expects the assets that it needs, sorted by path.
    pub assets: Vec<AssetLocation>,
    /// Where else a file would be put that the stack needs, such as its own template.
    pub asset_store: AssetStore,
    /// The constructs that the template came from.
    pub constructs: Constructs,
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
    templates: Vec<Template>,
    ids: Vec<LogicalIds>,
    links: &Links,
    order: &[usize],
    diagnostics: Vec<Diagnostic>,
) -> Assembly {
    let assets = assets(&app.stacks);
    let artifact_ids: Vec<String> = (0..app.stacks.len()).map(|index| artifact_id(&app, index)).collect();
    let needs: Vec<BTreeSet<usize>> = (0..app.stacks.len()).map(|index| needs(&app, links, index)).collect();
    let parts = parts(&app, &artifact_ids, order);
    let finished = app.stacks.into_iter().zip(templates).zip(ids).enumerate();
    let mut stacks: Vec<Option<StackArtifact>> = finished
        .map(|(index, ((stack, template), ids))| {
            Some(StackArtifact {
                name: stack.name().to_owned(),
                artifact_id: artifact_ids[index].clone(),
                template,
                dependencies: needs[index].iter().map(|other| artifact_ids[*other].clone()).collect(),
                parameters: links.parameters[index].clone(),
                termination_protection: stack.termination_protection,
                tags: tags(&stack),
                assets: stack.assets.into_iter().map(|(location, _)| location).collect(),
                deployment_roles: stack.deployment_roles,
                asset_store: stack.asset_store,
                environment: stack.environment,
                constructs: Constructs::new(stack.tree, ids),
            })
        })
        .collect();
    app.files.sort();
    let stacks = order.iter().filter_map(|index| stacks[*index].take()).collect();
    Assembly { stacks, files: app.files, assets, diagnostics, parts }
}

fn parts(app: &App, artifact_ids: &[String], order: &[usize]) -> Vec<AssemblyPart> {
    let part = |part: &Part| {
        let own = order.iter().filter(|index| part.stacks.contains(&app.stacks[**index].uid));
        let stacks = own.map(|index| artifact_ids[*index].clone()).collect();
        AssemblyPart { name: part.name.clone(), about: part.about.clone(), stacks }
    };
    app.parts.iter().map(part).collect()
}

/// The stacks that one comes after.
fn needs(app: &App, links: &Links, index: usize) -> BTreeSet<usize> {
    let referred = links.edges.iter().filter(|(consumer, ..)| *consumer == index).map(|(_, producer, _)| *producer);
    let named = &app.stacks[index].dependencies;
    referred.chain((0..app.stacks.len()).filter(|other| named.contains(&app.stacks[*other].uid))).collect()
}

/// The tags that the stack's own scope has, as far as they are known before deployment.
fn tags(stack: &Stack) -> BTreeMap<String, String> {
    let tags = stack.tags_of(NodeId::ROOT).into_iter();
    tags.filter_map(|(key, value)| Some((key.to_owned(), value.as_str()?.to_owned()))).collect()
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
