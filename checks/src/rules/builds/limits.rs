//! What CodeBuild asks of names, numbers and lists beyond the schema of its types.

use cfn_model::Severity;

use super::projects;
use crate::Check;
use crate::context::Context;
use crate::finding::Findings;
use crate::rules::bounds::Bound::{Items, Number, OneOf, Pattern};
use crate::rules::bounds::{self, Row};

pub(super) static X: Check = Check {
    code: "build-limit",
    severity: Severity::Error,
    title: "a name, number or list that CodeBuild does not take",
    docs: "The API of CodeBuild bounds what the schema of the resource leaves open: the letters of a project's name, \
           sizes of machines, retries and timeouts, and how many sources, artifacts, subnets and groups there may be.",
    source: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html",
    cfn_lint: &[],
    run: Some(run),
};

const ROWS: &[Row] = &[
    Row(&["Name"], Pattern(r"^[A-Za-z0-9][A-Za-z0-9\-_]{1,149}$", "2 to 150 letters, digits, hyphens and underscores")),
    Row(
        &["Environment", "ComputeType"],
        OneOf(&[
            "BUILD_GENERAL1_SMALL",
            "BUILD_GENERAL1_MEDIUM",
            "BUILD_GENERAL1_LARGE",
            "BUILD_GENERAL1_XLARGE",
            "BUILD_GENERAL1_2XLARGE",
            "BUILD_LAMBDA_1GB",
            "BUILD_LAMBDA_2GB",
            "BUILD_LAMBDA_4GB",
            "BUILD_LAMBDA_8GB",
            "BUILD_LAMBDA_10GB",
            "ATTRIBUTE_BASED_COMPUTE",
            "CUSTOM_INSTANCE_TYPE",
        ]),
    ),
    Row(&["Source", "GitCloneDepth"], Number(0, i64::MAX)),
    Row(&["SecondarySources"], Items(0, 12)),
    Row(&["SecondarySourceVersions"], Items(0, 12)),
    Row(&["SecondaryArtifacts"], Items(0, 12)),
    Row(&["AutoRetryLimit"], Number(0, 10)),
    Row(&["BuildBatchConfig", "TimeoutInMins"], Number(5, 2_160)),
    Row(&["BuildBatchConfig", "Restrictions", "MaximumBuildsAllowed"], Number(1, 100)),
    Row(&["VpcConfig", "Subnets"], Items(1, 16)),
    Row(&["VpcConfig", "SecurityGroupIds"], Items(1, 5)),
];

fn run(context: &Context<'_>, findings: &mut Findings) {
    for (_, project) in projects(context) {
        bounds::look_at(&X, ROWS, &project, &context.conditions, findings);
    }
}
