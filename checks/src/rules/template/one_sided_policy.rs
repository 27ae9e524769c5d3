//! A policy for one of the two ways in which a resource is lost.

use cfn_model::Severity;

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "one-sided-policy",
    severity: Severity::Warning,
    title: "a resource that is kept when it is deleted, or when it is replaced, but not both",
    docs: "`DeletionPolicy` says what becomes of a resource that the template no longer has, `UpdateReplacePolicy` what \
           becomes of one that an update replaces. To keep data safe it takes both.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html",
    cfn_lint: &["W3011"],
    run: Some(run),
};

/// Types of which each change makes a new one, where only deletion needs a word.
const VERSIONS: &[&str] = &["AWS::Lambda::Version", "AWS::Lambda::LayerVersion"];

fn run(context: &Context<'_>, findings: &mut Findings) {
    for resource in context.resources.iter().filter(|resource| !VERSIONS.contains(&resource.type_name)) {
        let keeps = |attribute: &str| resource.map.get(attribute).is_some_and(|value| value.as_str() != Some("Delete"));
        let pairs = [("DeletionPolicy", "UpdateReplacePolicy"), ("UpdateReplacePolicy", "DeletionPolicy")];
        for (given, missing) in pairs {
            if keeps(given) && !resource.map.contains_key(missing) {
                let message = format!("`{given}` keeps `{}`, `{missing}` is missing", resource.id);
                findings.push(Finding::new(&X, &resource.path(), message).help(format!("add `{missing}`")));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn both_ways_are_guarded() {
        for (attributes, expected) in [
            ("DeletionPolicy: Retain", &["Resources.T"][..]),
            ("UpdateReplacePolicy: Retain", &["Resources.T"]),
            ("DeletionPolicy: Delete", &[]),
            ("DeletionPolicy: Retain, UpdateReplacePolicy: Delete", &[]),
        ] {
            check(&X, &format!("Resources: {{T: {{Type: AWS::SNS::Topic, {attributes}}}}}"), expected);
        }
    }
}
