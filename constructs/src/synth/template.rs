//! A template from the elements of a stack.

use cfn_model::template::{Section, Template};
use cfn_model::{Diagnostic, Map, Tagging, Value, set_path};

use super::measure::Measure;
use super::resolve::Resolver;
use crate::stack::{Element, GrownPolicy, ResourceElement};
use crate::tree::NodeId;

/// Makes the template of a stack of its elements, by the index of their nodes.
pub(crate) fn build(resolver: &mut Resolver<'_>, elements: Vec<Element>) -> Template {
    let stack = resolver.stack();
    let mut template = Template::new();
    template.set_format_version();
    if let Some(description) = &stack.description {
        template.set_description(description.as_str());
    }
    match stack.transforms.as_slice() {
        [] => {}
        [one] => template.set(Section::Transform, one),
        several => template.set(Section::Transform, several.to_vec()),
    }
    if !stack.metadata.is_empty() {
        let metadata = resolver.resolve(NodeId::ROOT, Value::Map(stack.metadata.clone()));
        if let Value::Map(metadata) = metadata {
            *template.section_mut(Section::Metadata) = metadata;
        }
    }
    for (node, element) in stack.tree.nodes().zip(elements) {
        match element {
            Element::Scope { .. } => {}
            Element::Resource(element) => {
                let resource = resource(resolver, node, *element);
                template.section_mut(Section::Resources).insert(resolver.id(node).to_owned(), resource);
            }
            Element::Entry { section, value } => {
                let value = resolver.resolve(node, value);
                template.section_mut(section).insert(resolver.id(node).to_owned(), value);
            }
        }
    }
    template
}

fn resource(resolver: &mut Resolver<'_>, node: NodeId, mut element: ResourceElement) -> Map {
    let mut properties = std::mem::take(&mut element.properties);
    if let Some(GrownPolicy { property, document, limit }) = element.policy.take() {
        if !document.is_empty() {
            set_path(&mut properties, property, document.into_value());
        }
        check_policy_size(resolver, node, property, limit, &properties);
    }
    add_tags(resolver, node, &element, &mut properties);
    let properties = resolver.resolve(node, Value::Map(properties));

    let mut resource = Map::with_capacity(element.attributes.len() + 3);
    resource.insert("Type", element.type_name.into_owned());
    for (name, value) in element.attributes {
        resource.insert(name, resolver.resolve(node, value));
    }
    if !element.depends_on.is_empty() {
        let ids: Vec<&str> = element.depends_on.iter().map(|target| resolver.id(NodeId(target.node))).collect();
        resource.insert("DependsOn", ids);
    }
    if properties.as_map().is_some_and(|properties| !properties.is_empty()) {
        resource.insert("Properties", properties);
    }
    resource
}

/// Adds the inherited tags that the resource does not set itself.
fn add_tags(resolver: &Resolver<'_>, node: NodeId, element: &ResourceElement, properties: &mut Map) {
    let tags = if element.tagged { resolver.stack().tags_of(node) } else { Vec::new() };
    if tags.is_empty() {
        return;
    }
    match element.tagging {
        Tagging::None => {}
        Tagging::List(property) => {
            let mut list = match properties.get(property) {
                Some(Value::List(list)) => list.clone(),
                None => Vec::new(),
                // An expression gives the tags; nothing can be added to it.
                Some(_) => return,
            };
            for (key, value) in tags {
                let own = |tag: &Value| tag.at("Key").and_then(Value::as_str) == Some(key);
                if !list.iter().any(own) {
                    list.push(Map::from([("Key", Value::from(key)), ("Value", value.clone())]).into());
                }
            }
            properties.insert(property, Value::List(list));
        }
        Tagging::Map(property) => {
            if let Value::Map(map) = properties.entry_map(property) {
                for (key, value) in tags.iter().filter(|(key, _)| !map.contains_key(key)).collect::<Vec<_>>() {
                    map.insert((*key).to_owned(), (*value).clone());
                }
            }
        }
    }
}

/// A policy counts without white space.
fn check_policy_size(resolver: &mut Resolver<'_>, node: NodeId, property: &str, limit: usize, properties: &Map) {
    let stack = resolver.stack();
    let size = properties.get(property).map_or(0, |document| Measure(stack).value(document));
    if size > limit {
        resolver.problems.push(
            Diagnostic::error("policy-size", format!("the policy has about {size} bytes, {limit} are allowed"))
                .help("grant on prefixes or wildcards of one path, or give some of the grants to another role")
                .construct(stack.tree.path(node))
                .property(property)
                .at(stack.tree.location(node)),
        );
    }
}
