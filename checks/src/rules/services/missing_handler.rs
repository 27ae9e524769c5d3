//! Functions of code that do not say how it is run.

use cfn_model::Severity;

use super::related::properties;
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::schema::{list, scenarios};

pub(super) static X: Check = Check {
    code: "missing-handler",
    severity: Severity::Error,
    title: "a function of code without a handler or a runtime",
    docs: "A function whose code is in an archive or in the template needs a runtime and a handler in it. Only container \
           images bring theirs along.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html",
    cfn_lint: &["W2533"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for function in context.of_type("AWS::Lambda::Function") {
        let Some(case) = properties(function) else { continue };
        let Some(map) = case.map() else { continue };
        for object in scenarios::objects(map, &context.conditions, &case.env) {
            let package = object.get("PackageType").and_then(|entry| entry.value.as_str());
            let code = object.get("Code").and_then(|entry| entry.value.as_map());
            let archived = code.is_some_and(|code| code.contains_key("ZipFile") || code.contains_key("S3Key"));
            let path = match package {
                Some("Zip") => case.path().join("PackageType"),
                None if archived && !object.contains("PackageType") => case.path().join("Code"),
                _ => continue,
            };
            let missing: Vec<&str> = ["Handler", "Runtime"].into_iter().filter(|name| !object.contains(name)).collect();
            if !object.open && !missing.is_empty() {
                let when = context.conditions.describe(&object.env, &case.env);
                let message = format!("code needs {}{when}", list(missing.into_iter()));
                findings.push(Finding::new(&X, &path, message).help("say what runs the code, and where it begins"));
            }
        }
    }
}
