//! [`Project`]: a CodeBuild project with its role and log group.

use cfn_model::codebuild::project::{
    Artifacts, ArtifactsType, CloudWatchLogsConfig, CloudWatchLogsConfigStatus, LogsConfig, ProjectBuildBatchConfig,
    ProjectBuildBatchConfigBatchReportMode, ProjectTriggers, ProjectTriggersBuildType,
};
use cfn_model::{Diagnostic, Handle, Prop, codebuild, sub};

use super::super::{Bucket, Grantee, Key, LogGroup, LogGroupProps, Minutes, Role, RoleProps};
use super::{BuildEnvironment, Source, Webhook};
use crate::Stack;
use crate::buildspec::Buildspec;
use crate::iam::Statement;
use crate::stack::MAIN;

const SERVICE: &str = "codebuild.amazonaws.com";

/// A CodeBuild project, the role its builds run with, and the log group they write to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Project {
    /// The project itself.
    pub handle: Handle<codebuild::Project>,
    /// The role its builds run with.
    pub role: Role,
    /// Where its builds log.
    pub log_group: LogGroup,
}

/// What a build does.
#[derive(Clone, Debug, PartialEq)]
pub enum BuildspecSource {
    /// A file of the source, by its path from the root.
    File(String),
    /// A buildspec that is part of the template.
    Inline(Box<Buildspec>),
}

impl BuildspecSource {
    /// A file of the source, by its path from the root.
    pub fn file(path: impl Into<String>) -> Self {
        BuildspecSource::File(path.into())
    }

    pub(super) fn to_property(&self) -> Prop<String> {
        match self {
            BuildspecSource::File(path) => Prop::new(path),
            BuildspecSource::Inline(buildspec) => Prop::new(buildspec.to_yaml()),
        }
    }
}

impl From<Buildspec> for BuildspecSource {
    fn from(buildspec: Buildspec) -> Self {
        BuildspecSource::Inline(Box::new(buildspec))
    }
}

/// How a project runs batch builds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchConfig {
    /// How long a whole batch may take, 5 minutes to 36 hours. 240 minutes by default.
    pub timeout: Minutes,
    /// Whether each build reports to the source server on its own. On by default.
    pub report_individual_builds: bool,
}

impl Default for BatchConfig {
    fn default() -> Self {
        BatchConfig { timeout: Minutes(240), report_individual_builds: true }
    }
}

/// What a [`Project`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectProps {
    /// Where the source comes from.
    pub source: Source,
    /// What a build does.
    pub buildspec: BuildspecSource,
    /// What the project is for, at most 255 characters. None by default.
    pub description: Option<String>,
    /// Where a build runs.
    pub environment: BuildEnvironment,
    /// The bucket that takes the build's artifacts. By default there are none.
    pub artifacts: Option<Bucket>,
    /// What starts builds besides people and pipelines. By default nothing.
    pub webhook: Option<Webhook>,
    /// How batch builds run. By default there are none.
    pub batch: Option<BatchConfig>,
    /// How long a build may take, 5 minutes to 36 hours. 60 minutes by default.
    pub timeout: Minutes,
    /// Where builds log: a group with 30 days of retention by default.
    pub logs: LogGroupProps,
    /// The key that encrypts artifacts. By default the account's key for S3.
    pub encryption_key: Option<Key>,
}

impl ProjectProps {
    /// A project that builds `source` as the buildspec says, everything else by default.
    pub fn new(source: Source, buildspec: impl Into<BuildspecSource>) -> Self {
        ProjectProps {
            source,
            buildspec: buildspec.into(),
            description: None,
            environment: BuildEnvironment::default(),
            artifacts: None,
            webhook: None,
            batch: None,
            timeout: Minutes(60),
            logs: LogGroupProps::default(),
            encryption_key: None,
        }
    }
}

