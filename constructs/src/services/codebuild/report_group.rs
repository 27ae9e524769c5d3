//! [`ReportGroup`]: the results of tests and of code coverage, build after build.

use cfn_model::codebuild::report_group::{
    ReportExportConfig, ReportExportConfigExportConfigType, S3ReportExportConfig, S3ReportExportConfigPackaging,
};
use cfn_model::{Handle, Prop, codebuild};

use super::super::{Bucket, Grantee, Role};
use crate::Stack;
use crate::iam::Statement;
use crate::stack::{MAIN, RemovalPolicy};

pub use cfn_model::codebuild::report_group::Type as ReportType;

/// What a build does in a report group of its own.
pub(super) const REPORTING: [&str; 5] = [
    "codebuild:BatchPutCodeCoverages",
    "codebuild:BatchPutTestCases",
    "codebuild:CreateReport",
    "codebuild:CreateReportGroup",
    "codebuild:UpdateReport",
];

/// A report group. A build makes one by itself for each report of its buildspec; this is for reports
/// that several projects share, or whose raw results are kept.
///
/// See <https://docs.aws.amazon.com/codebuild/latest/userguide/test-report-group.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReportGroup {
    /// The group itself.
    pub handle: Handle<codebuild::ReportGroup>,
}

/// What a [`ReportGroup`] is made of.
#[derive(Clone, Debug)]
pub struct ReportGroupProps {
    /// What is reported: tests or code coverage.
    pub kind: ReportType,
    /// The group's name. By default CloudFormation makes one.
    pub name: Option<String>,
    /// The bucket that keeps the raw results, and the folder in it. By default they are not kept, and
    /// CodeBuild forgets a report after 30 days.
    pub raw_results: Option<(Bucket, String)>,
    /// What becomes of the group and its reports with the stack. Deleted by default.
    pub removal_policy: RemovalPolicy,
}

impl ReportGroupProps {
    /// Results of tests.
    pub fn tests() -> Self {
        ReportGroupProps::of(ReportType::Test)
    }

    /// Code coverage.
    pub fn coverage() -> Self {
        ReportGroupProps::of(ReportType::CodeCoverage)
    }

    fn of(kind: ReportType) -> Self {
        ReportGroupProps { kind, name: None, raw_results: None, removal_policy: RemovalPolicy::Destroy }
    }
}

impl ReportGroup {
    /// Adds a report group.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: ReportGroupProps) -> Self {
        stack.construct(id, |stack| {
            let export = match &props.raw_results {
                None => ReportExportConfig::new(ReportExportConfigExportConfigType::NoExport),
                Some((bucket, path)) => {
                    let mut destination = S3ReportExportConfig::new(bucket.name())
                        .path(path.as_str())
                        .packaging(S3ReportExportConfigPackaging::Zip);
                    if let Some(key) = bucket.key {
                        destination = destination.encryption_key(key.arn());
                    }
                    ReportExportConfig::new(ReportExportConfigExportConfigType::S3).s3_destination(destination)
                }
            };
            let mut group = codebuild::ReportGroup::new(export, props.kind);
            if let Some(name) = props.name {
                group = group.name(name);
            }
            if props.removal_policy == RemovalPolicy::Destroy {
                // A group with reports in it would stay otherwise.
                group = group.delete_reports(true);
            }
            let handle = stack.add(MAIN, group);
            stack.resource(handle).removal_policy(props.removal_policy);
            ReportGroup { handle }
        })
    }

    /// The group's ARN, by which a buildspec names it.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }

    /// Lets `grantee` write reports into the group.
    pub fn grant_write(self, stack: &mut Stack, grantee: &impl Grantee) {
        let role: Role = grantee.role();
        let write: Vec<&str> =
            REPORTING.into_iter().filter(|action| *action != "codebuild:CreateReportGroup").collect();
        role.allow(stack, Statement::allow(write).on([self.arn()]));
    }
}
