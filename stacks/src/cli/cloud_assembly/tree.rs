//! `tree.json`: the constructs of all stacks, and the resources among them as CloudFormation knows them.

use std::collections::BTreeMap;

use cfn_constructs::StackArtifact;
use cfn_constructs::tree::NodeId;
use cfn_model::template::Section;
use cfn_model::{Map, Value};

use super::Written;

pub(super) fn document(stacks: &[Written<'_>]) -> Map {
    let stacks = stacks.iter().map(|written| (written.id().to_owned(), stack(written.stack)));
    let app = node("App", "", None, stacks.collect());
    Map::from([("version", Value::from("tree-0.1")), ("tree", app.into())])
}

/// A stack with all that is in it. Children come after their parents, so that the last are done first.
fn stack(stack: &StackArtifact) -> Map {
    let tree = stack.constructs.tree();
    let nodes: Vec<NodeId> = tree.nodes().collect();
    let mut children: BTreeMap<NodeId, Vec<(String, Map)>> = BTreeMap::new();
    for node in nodes.into_iter().rev() {
        let below = children.remove(&node).unwrap_or_default().into_iter().rev().collect();
        let made = self::node(tree.id(node), &tree.path(node), attributes(stack, node), below);
        match tree.parent(node) {
            Some(parent) => children.entry(parent).or_default().push((tree.id(node).to_owned(), made)),
            None => return made,
        }
    }
    Map::new()
}

fn node(id: &str, path: &str, attributes: Option<Map>, children: Map) -> Map {
    let mut node = Map::from([("id", id), ("path", path)]);
    if !children.is_empty() {
        node.insert("children", children);
    }
    if let Some(attributes) = attributes {
        node.insert("attributes", attributes);
    }
    node
}

/// The type and the properties, where the construct is a resource.
fn attributes(stack: &StackArtifact, node: NodeId) -> Option<Map> {
    let (Section::Resources, id) = stack.constructs.entry(node)? else { return None };
    let resource = stack.template.section(Section::Resources)?.get(id)?;
    let properties = resource.at("Properties").cloned().unwrap_or_else(|| Map::new().into());
    Some(Map::from([
        ("aws:cdk:cloudformation:type", resource.at("Type")?.clone()),
        ("aws:cdk:cloudformation:props", properties),
    ]))
}
