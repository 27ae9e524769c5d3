//! Instances without an image.

use cfn_model::Severity;

use super::related::{properties, select, target, target_id};
use crate::Check;
use crate::conditions::Env;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Path;
use crate::schema::scenarios;

pub(super) static X: Check = Check {
    code: "instance-image",
    severity: Severity::Error,
    title: "an instance that neither names an image nor takes one from a launch template",
    docs: "An instance is made of an image, its own or that of its launch template.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-instance.html",
    cfn_lint: &["E3673"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for instance in context.of_type("AWS::EC2::Instance") {
        let Some(case) = properties(instance) else {
            report(context, &instance.properties_path(), &instance.env, &instance.env, findings);
            continue;
        };
        let Some(map) = case.map() else { continue };
        for object in scenarios::objects(map, &context.conditions, &case.env) {
            let template = object.get("LaunchTemplate").map(|entry| entry.value);
            let imageless = template.is_none_or(|template| has_no_image(context, template, &object.env));
            if !object.open && !object.contains("ImageId") && imageless {
                report(context, &case.path(), &object.env, &case.env, findings);
            }
        }
    }
}

fn report(context: &Context<'_>, path: &Path<'_>, env: &Env, outer: &Env, findings: &mut Findings) {
    let message = format!("`ImageId` is missing{}", context.conditions.describe(env, outer));
    findings.push(Finding::new(&X, path, message).help("add it, or a launch template that has it"));
}

/// Whether a launch template, which this template makes, has no image for certain.
fn has_no_image(context: &Context<'_>, reference: &cfn_model::Value, env: &Env) -> bool {
    let name = reference.as_map().and_then(|map| map.get("LaunchTemplateId").or_else(|| map.get("LaunchTemplateName")));
    let Some(template) = name.filter(|name| target_id(name).is_some()).and_then(|name| target(context, name)) else {
        return false;
    };
    template.type_name == "AWS::EC2::LaunchTemplate"
        && context.conditions.both(env, &template.env).is_some()
        && select(context, template, &["LaunchTemplateData"]).iter().all(|data| {
            data.map().is_some_and(|map| !map.contains_key("ImageId") && !map.contains_key("InstanceRequirements"))
        })
}
