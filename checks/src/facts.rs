//! What AWS allows: schemas of the resource types.

use std::sync::LazyLock;

use crate::data::Node;

static SCHEMAS: LazyLock<Node> = LazyLock::new(|| Node::root(include_bytes!("../data/schemas.facts")));

/// The schema of a resource type, where AWS has such a type.
pub fn schema(type_name: &str) -> Option<Node> {
    SCHEMAS.get(type_name)
}

/// Every resource type that AWS has, sorted.
pub fn resource_types() -> impl Iterator<Item = &'static str> {
    SCHEMAS.entries().map(|(name, _)| name)
}

/// What an attribute of a resource type gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// A value that a schema describes.
    Of(Node),
    /// A value of which no more is known.
    Unknown,
}

/// The schema of a definition's property, through references within the same type.
pub fn resolve(root: Node, schema: Node) -> Node {
    let mut schema = schema;
    // Definitions that only name each other would go on for ever.
    for _ in 0..16 {
        let name = schema.get("$ref").and_then(Node::as_str).and_then(|target| target.strip_prefix("#/definitions/"));
        match name.and_then(|name| root.get("definitions")?.get(name)) {
            Some(target) => schema = target,
            None => break,
        }
    }
    schema
}

/// The schema of a property by the pointer that schemas use: `/properties/Endpoint/Address`, with `*` for the items of a list.
pub fn property(root: Node, pointer: &str) -> Option<Node> {
    let steps = pointer.strip_prefix("/properties/")?.split('/');
    steps.filter(|step| *step != "properties").try_fold(root, |schema, step| {
        let schema = resolve(root, schema);
        let schema =
            if step == "*" || step == "items" { schema.get("items")? } else { schema.get("properties")?.get(step)? };
        Some(resolve(root, schema))
    })
}
