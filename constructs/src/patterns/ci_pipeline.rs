//! [`CiPipeline`]: a source, and builds of it side by side.

use cfn_model::codebuild;

use super::pipeline_builds::{PipelineBuild, stages};
use super::{PipelineNotifications, PipelineNotificationsProps, PipelineSource};
use crate::Stack;
use crate::iam::Statement;
use crate::pipeline::actions::CodeBuildAction;
use crate::pipeline::{Action, Artifact, BucketRef, IntoAction, Pipeline, PipelineProps, Stage, Trigger};
use crate::services::codebuild::{BuildEnvironment, Project, ProjectProps, Source};
use crate::services::{Days, Grantee, LogGroupProps, ManagedPolicy, Minutes, Role};

/// A pipeline that builds a source in many ways at once: one action, one project and one role for each build.
///
/// [`CiBuild`](super::CiBuild) is for what one project does by itself, started by pushes; this is for
/// what takes several projects, of which each may do different things.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/concepts.html>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CiPipeline {
    /// The pipeline.
    pub pipeline: Pipeline,
    /// The projects, in the order of the builds they are for.
    pub projects: Vec<Project>,
    /// What all projects may do, besides what each may do alone.
    pub shared_policy: Option<ManagedPolicy>,
    /// Who is told, where somebody is.
    pub notifications: Option<PipelineNotifications>,
    /// What the source becomes, for stages that are added.
    pub source: Artifact,
}

/// What a [`CiPipeline`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct CiPipelineProps {
    /// The pipeline's name. By default CloudFormation makes one.
    pub name: Option<String>,
    /// Where the source comes from.
    pub source: PipelineSource,
    /// The builds. They run side by side, unless their run orders say otherwise; more than 50 are spread over
    /// several stages.
    pub builds: Vec<PipelineBuild>,
    /// Where builds run that say nothing else.
    pub environment: BuildEnvironment,
    /// What all builds may do, as one managed policy. Nothing by default.
    pub shared_permissions: Vec<Statement>,
    /// Who is told how executions end. By default nobody.
    pub notifications: Option<PipelineNotificationsProps>,
    /// Where artifacts are kept. By default a bucket is made, see [`PipelineProps::artifact_store`].
    pub artifact_store: Option<BucketRef>,
    /// The pipeline's role. By default one is made.
    pub role: Option<Role>,
    /// The role with which the source starts the pipeline, see [`PipelineProps::events_role`].
    pub events_role: Option<Role>,
    /// How long a build may take. 60 minutes by default.
    pub timeout: Minutes,
    /// How long logs are kept. 30 days by default.
    pub log_retention: Days,
}

impl CiPipelineProps {
    /// These builds of the source, everything else by default.
    pub fn new(source: impl Into<PipelineSource>, builds: impl IntoIterator<Item = PipelineBuild>) -> Self {
        CiPipelineProps {
            name: None,
            source: source.into(),
            builds: builds.into_iter().collect(),
            environment: BuildEnvironment::default(),
            shared_permissions: Vec::new(),
            notifications: None,
            artifact_store: None,
            role: None,
            events_role: None,
            timeout: Minutes(60),
            log_retention: Days(30),
        }
    }
}

impl CiPipeline {
    /// Adds the pipeline with its projects. Their construct ids are the names of the builds.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: CiPipelineProps) -> Self {
        stack.construct(id, |stack| {
            let artifact = Artifact::new("Source");
            let projects: Vec<Project> =
                stack.scope("Builds", |stack| props.builds.iter().map(|build| project(stack, build, &props)).collect());
            let shared_policy = share(stack, &projects, props.shared_permissions);
            let build = |(build, project): (&PipelineBuild, &Project)| {
                let action = CodeBuildAction::new(build.name.as_str(), *project, artifact.clone());
                action.run_order(build.run_order)
            };
            let builds: Vec<Action> = props.builds.iter().zip(&projects).map(build).collect();
            let builds = stages(stack, builds);
            let trigger: Option<Trigger> = props.source.trigger("Source");
            let source = Stage::new("Source").with(props.source.into_action("Source", artifact.clone()));
            let pipeline = Pipeline::new(
                stack,
                "Pipeline",
                PipelineProps {
                    name: props.name,
                    triggers: trigger.into_iter().collect(),
                    artifact_store: props.artifact_store,
                    role: props.role,
                    events_role: props.events_role,
                    ..PipelineProps::new(std::iter::once(source).chain(builds))
                },
            );
            if let Some(policy) = shared_policy {
                // The first execution starts as soon as the pipeline is there.
                stack.resource(pipeline.handle).depends_on(policy.handle);
            }
            let notifications =
                props.notifications.map(|told| PipelineNotifications::new(stack, "Notifications", pipeline, told));
            CiPipeline { pipeline, projects, shared_policy, notifications, source: artifact }
        })
    }
}

fn project(stack: &mut Stack, build: &PipelineBuild, props: &CiPipelineProps) -> Project {
    let mut environment = build.environment.clone().unwrap_or_else(|| props.environment.clone());
    environment.variables.extend(build.variables.iter().cloned());
    let project = Project::new(
        stack,
        build.name.as_str(),
        ProjectProps {
            description: build.description.clone(),
            environment,
            timeout: props.timeout,
            logs: LogGroupProps { retention: props.log_retention, ..LogGroupProps::default() },
            ..ProjectProps::new(Source::CodePipeline, build.buildspec.clone())
        },
    );
    if let Some(name) = &build.project_name {
        stack.modify(project.handle, |project: codebuild::Project| project.name(name));
    }
    for statement in &build.permissions {
        project.allow(stack, statement.clone());
    }
    project
}

fn share(stack: &mut Stack, projects: &[Project], permissions: Vec<Statement>) -> Option<ManagedPolicy> {
    let needed = !permissions.is_empty() && !projects.is_empty();
    needed.then(|| ManagedPolicy::new(stack, "SharedPolicy", projects.iter().map(|project| project.role), permissions))
}
