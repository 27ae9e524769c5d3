//! `manifest.json`: the artifacts of an assembly.

use cfn_constructs::Environment;
use cfn_model::{Map, Value};

use super::environments::{Environments, folder, resolved};
use super::metadata::Told;
use super::{TREE, VERSION, Written, assets, metadata, slashed};

/// The manifest of the main assembly.
pub(super) fn main(told: Told<'_>, environments: &Environments<'_>) -> Map {
    let mut artifacts = stacks(told, &environments.main, "");
    for name in environments.nested.keys() {
        let properties = [("directoryName", slashed(&folder(name))), ("displayName", name.clone())];
        artifacts.insert(name.clone(), artifact("cdk:cloud-assembly", Map::from(properties)));
    }
    artifacts.insert("Tree.json", artifact("cdk:tree", Map::from([("file", TREE)])));
    document(artifacts)
}

/// The manifest of a nested assembly. What it refers to is in the folder of the main one, two steps up.
pub(super) fn nested(told: Told<'_>, stacks_of_it: &[&Written<'_>]) -> Map {
    document(stacks(told, stacks_of_it, "../../"))
}

fn document(artifacts: Map) -> Map {
    Map::from([("version", Value::from(VERSION)), ("artifacts", artifacts.into())])
}

fn artifact(kind: &str, properties: Map) -> Map {
    Map::from([("type", Value::from(kind)), ("properties", properties.into())])
}

/// The artifacts of the stacks: each stack itself, and the list of its assets. `up` leads to the folder of the files.
fn stacks(told: Told<'_>, stacks: &[&Written<'_>], up: &str) -> Map {
    let mut artifacts = Map::new();
    for written in stacks {
        let assets = format!("{}.assets", written.id());
        let others =
            written.stack.dependencies.iter().filter(|id| stacks.iter().any(|other| other.id() == id.as_str()));
        let mut dependencies: Vec<String> = others.cloned().collect();
        if assets::has_some(written) {
            let file = Map::from([("file", format!("{up}{}", slashed(&written.assets_path())))]);
            artifacts.insert(assets.clone(), artifact("cdk:asset-manifest", file));
            dependencies.insert(0, assets);
        }
        artifacts.insert(written.id().to_owned(), stack(told, written, dependencies, up));
    }
    artifacts
}

fn stack(told: Told<'_>, written: &Written<'_>, dependencies: Vec<String>, up: &str) -> Map {
    let stack = written.stack;
    let mut properties = Map::from([
        ("templateFile", Value::from(format!("{up}{}", slashed(&written.json_path())))),
        ("stackName", Value::from(&stack.name)),
    ]);
    if !stack.tags.is_empty() {
        properties.insert("tags", stack.tags.iter().map(|(key, value)| (key.clone(), value)).collect::<Map>());
    }
    if stack.termination_protection {
        properties.insert("terminationProtection", true);
    }
    if let Some(roles) = &stack.deployment_roles {
        let resolved = |arn| resolved(arn, &stack.environment);
        properties.insert("assumeRoleArn", resolved(&roles.deploy));
        properties.insert("cloudFormationExecutionRoleArn", resolved(&roles.execution));
        properties.insert("lookupRole", Map::from([("arn", resolved(&roles.lookup))]));
    }
    if let Some(url) = assets::template_url(written) {
        properties.insert("stackTemplateAssetObjectUrl", url);
    }
    let mut artifact = artifact("aws:cloudformation:stack", properties);
    artifact.insert_at(1, "environment", environment(&stack.environment));
    if !dependencies.is_empty() {
        artifact.insert("dependencies", dependencies);
    }
    artifact.insert("metadata", metadata::of(told, stack));
    artifact.insert("displayName", written.id());
    artifact
}

/// The environment, with the words that the CDK has for what is decided at deployment.
fn environment(environment: &Environment) -> String {
    let account = environment.account.as_deref().unwrap_or("unknown-account");
    let region = environment.region.as_deref().unwrap_or("unknown-region");
    format!("aws://{account}/{region}")
}
