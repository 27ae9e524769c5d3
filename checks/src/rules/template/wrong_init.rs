//! What `cfn-init` does on an instance, in a form that it does not read.

use cfn_model::{Severity, Value};

use crate::Check;
use crate::context::Context;
use crate::facts;
use crate::finding::Findings;
use crate::schema::part;

/// The key in the metadata of a resource.
const INIT: &str = "AWS::CloudFormation::Init";

pub(super) static X: Check = Check {
    code: "wrong-init",
    severity: Severity::Error,
    title: "metadata that `cfn-init` does not read",
    docs: "`AWS::CloudFormation::Init` has `configSets` and configurations, each with `packages`, `groups`, `users`, \
           `sources`, `files`, `commands` and `services`.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-init.html",
    cfn_lint: &["E3009"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    let Some(form) = facts::part("Init") else { return };
    for resource in &context.resources {
        let init = resource.map.get("Metadata").and_then(Value::as_map).and_then(|metadata| metadata.get(INIT));
        if let Some(init) = init {
            let path = resource.path().join("Metadata").join(INIT);
            part(context, &X, form, init, (path, &resource.env), findings);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn configurations_have_a_form() {
        check(
            &X,
            "Resources: {T: {Type: AWS::EC2::Instance, Metadata: {AWS::CloudFormation::Init: {config: \
             {packages: {yum: {git: []}, brew: {git: []}}, files: {/a: {content: {a: b}, mode: '44'}}, \
             commands: {a: {command: ls, ignoreErrors: 'true'}}}}}}}",
            &[
                "Resources.T.Metadata.AWS::CloudFormation::Init.config.packages.brew",
                "Resources.T.Metadata.AWS::CloudFormation::Init.config.files./a.mode",
            ],
        );
    }
}
