//! [`Project`]: a CodeBuild project with its role and log group.

use cfn_model::codebuild::project::{
    Artifacts, ArtifactsType, CloudWatchLogsConfig, CloudWatchLogsConfigStatus, LogsConfig, ProjectSourceVersion,
    ProjectTriggers, ProjectTriggersBuildType, S3LogsConfig, S3LogsConfigStatus, Source as SourceProperty,
};
use cfn_model::{Diagnostic, Handle, Prop, codebuild, sub};

use super::super::{Bucket, Grantee, Key, LogGroup, LogGroupProps, Minutes, Role, RoleProps};
use super::report_group::REPORTING;
use super::{BatchConfig, BuildArtifacts, BuildEnvironment, Cache, Network, SecondarySource, Source, Webhook};
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
    /// The branch, tag or commit that is built where nobody names another; of a bucket, the version of the
    /// object. The default branch, or the newest version, by default.
    pub source_version: Option<String>,
    /// Up to 12 more sources, which a build finds in folders of their own. None by default.
    pub secondary_sources: Vec<SecondarySource>,
    /// Where the build's artifacts go. By default there are none.
    pub artifacts: Option<BuildArtifacts>,
    /// Up to 12 more artifacts, by the identifiers that the buildspec uses. None by default.
    pub secondary_artifacts: Vec<(String, BuildArtifacts)>,
    /// What one build leaves for the next. Nothing by default.
    pub cache: Cache,
    /// The private network that builds run in. None by default.
    pub network: Option<Network>,
    /// What starts builds besides people and pipelines. By default nothing.
    pub webhook: Option<Webhook>,
    /// How batch builds run. By default there are none.
    pub batch: Option<BatchConfig>,
    /// How long a build may take, 5 minutes to 36 hours. 60 minutes by default.
    pub timeout: Minutes,
    /// How long a build may wait for a machine, 5 minutes to 8 hours. 8 hours by default.
    pub queued_timeout: Minutes,
    /// How many builds of the project may run at once. By default as many as the account allows.
    pub concurrent_builds: Option<u32>,
    /// How often a build that failed is tried again, 0 to 10 times. Not at all by default.
    pub retries: u32,
    /// Where builds log: a group with 30 days of retention by default.
    pub logs: LogGroupProps,
    /// The bucket, and the folder in it, that gets the logs too. None by default.
    pub bucket_logs: Option<(Bucket, String)>,
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
            source_version: None,
            secondary_sources: Vec::new(),
            artifacts: None,
            secondary_artifacts: Vec::new(),
            cache: Cache::None,
            network: None,
            webhook: None,
            batch: None,
            timeout: Minutes(60),
            queued_timeout: Minutes(480),
            concurrent_builds: None,
            retries: 0,
            logs: LogGroupProps::default(),
            bucket_logs: None,
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
            props.source.grant_read(stack, role);
            let source = props.source.to_property(stack, &props.buildspec);
            let mut project = codebuild::Project::new(
                artifacts(stack, role, &props),
                props.environment.to_property(),
                role.arn(),
                source,
            )
            .timeout_in_minutes(timeout)
            .logs_config(logs(stack, role, log_group, &props));
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
            if let Some(cache) = props.cache.to_property(stack, role, &props.environment) {
                project = project.cache(cache);
            }
            if let Some(network) = &props.network {
                network.grant(stack, role);
                project = project.vpc_config(network.to_property(stack));
            }
            project = limited(stack, project, &props);
            project = with_secondaries(stack, role, project, &props);
            let handle = stack.add(MAIN, project);
            let project = Project { handle, role, log_group };
            project.grant_reports(stack);
            if let Some(batch) = &props.batch {
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
        self.role.allow(stack, Statement::allow(REPORTING).on([groups]));
    }

    /// Batch builds are started and stopped by a role of their own, which knows only this project.
    fn add_batch(self, stack: &mut Stack, batch: &BatchConfig) {
        let role = Role::new(
            stack,
            "BatchRole",
            RoleProps::for_service(SERVICE).description("Starts and stops the builds of a batch."),
        );
        let actions = ["codebuild:RetryBuild", "codebuild:StartBuild", "codebuild:StopBuild"];
        role.allow(stack, Statement::allow(actions).on([self.arn()]));
        let config = batch.to_property(stack, role.arn());
        stack.modify(self.handle, |project| project.build_batch_config(config));
    }
}

