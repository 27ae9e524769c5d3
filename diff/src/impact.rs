//! What AWS does about a change of a property.

use cfn_checks::data::Node;
use cfn_checks::facts;
use cfn_model::Value;

use crate::change::Impact;
use crate::names;

/// What AWS does about a change of a property: of `value`, which stands at that path of the properties of a resource of
/// that type, to another one. A change of a whole object is as grave as that of the gravest thing in it.
///
/// ```
/// use cfn_diff::{Impact, impact_of};
/// use cfn_model::Value;
///
/// let path = ["QueueName".to_owned()];
/// assert_eq!(impact_of("AWS::SQS::Queue", &path, &Value::from("orders")), Impact::Replace);
/// ```
pub fn impact_of(type_name: &str, path: &[String], value: &Value) -> Impact {
    of(type_name, path, [Some(value), None])
}

/// The paths of the properties that resources of that type get when they are created and never after, sorted. What only
/// AWS sets is not among them.
pub fn create_only(type_name: &str) -> Vec<String> {
    let Some(schema) = facts::schema(type_name) else { return Vec::new() };
    let of = |list: &str| -> Vec<String> {
        let pointers = schema.get(list).into_iter().flat_map(Node::strings);
        pointers.filter_map(|pointer| pointer.strip_prefix("/properties/")).map(dotted).collect()
    };
    let read_only = of("readOnlyProperties");
    let mut paths = of("createOnlyProperties");
    paths.retain(|path| !read_only.contains(path));
    paths.sort();
    paths.dedup();
    paths
}

/// A pointer of a schema as a path: `Code/S3Bucket` is `Code.S3Bucket`.
fn dotted(pointer: &str) -> String {
    pointer.split('/').filter(|step| *step != "properties").collect::<Vec<_>>().join(".")
}

/// What a change at that path of the properties of a resource of that type does.
///
/// `values` are what stands there before and after: where a whole object comes or goes, what is in it counts.
pub(crate) fn of(type_name: &str, path: &[String], values: [Option<&Value>; 2]) -> Impact {
    let made = made(type_name, path);
    let (type_name, path) = made.as_ref().map_or((type_name, path), |(name, path)| (*name, path.as_slice()));
    let Some(schema) = facts::schema(type_name) else { return Impact::InPlace };
    let any = |list: &str| {
        let pointers = schema.get(list).into_iter().flat_map(Node::strings);
        pointers.filter_map(|pointer| pointer.strip_prefix("/properties/")).any(|pointer| {
            let steps: Vec<&str> = pointer.split('/').filter(|step| *step != "properties").collect();
            touches(&steps, path, values)
        })
    };
    if any("createOnlyProperties") {
        return Impact::Replace;
    }
    if any("conditionalCreateOnlyProperties") || documented(schema, path) {
        return Impact::MayReplace;
    }
    match path.first() {
        Some(first) if names::interrupts(type_name, first) => Impact::Interruption,
        _ => Impact::InPlace,
    }
}

/// Properties of SAM that become one of another name: the type, its property, and the other one.
const RENAMED: &[(&str, &str, &str)] = &[
    ("AWS::Serverless::LayerVersion", "ContentUri", "Content"),
    ("AWS::Serverless::SimpleTable", "PrimaryKey", "KeySchema"),
];

/// What a property of SAM is a property of once CloudFormation sees it. What its documentation says of replacement is
/// about no resource; a property that becomes none of that name changes others, in place.
fn made(type_name: &str, path: &[String]) -> Option<(&'static str, Vec<String>)> {
    let made = match facts::made_of(type_name) {
        Some(made) => made,
        None if type_name.starts_with("AWS::Serverless::") => "AWS::CloudFormation::Stack",
        None => return None,
    };
    let renamed =
        RENAMED.iter().find(|(one, from, _)| *one == type_name && path.first().is_some_and(|name| name == from));
    let mut path = path.to_vec();
    if let (Some((.., to)), Some(first)) = (renamed, path.first_mut()) {
        *first = (*to).to_owned();
    }
    Some((made, path))
}

/// Whether a change at the path changes what the pointer names.
fn touches(pointer: &[&str], path: &[String], values: [Option<&Value>; 2]) -> bool {
    let like = |(step, name): (&&str, &String)| is_item(step) || **step == *name;
    if !pointer.iter().zip(path).all(like) {
        return false;
    }
    match pointer.get(path.len()..) {
        // The change is at the pointer or below it.
        None | Some([]) => true,
        // The change is above it.
        Some(rest) => values.into_iter().flatten().any(|value| has(value, rest)),
    }
}

fn is_item(step: &str) -> bool {
    step == "*" || step == "items"
}

/// Whether there is something at the steps below the value. What only deployment knows may have it.
fn has(value: &Value, steps: &[&str]) -> bool {
    match (value, steps) {
        (_, []) | (Value::Intrinsic(_), _) => true,
        (Value::List(items), [step, rest @ ..]) if is_item(step) => items.iter().any(|item| has(item, rest)),
        (Value::Map(map), [step, rest @ ..]) => map.get(step).is_some_and(|below| has(below, rest)),
        _ => false,
    }
}

/// Whether AWS's documentation says that the property replaces the resource, or may, where the schema does not.
fn documented(schema: Node, path: &[String]) -> bool {
    let Some(first) = path.first() else { return false };
    let replacement = schema.get("serviceSpec").and_then(|spec| spec.get("replacement"));
    let listed = |kind: &str| replacement.and_then(|kinds| kinds.get(kind)).is_some_and(|names| names.holds(first));
    listed("yes") || listed("maybe")
}

/// Whether resources of that type hold data that goes with them.
pub(crate) fn is_stateful(type_name: &str) -> bool {
    let type_name = facts::made_of(type_name).unwrap_or(type_name);
    let spec = facts::schema(type_name).and_then(|schema| schema.get("serviceSpec"));
    spec.and_then(|spec| spec.get("stateful")).and_then(Node::as_bool) == Some(true)
}
