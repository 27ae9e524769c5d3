//! [`BatchConfig`]: builds that run as one.

use cfn_model::codebuild::project::{
    BatchRestrictions, ProjectBuildBatchConfig, ProjectBuildBatchConfigBatchReportMode,
};
use cfn_model::{Diagnostic, List, Prop};

use super::super::Minutes;
use super::ComputeType;
use crate::Stack;

/// How a project runs batch builds.
///
/// See <https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build.html>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchConfig {
    /// How long a whole batch may take, 5 minutes to 36 hours. 240 minutes by default.
    pub timeout: Minutes,
    /// Whether each build reports to the source server on its own. On by default.
    pub report_individual_builds: bool,
    /// Whether the artifacts of all builds go to one place. Off by default.
    pub combine_artifacts: bool,
    /// How many builds a batch may have, 1 to 100. CodeBuild's own limit of 100 by default.
    pub maximum_builds: Option<u32>,
    /// The sizes of machines that the builds of a batch may ask for. All of them by default.
    pub compute_types: Vec<ComputeType>,
}

impl Default for BatchConfig {
    fn default() -> Self {
        BatchConfig {
            timeout: Minutes(240),
            report_individual_builds: true,
            combine_artifacts: false,
            maximum_builds: None,
            compute_types: Vec::new(),
        }
    }
}

impl BatchConfig {
    pub(super) fn to_property(&self, stack: &mut Stack, role: Prop<String>) -> ProjectBuildBatchConfig {
        let timeout = self.timeout.within(5..=2160, stack, "BuildBatchConfig.TimeoutInMins");
        let mode = if self.report_individual_builds {
            ProjectBuildBatchConfigBatchReportMode::ReportIndividualBuilds
        } else {
            ProjectBuildBatchConfigBatchReportMode::ReportAggregatedBatch
        };
        let mut config =
            ProjectBuildBatchConfig::new().batch_report_mode(mode).service_role(role).timeout_in_mins(timeout);
        if self.combine_artifacts {
            config = config.combine_artifacts(true);
        }
        if let Some(restrictions) = self.restrictions(stack) {
            config = config.restrictions(restrictions);
        }
        config
    }

    fn restrictions(&self, stack: &mut Stack) -> Option<BatchRestrictions> {
        let mut restrictions = None;
        if let Some(builds) = self.maximum_builds {
            if !(1..=100).contains(&builds) {
                stack.report(
                    Diagnostic::error("batch-builds", format!("a batch of {builds} builds, 1 to 100 are allowed"))
                        .property("BuildBatchConfig.Restrictions.MaximumBuildsAllowed")
                        .help("give a number from 1 to 100"),
                );
            }
            restrictions = Some(BatchRestrictions::new().maximum_builds_allowed(i64::from(builds)));
        }
        if !self.compute_types.is_empty() {
            let names: Prop<List<String>> =
                Prop::new(self.compute_types.iter().map(|compute_type| compute_type.name()).collect::<Vec<_>>());
            restrictions = Some(restrictions.unwrap_or_else(BatchRestrictions::new).compute_types_allowed(names));
        }
        restrictions
    }
}
