//! Dynamic references where CloudFormation does not resolve them.

use cfn_model::Severity;

use super::wrong_dynamic_reference::references;
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::names::is_inert;
use crate::path::{Path, Step};
use crate::spots::{Part, inside};

pub(super) static X: Check = Check {
    code: "misplaced-dynamic-reference",
    severity: Severity::Error,
    title: "a dynamic reference where it is not resolved",
    docs: "Secrets are resolved in the properties of resources only, so that they show nowhere else; secure strings of \
           the Parameter Store only in a few properties that hold passwords.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm-secure-strings.html",
    cfn_lint: &["E1027", "E1051"],
    run: Some(run),
};

/// The properties that take secure strings, `*` for the items of a list.
const SECURE: &[(&str, &[&str])] = &[
    ("AWS::DirectoryService::MicrosoftAD", &["Password"]),
    ("AWS::DirectoryService::SimpleAD", &["Password"]),
    ("AWS::ElastiCache::ReplicationGroup", &["AuthToken"]),
    ("AWS::IAM::User", &["LoginProfile", "Password"]),
    ("AWS::KinesisFirehose::DeliveryStream", &["RedshiftDestinationConfiguration", "Password"]),
    ("AWS::OpsWorks::App", &["AppSource", "Password"]),
    ("AWS::OpsWorks::Stack", &["RdsDbInstances", "*", "DbPassword"]),
    ("AWS::OpsWorks::Stack", &["CustomCookbooksSource", "Password"]),
    ("AWS::RDS::DBCluster", &["MasterUserPassword"]),
    ("AWS::RDS::DBInstance", &["MasterUserPassword"]),
    ("AWS::Redshift::Cluster", &["MasterUserPassword"]),
];

fn run(context: &Context<'_>, findings: &mut Findings) {
    for text in context.texts.iter().filter(|text| text.holds(const { Part::new("{{resolve:") })) {
        let (path, text) = (context.spots.path(text.spot), text.text);
        if is_inert(&path) || inside(&path).is_some() {
            continue;
        }
        for reference in references(text) {
            let (what, allowed, help) = match reference.split(':').nth(1) {
                Some("secretsmanager") => (
                    "a secret",
                    is_property(&path) || matches!(path.steps(), [Step::Key("Parameters"), _, Step::Key("Default")]),
                    "refer to it in the property that needs it",
                ),
                Some("ssm-secure") => (
                    "a secure string",
                    takes_secure_strings(context, &path),
                    "keep the value in Secrets Manager, and refer to it with `{{resolve:secretsmanager:…}}`",
                ),
                _ => continue,
            };
            if !allowed {
                findings.push(
                    Finding::new(&X, &path, format!("{what} is not resolved here: `{{{{{reference}}}}}`")).help(help),
                );
            }
        }
    }
}

fn is_property(path: &Path<'_>) -> bool {
    matches!(path.steps(), [Step::Key("Resources"), _, Step::Key("Properties"), ..])
}

fn takes_secure_strings(context: &Context<'_>, path: &Path<'_>) -> bool {
    let [Step::Key("Resources"), Step::Key(id), Step::Key("Properties"), below @ ..] = path.steps() else {
        return false;
    };
    let Some(resource) = context.resource(id) else { return true };
    if resource.schema.is_none() {
        return true;
    }
    // The branches of conditions are no steps of the property.
    let mut steps = Vec::new();
    let mut rest = below.iter();
    while let Some(step) = rest.next() {
        if *step == Step::Key("Fn::If") {
            rest.next();
        } else {
            steps.push(*step);
        }
    }
    SECURE.iter().any(|(type_name, property)| {
        *type_name == resource.type_name
            && property.len() == steps.len()
            && property.iter().zip(&steps).all(|(name, step)| match step {
                Step::Key(key) => key == name,
                Step::Index(_) => *name == "*",
            })
    })
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn secrets_stay_in_properties() {
        let secret = "'{{resolve:secretsmanager:a}}'";
        let secure = "'{{resolve:ssm-secure:a:1}}'";
        check(
            &X,
            &format!(
                "Conditions: {{C: !Equals [!Ref AWS::Region, x]}}\nResources:\n  \
                 T: {{Type: AWS::SNS::Topic, Properties: {{DisplayName: {secret}, TopicName: {secure}}}}}\n  \
                 D: {{Type: AWS::RDS::DBInstance, Properties: {{MasterUserPassword: !If [C, {secure}, {secret}]}}}}\n\
                 Outputs: {{O: {{Value: {secret}}}}}"
            ),
            &["Resources.T.Properties.TopicName", "Outputs.O.Value"],
        );
    }
}
