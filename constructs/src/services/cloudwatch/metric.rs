//! [`Metric`]: what an alarm looks at.

use cfn_model::cloudwatch::alarm::{Dimension, Statistic as StatisticName};
use cfn_model::{Diagnostic, IntoProp, Prop, cloudwatch};

use crate::Stack;
use crate::services::Seconds;
#[cfg(feature = "codebuild")]
use crate::services::codebuild::Project;

/// A metric of CloudWatch, with how its values of a period become one.
///
/// See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// Whose metric it is: `AWS/CodeBuild`, or a namespace of your own.
    pub namespace: String,
    /// The metric's name.
    pub name: String,
    /// What tells its values from those of others, at most 30 names and values. None by default.
    pub dimensions: Vec<(String, Prop<String>)>,
    /// How the values of a period become one. Their sum by default.
    pub statistic: Statistic,
    /// How long a period is: 10, 20 or 30 seconds, or a number of minutes. 5 minutes by default.
    pub period: Seconds,
}

/// How the values of a period become one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Statistic {
    /// Their average.
    Average,
    /// The greatest.
    Maximum,
    /// The least.
    Minimum,
    /// How many there are.
    SampleCount,
    /// Their sum.
    Sum,
    /// What that many per cent of them do not exceed: 99.9 for `p99.9`.
    Percentile(f64),
}

impl Metric {
    /// A metric by its namespace and name: the sum of 5 minutes.
    pub fn new(namespace: impl Into<String>, name: impl Into<String>) -> Self {
        Metric {
            namespace: namespace.into(),
            name: name.into(),
            dimensions: Vec::new(),
            statistic: Statistic::Sum,
            period: Seconds(300),
        }
    }

    /// How many builds of the project failed.
    ///
    /// See <https://docs.aws.amazon.com/codebuild/latest/userguide/cloudwatch_metrics-codebuild.html>.
    #[cfg(feature = "codebuild")]
    pub fn failed_builds(project: Project) -> Self {
        Metric::new("AWS/CodeBuild", "FailedBuilds").dimension("ProjectName", project.name())
    }

    /// How many executions failed of the pipeline of that name, which has type V2. A retry that fails
    /// again counts again.
    ///
    /// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/metrics-dimensions.html>.
    pub fn failed_executions(pipeline: impl IntoProp<String>) -> Self {
        Metric::new("AWS/CodePipeline", "FailedPipelineExecutions").dimension("PipelineName", pipeline)
    }

    /// How many calls of the function of that name failed.
    ///
    /// See <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html>.
    pub fn function_errors(function: impl IntoProp<String>) -> Self {
        Metric::new("AWS/Lambda", "Errors").dimension("FunctionName", function)
    }

    /// How many calls of the function of that name were refused because too many ran.
    pub fn function_throttles(function: impl IntoProp<String>) -> Self {
        Metric::new("AWS/Lambda", "Throttles").dimension("FunctionName", function)
    }

    /// With a dimension.
    #[must_use]
    pub fn dimension(mut self, name: impl Into<String>, value: impl IntoProp<String>) -> Self {
        self.dimensions.push((name.into(), value.into_prop()));
        self
    }

    /// With another statistic.
    #[must_use]
    pub fn statistic(mut self, statistic: Statistic) -> Self {
        self.statistic = statistic;
        self
    }

    /// With another period.
    #[must_use]
    pub fn period(mut self, period: Seconds) -> Self {
        self.period = period;
        self
    }

    /// The alarm that looks at this metric. Problems are reported.
    pub(super) fn apply(&self, stack: &mut Stack, alarm: cloudwatch::Alarm) -> cloudwatch::Alarm {
        if let Statistic::Percentile(percent) = self.statistic
            && !(0.0..=100.0).contains(&percent)
        {
            stack.report(
                Diagnostic::error("metric", format!("there is no percentile {percent}"))
                    .property("ExtendedStatistic")
                    .help("use a number from 0 to 100"),
            );
        }
        let alarm =
            alarm.namespace(self.namespace.as_str()).metric_name(self.name.as_str()).period(i64::from(self.period.0));
        let alarm = match self.statistic {
            Statistic::Average => alarm.statistic(StatisticName::Average),
            Statistic::Maximum => alarm.statistic(StatisticName::Maximum),
            Statistic::Minimum => alarm.statistic(StatisticName::Minimum),
            Statistic::SampleCount => alarm.statistic(StatisticName::SampleCount),
            Statistic::Sum => alarm.statistic(StatisticName::Sum),
            Statistic::Percentile(percent) => alarm.extended_statistic(format!("p{percent}")),
        };
        if self.dimensions.is_empty() {
            return alarm;
        }
        let dimensions = self.dimensions.iter().map(|(name, value)| Dimension::new(name.as_str(), value.clone()));
        alarm.dimensions(dimensions.collect::<Vec<_>>())
    }
}
