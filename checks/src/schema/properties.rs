//! A resource as a whole: its type, its properties, those that only AWS sets and those that it gave up.

use std::sync::LazyLock;

use cfn_model::{Map, Value};

use super::{Schema, Validator, report};
use crate::Check;
use crate::context::{Context, Resource};
use crate::data::Node;
use crate::facts;
use crate::finding::{Finding, Findings};
use crate::kept::Kept;
use crate::path::Path;

/// The type whose schema all custom resources share.
const CUSTOM: &str = "AWS::CloudFormation::CustomResource";

pub(super) fn check(context: &Context<'_>, resource: &Resource<'_>, findings: &mut Findings) {
    let custom = || facts::schema(CUSTOM).filter(|_| resource.type_name.starts_with("Custom::"));
    let Some(schema) = resource.schema.or_else(custom) else { return unknown_type(context, resource, findings) };
    static TYPES: Kept<Node, Type> = Kept::new();
    let of_type = TYPES.get(schema, || Type::of(schema));
    if of_type.lifecycle.is_some_and(|said| lifecycle(resource, said, findings) == Lifecycle::Removed) {
        return;
    }
    static NONE: LazyLock<Value> = LazyLock::new(|| Value::Map(Map::new()));
    let properties = match resource.properties() {
        Some(Value::Null) | None => &*NONE,
        Some(properties) => properties,
    };
    if !matches!(properties, Value::Map(_)) && !properties.is_expression() {
        let message = format!("properties are {}, a map is wanted", properties.kind());
        return findings.push(Finding::new(&report::WRONG_TYPE, &resource.properties_path(), message));
    }
    let mut validator = Validator::new(context, resource.properties_path());
    validator.value(of_type.schema, properties, &resource.env);
    findings.append(validator.into_findings());
    let mut path = resource.properties_path();
    for (mark, steps) in &of_type.marked {
        let name = steps.last().copied().unwrap_or_default();
        set_below(properties, steps, &mut path, &mut |path| {
            findings.push(Finding::new(mark.check, path, format!("`{name}` {}", mark.message)).help(mark.help));
        });
    }
}

/// What a type says of its resources as a whole.
struct Type {
    schema: &'static Schema,
    lifecycle: Option<Node>,
    /// The ways to properties that should not be set.
    marked: Vec<(&'static Mark, Vec<&'static str>)>,
}

/// Why a property should not be set.
struct Mark {
    keyword: &'static str,
    check: &'static Check,
    message: &'static str,
    help: &'static str,
}

const MARKS: &[Mark] = &[
    Mark {
        keyword: "readOnlyProperties",
        check: &report::READ_ONLY,
        message: "is set by AWS",
        help: "leave it out; read it with `Fn::GetAtt`",
    },
    Mark {
        keyword: "deprecatedProperties",
        check: &report::DEPRECATED,
        message: "is deprecated",
        help: "see the page of the type for what took its place",
    },
];

impl Type {
    fn of(schema: Node) -> Self {
        let marked = MARKS.iter().flat_map(|mark| {
            let pointers = schema.get(mark.keyword).into_iter().flat_map(Node::strings);
            pointers.filter_map(move |pointer| Some((mark, pointer.strip_prefix("/properties/")?.split('/').collect())))
        });
        Type { schema: Schema::of(schema), lifecycle: schema.get("lifecycle"), marked: marked.collect() }
    }
}

/// Whether a type is still in the registry.
#[derive(PartialEq, Eq)]
enum Lifecycle {
    Registered,
    Removed,
}

/// Types of services that are gone, or will be.
fn lifecycle(resource: &Resource<'_>, lifecycle: Node, findings: &mut Findings) -> Lifecycle {
    let date = lifecycle.get("date").and_then(Node::as_str);
    let text = |before: &str, without: &str| match date {
        Some(date) => format!("the service of `{}` {before} {date}", resource.type_name),
        None => format!("the service of `{}` {without}", resource.type_name),
    };
    let (check, message, help) = match lifecycle.get("status").and_then(Node::as_str) {
        Some("shutdown") => (&report::SHUT_DOWN, text("was shut down on", "was shut down"), "take the resource out"),
        Some("sunset") => {
            (&report::SUNSET, text("is shut down on", "will be shut down"), "plan to move to what took its place")
        }
        Some("maintenance") => (
            &report::MAINTENANCE,
            text("takes no new customers since", "takes no new customers"),
            "use what took its place in new stacks",
        ),
        _ => return Lifecycle::Registered,
    };
    // A type that the registry no longer has in its first region is as good as unknown.
    let removed = lifecycle.get("removed").is_some();
    let path = if removed { resource.path().join("Type") } else { resource.properties_path() };
    findings.push(Finding::new(check, &path, message).help(help));
    if removed { Lifecycle::Removed } else { Lifecycle::Registered }
}

fn unknown_type(context: &Context<'_>, resource: &Resource<'_>, findings: &mut Findings) {
    let name = resource.type_name;
    let path = resource.path().join("Type");
    // Types of other publishers, of modules and of SAM are not AWS's to describe.
    let foreign = !name.starts_with("AWS::") || name.ends_with("::MODULE") || name == CUSTOM;
    let serverless = name.starts_with("AWS::Serverless::");
    if serverless && !context.is_serverless() {
        findings.push(
            Finding::new(
                &report::UNKNOWN_TYPE,
                &path,
                format!("`{name}` is a type of the Serverless Application Model, which the template does not use"),
            )
            .help("add `Transform: AWS::Serverless-2016-10-31`"),
        );
    } else if !foreign && !serverless && name != "AWS::CDK::Metadata" {
        let finding = Finding::new(&report::UNKNOWN_TYPE, &path, format!("`{name}` is no resource type of AWS"));
        findings.push(match cfn_model::nearest(name, facts::resource_types()) {
            Some(nearest) => finding.help(format!("did you mean `{nearest}`?")),
            None => finding.help("look the name up in the template reference"),
        });
    } else if !foreign || name.starts_with("Custom::") || name.ends_with("::MODULE") {
        // Nothing is known of their properties.
    } else if name.split("::").count() != 3 && name != CUSTOM {
        findings.push(
            Finding::new(&report::UNKNOWN_TYPE, &path, format!("`{name}` is no name of a resource type"))
                .help("write `Organization::Service::Resource`, or `Custom::Name` for a custom resource"),
        );
    }
}

fn set_below<'a>(value: &'a Value, steps: &[&str], path: &mut Path<'a>, found: &mut impl FnMut(&Path<'a>)) {
    let Some((first, rest)) = steps.split_first() else { return found(path) };
    match value {
        Value::List(items) if *first == "*" => {
            for (index, item) in items.iter().enumerate() {
                path.push(index);
                set_below(item, rest, path, found);
                path.pop();
            }
        }
        Value::Map(map) => {
            if let Some((key, child)) = map.iter().find(|(key, _)| key == first) {
                path.push(key);
                set_below(child, rest, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}