impl Project {
    /// Adds a project with its role and log group.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: ProjectProps) -> Self {
        stack.construct(id, |stack| {
            let role = Role::new(
                stack,
                "Role",
                RoleProps::for_service(SERVICE).description("What the builds of this project may do."),
            );
            let log_group = LogGroup::new(stack, "Logs", props.logs.clone());
            log_group.grant_write(stack, &role);
            props.environment.grant_read(stack, role);

            let timeout = props.timeout.within(5..=2160, stack, "TimeoutInMinutes");
            let source = props.source.to_property(stack, &props.buildspec);
            let mut project = codebuild::Project::new(
                artifacts(stack, role, &props),
                props.environment.to_property(),
                role.arn(),
                source,
            )
            .timeout_in_minutes(timeout)
            .logs_config(LogsConfig::new().cloud_watch_logs(
                CloudWatchLogsConfig::new(CloudWatchLogsConfigStatus::Enabled).group_name(log_group.name()),
            ));
            if let Some(description) = &props.description {
                project = project.description(description);
            }
            if let Some(key) = props.encryption_key {
                key.grant_encrypt_decrypt(stack, &role);
                project = project.encryption_key(key.arn());
            }
            if let Some(triggers) = triggers(stack, &props) {
                project = project.triggers(triggers);
            }
            let handle = stack.add(MAIN, project);
            let project = Project { handle, role, log_group };
            project.grant_reports(stack);
            if let Some(batch) = props.batch {
                project.add_batch(stack, batch);
            }
            project
        })
    }

    /// The project's name.
    pub fn name(self) -> Prop<String> {
        self.handle.reference()
    }

    /// The project's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }

    /// Builds create and fill report groups whose names begin with the project's.
    fn grant_reports(self, stack: &mut Stack) {
        let groups = sub!("arn:{partition}:codebuild:{region}:{account}:report-group/{}-*", self.name());
        let actions = [
            "codebuild:BatchPutCodeCoverages",
            "codebuild:BatchPutTestCases",
            "codebuild:CreateReport",
            "codebuild:CreateReportGroup",
            "codebuild:UpdateReport",
        ];
        self.role.allow(stack, Statement::allow(actions).on([groups]));
    }

    /// Batch builds are started and stopped by a role of their own, which knows only this project.
    fn add_batch(self, stack: &mut Stack, batch: BatchConfig) {
        let timeout = batch.timeout.within(5..=2160, stack, "BuildBatchConfig.TimeoutInMins");
        let role = Role::new(
            stack,
            "BatchRole",
            RoleProps::for_service(SERVICE).description("Starts and stops the builds of a batch."),
        );
        let actions = ["codebuild:RetryBuild", "codebuild:StartBuild", "codebuild:StopBuild"];
        role.allow(stack, Statement::allow(actions).on([self.arn()]));
        let mode = if batch.report_individual_builds {
            ProjectBuildBatchConfigBatchReportMode::ReportIndividualBuilds
        } else {
            ProjectBuildBatchConfigBatchReportMode::ReportAggregatedBatch
        };
        let config =
            ProjectBuildBatchConfig::new().batch_report_mode(mode).service_role(role.arn()).timeout_in_mins(timeout);
        stack.modify(self.handle, |project| project.build_batch_config(config));
    }
}

impl Grantee for Project {
    fn role(&self) -> Role {
        self.role
    }
}

fn artifacts(stack: &mut Stack, role: Role, props: &ProjectProps) -> Artifacts {
    match (&props.source, props.artifacts) {
        (Source::CodePipeline, _) => Artifacts::new(ArtifactsType::Codepipeline),
        (_, None) => Artifacts::new(ArtifactsType::NoArtifacts),
        (_, Some(bucket)) => {
            bucket.grant_put(stack, &role, "*");
            // CodeBuild looks at the bucket before it uploads, see
            // https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html
            let look = Statement::allow(["s3:GetBucketAcl", "s3:GetBucketLocation"]).on([bucket.arn()]);
            role.allow(stack, look);
            // The buildspec names each artifact, so that one build never overwrites another's.
            Artifacts::new(ArtifactsType::S3).location(bucket.name()).override_artifact_name(true)
        }
    }
}

fn triggers(stack: &mut Stack, props: &ProjectProps) -> Option<ProjectTriggers> {
    let webhook = props.webhook.as_ref()?;
    if !props.source.has_webhooks() {
        stack.report(
            Diagnostic::error("webhook-source", "this source has no webhooks")
                .property("Triggers.Webhook")
                .help("use a repository at GitHub, GitLab or Bitbucket, or leave the webhook out"),
        );
    }
    let filters = webhook.to_property(stack);
    let triggers = ProjectTriggers::new().webhook(true).filter_groups(filters);
    Some(match props.batch {
        Some(_) => triggers.build_type(ProjectTriggersBuildType::BuildBatch),
        None => triggers,
    })
}
