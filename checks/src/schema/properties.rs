//! A resource as a whole: its type, its properties, and those that only AWS sets.

use cfn_model::{Map, Value};

use super::{Validator, report};
use crate::context::{Context, Resource};
use crate::data::Node;
use crate::facts;
use crate::finding::{Finding, Findings};
use crate::path::Path;

pub(super) fn check(context: &Context<'_>, resource: &Resource<'_>, findings: &mut Findings) {
    let Some(schema) = resource.schema else { return unknown_type(context, resource, findings) };
    static NONE: std::sync::LazyLock<Value> = std::sync::LazyLock::new(|| Value::Map(Map::new()));
    let (properties, path) = match resource.properties() {
        Some(Value::Null) | None => (&*NONE, resource.path()),
        Some(properties) => (properties, resource.properties_path()),
    };
    let mut validator = Validator::new(context, schema, path);
    validator.value(schema, properties, &resource.env);
    findings.append(validator.into_findings());
    read_only(resource, schema, findings);
}

fn unknown_type(context: &Context<'_>, resource: &Resource<'_>, findings: &mut Findings) {
    let name = resource.type_name;
    let path = resource.path().join("Type");
    // Types of other publishers, of modules and of SAM are not AWS's to describe.
    let foreign =
        !name.starts_with("AWS::") || name.ends_with("::MODULE") || name == "AWS::CloudFormation::CustomResource";
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
    } else if name.split("::").count() != 3 && name != "AWS::CloudFormation::CustomResource" {
        findings.push(
            Finding::new(&report::UNKNOWN_TYPE, &path, format!("`{name}` is no name of a resource type"))
                .help("write `Organization::Service::Resource`, or `Custom::Name` for a custom resource"),
        );
    }
}

/// Properties that only AWS sets.
fn read_only(resource: &Resource<'_>, schema: Node, findings: &mut Findings) {
    let Some(properties) = resource.properties() else { return };
    for pointer in schema.get("readOnlyProperties").into_iter().flat_map(Node::strings) {
        let Some(steps) = pointer.strip_prefix("/properties/") else { continue };
        let steps: Vec<&str> = steps.split('/').collect();
        let mut path = resource.properties_path();
        set_below(properties, &steps, &mut path, &mut |path| {
            let name = pointer.rsplit('/').next().unwrap_or_default();
            findings.push(
                Finding::new(&report::READ_ONLY, path, format!("`{name}` is set by AWS and cannot be given"))
                    .help("leave it out; read it with `Fn::GetAtt`"),
            );
        });
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