impl Grantee for Project {
    fn role(&self) -> Role {
        self.role
    }
}

fn artifacts(stack: &mut Stack, role: Role, props: &ProjectProps) -> Artifacts {
    match (&props.source, &props.artifacts) {
        (Source::CodePipeline, _) => Artifacts::new(ArtifactsType::Codepipeline),
        (_, None) => Artifacts::new(ArtifactsType::NoArtifacts),
        (_, Some(artifacts)) => {
            artifacts.grant(stack, role);
            artifacts.to_property()
        }
    }
}

fn logs(stack: &mut Stack, role: Role, log_group: LogGroup, props: &ProjectProps) -> LogsConfig {
    let group = CloudWatchLogsConfig::new(CloudWatchLogsConfigStatus::Enabled).group_name(log_group.name());
    let config = LogsConfig::new().cloud_watch_logs(group);
    let Some((bucket, folder)) = &props.bucket_logs else { return config };
    let folder = folder.trim_matches('/');
    bucket.grant_put(stack, &role, &format!("{folder}/*"));
    let look = Statement::allow(["s3:GetBucketAcl", "s3:GetBucketLocation"]).on([bucket.arn()]);
    role.allow(stack, look);
    let place = sub!("{}/{}", bucket.name(), folder);
    config.s3_logs(S3LogsConfig::new(S3LogsConfigStatus::Enabled).location(place))
}

/// How long builds wait, how many run, and how often they are tried again.
fn limited(stack: &mut Stack, mut project: codebuild::Project, props: &ProjectProps) -> codebuild::Project {
    if props.queued_timeout != Minutes(480) {
        let minutes = props.queued_timeout.within(5..=480, stack, "QueuedTimeoutInMinutes");
        project = project.queued_timeout_in_minutes(minutes);
    }
    if let Some(builds) = props.concurrent_builds {
        if builds == 0 {
            stack.report(
                Diagnostic::error("concurrent-builds", "0 builds may run at once, at least 1 is needed")
                    .property("ConcurrentBuildLimit")
                    .help("give a number from 1, or leave it out"),
            );
        }
        project = project.concurrent_build_limit(i64::from(builds));
    }
    if props.retries > 10 {
        let retries = props.retries;
        stack.report(
            Diagnostic::error("build-retries", format!("{retries} retries, 0 to 10 are allowed"))
                .property("AutoRetryLimit")
                .help("give a number from 0 to 10"),
        );
    }
    if props.retries > 0 {
        project = project.auto_retry_limit(f64::from(props.retries));
    }
    match &props.source_version {
        Some(version) => project.source_version(version.as_str()),
        None => project,
    }
}

/// Sources and artifacts beside the main ones.
fn with_secondaries(
    stack: &mut Stack,
    role: Role,
    mut project: codebuild::Project,
    props: &ProjectProps,
) -> codebuild::Project {
    SecondarySource::check(stack, &props.secondary_sources);
    let sources: Vec<SourceProperty> =
        props.secondary_sources.iter().map(|source| source.to_property(stack, role)).collect();
    if !sources.is_empty() {
        project = project.secondary_sources(sources);
    }
    let versions: Vec<ProjectSourceVersion> =
        props.secondary_sources.iter().filter_map(SecondarySource::version_property).collect();
    if !versions.is_empty() {
        project = project.secondary_source_versions(versions);
    }
    let artifacts: Vec<Artifacts> = props
        .secondary_artifacts
        .iter()
        .map(|(identifier, artifacts)| {
            artifacts.grant(stack, role);
            artifacts.to_property().artifact_identifier(identifier.as_str())
        })
        .collect();
    if artifacts.is_empty() { project } else { project.secondary_artifacts(artifacts) }
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
