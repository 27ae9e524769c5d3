//! Roles that are no ARNs of roles.

use cfn_model::{Severity, Value};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Path;
use crate::pattern;
use crate::schema::{report, scenarios};

pub(super) static X: Check = Check {
    code: "role-arn-form",
    severity: Severity::Error,
    title: "a role that is not given by its ARN",
    docs: "These properties take the ARN of a role: `arn:aws:iam::111122223333:role/NAME`.",
    source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
    cfn_lint: &["E3511"],
    run: Some(run),
};

const PLACES: &[(&str, &[&str])] = &[
    ("AWS::Backup::BackupSelection", &["BackupSelection", "IamRoleArn"]),
    ("AWS::Batch::ComputeEnvironment", &["ComputeResources", "SpotIamFleetRole"]),
    ("AWS::Batch::ComputeEnvironment", &["ServiceRole"]),
    ("AWS::EC2::SpotFleet", &["SpotFleetRequestConfigData", "IamFleetRole"]),
    ("AWS::ECS::TaskDefinition", &["ExecutionRoleArn"]),
    ("AWS::S3::Bucket", &["ReplicationConfiguration", "Role"]),
];

const ROLE: &str = r"^arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/[a-zA-Z_0-9+=,.@_/-]+$";

fn run(context: &Context<'_>, findings: &mut Findings) {
    for resource in &context.resources {
        for (_, steps) in PLACES.iter().filter(|(type_name, _)| *type_name == resource.type_name) {
            let value = steps.iter().try_fold(resource.properties(), |value, step| Some(value?.as_map()?.get(step)));
            if let Some(value) = value.flatten() {
                let path = steps.iter().fold(resource.properties_path(), |path, step| path.join(*step));
                look(value, path, findings);
            }
        }
    }
}

fn look<'a>(value: &'a Value, path: Path<'a>, findings: &mut Findings) {
    match value {
        Value::Intrinsic(call) => {
            for (index, branch, _) in scenarios::branches(call).into_iter().flat_map(|(_, branches)| branches) {
                look(branch, path.join("Fn::If").join(index), findings);
            }
        }
        Value::String(text) if !text.contains("{{") && pattern::matches(ROLE, text) == Some(false) => {
            let message = format!("{} is not the ARN of a role", report::shown(text));
            let help = "write it as `arn:aws:iam::111122223333:role/NAME`";
            findings.push(Finding::new(&X, &path, message).help(help));
        }
        _ => {}
    }
}
