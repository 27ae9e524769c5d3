//! [`CiBuild`]: builds of a repository, batched and started by pushes.

use crate::Stack;
use crate::services::codebuild::{
    BatchConfig, BuildEnvironment, BuildspecSource, Project, ProjectProps, Source, Webhook,
};
use crate::services::{
    Bucket, BucketProps, Days, LogGroupProps, Minutes, Schedule, ScheduleProps, ScheduleTarget, Secret,
};

/// A build project with everything around it: a private bucket for its artifacts, its roles, its
/// log group, and what starts it.
///
/// See <https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CiBuild {
    /// The project.
    pub project: Project,
    /// Where its artifacts go.
    pub artifacts: Bucket,
    /// What starts it at fixed times, where something does.
    pub schedule: Option<Schedule>,
}

/// When a build starts by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nightly {
    /// The schedule: `cron(0 2 * * ? *)`, see [`ScheduleProps::expression`].
    pub expression: String,
    /// The time zone of the expression. UTC by default.
    pub time_zone: Option<String>,
}

/// What a [`CiBuild`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct CiBuildProps {
    /// The repository.
    pub source: Source,
    /// What a build does. For a batch, the buildspec that names its builds.
    pub buildspec: BuildspecSource,
    /// What it is for. None by default.
    pub description: Option<String>,
    /// Whether one start makes a batch of builds. `None` for a single build.
    pub batch: Option<BatchConfig>,
    /// Which pushes start it. By default none do.
    pub webhook: Option<Webhook>,
    /// When it starts by itself. By default never.
    pub nightly: Option<Nightly>,
    /// Where builds run.
    pub environment: BuildEnvironment,
    /// The secrets that builds read, besides those of environment variables. None by default.
    pub secrets: Vec<Secret>,
    /// After how many days artifacts are deleted. 30 by default.
    pub artifact_expiry: Days,
    /// How long a build may take. 240 minutes by default.
    pub timeout: Minutes,
    /// How long logs are kept. 30 days by default.
    pub log_retention: Days,
}

impl CiBuildProps {
    /// Batches of builds of a repository, as the buildspec at that path of the source names them.
    pub fn batch(source: Source, buildspec: impl Into<String>) -> Self {
        CiBuildProps {
            batch: Some(BatchConfig::default()),
            ..CiBuildProps::single(source, BuildspecSource::file(buildspec))
        }
    }

    /// Single builds of a repository.
    pub fn single(source: Source, buildspec: impl Into<BuildspecSource>) -> Self {
        CiBuildProps {
            source,
            buildspec: buildspec.into(),
            description: None,
            batch: None,
            webhook: None,
            nightly: None,
            environment: BuildEnvironment::docker(),
            secrets: Vec::new(),
            artifact_expiry: Days(30),
            timeout: Minutes(240),
            log_retention: Days(30),
        }
    }
}

impl CiBuild {
    /// Adds the project and everything around it.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: CiBuildProps) -> Self {
        stack.construct(id, |stack| {
            let expiry = BucketProps { expiry: Some(props.artifact_expiry), ..BucketProps::default() };
            let artifacts = Bucket::new(stack, "Artifacts", expiry);
            let batched = props.batch.is_some();
            let project = Project::new(
                stack,
                "Project",
                ProjectProps {
                    description: props.description,
                    environment: props.environment,
                    artifacts: Some(artifacts.into()),
                    webhook: props.webhook,
                    batch: props.batch,
                    timeout: props.timeout,
                    logs: LogGroupProps { retention: props.log_retention, ..LogGroupProps::default() },
                    ..ProjectProps::new(props.source, props.buildspec)
                },
            );
            props.secrets.iter().for_each(|secret| secret.grant_read(stack, &project));
            let target = if batched { ScheduleTarget::BatchBuild(project) } else { ScheduleTarget::Build(project) };
            let schedule = props.nightly.map(|Nightly { expression, time_zone }| {
                Schedule::new(stack, "Schedule", ScheduleProps { expression, time_zone, target })
            });
            CiBuild { project, artifacts, schedule }
        })
    }
}
