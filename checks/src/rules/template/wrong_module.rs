//! What a module cannot be told.

use cfn_model::{Severity, Value};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "wrong-module",
    severity: Severity::Error,
    title: "an attribute that a module does not have",
    docs: "A module stands for the resources in it. It takes neither update nor creation policies nor tags, and the \
           metadata key `AWS::CloudFormation::Module` is CloudFormation's own.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/modules.html",
    cfn_lint: &["E5001"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for resource in context.resources.iter().filter(|resource| resource.type_name.ends_with("::MODULE")) {
        let path = resource.path();
        let mut refuse = |path, what: &str| {
            findings.push(Finding::new(&X, &path, format!("a module has no {what}")).help("take it out"));
        };
        for policy in ["CreationPolicy", "UpdatePolicy"].into_iter().filter(|name| resource.map.contains_key(name)) {
            refuse(path.join(policy), &format!("`{policy}`"));
        }
        if resource.property("Tags").is_some() {
            refuse(path.join("Properties").join("Tags"), "tags");
        }
        let key = "AWS::CloudFormation::Module";
        if resource.map.get("Metadata").and_then(Value::as_map).is_some_and(|metadata| metadata.contains_key(key)) {
            refuse(path.join("Metadata").join(key), &format!("metadata `{key}` of its own"));
        }
    }
}
