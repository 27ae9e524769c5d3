//! The stack that each region gets.
//!
//! All that can have a name has one that begins with the set's, so that the role that deploys it can be
//! held to those names.

use cfn_model::template::Parameter;
use cfn_model::{IntoProp, Prop, codebuild, iam, logs, s3, sub};

use super::{ProdRegionalStackSetProps, RegionalBuild, regions};
use crate::Stack;
use crate::iam::Statement;
use crate::patterns::pipeline_builds::stages;
use crate::patterns::{PipelineNotifications, PipelineNotificationsProps, PipelineSource};
use crate::pipeline::actions::CodeBuildAction;
use crate::pipeline::{Action, Artifact, IntoAction, Pipeline, PipelineProps, Stage};
use crate::services::codebuild::{BuildspecSource, Project, ProjectProps, Source};
use crate::services::sns::TopicProps;
use crate::services::{Bucket, BucketProps, Grantee, LogGroupProps, Role, RoleProps};

/// The parameter that names the image of the builds.
pub(super) const IMAGE: &str = "Image";

/// The name of the bucket of a region that the zip file is replicated to.
pub(super) fn bucket_name(name: &str, account: impl IntoProp<String>, region: impl IntoProp<String>) -> Prop<String> {
    sub!("{}-regional-{}-{}", name, account.into_prop(), region.into_prop())
}

/// The regional stack: a pipeline that the object of that key starts.
pub(super) fn stack(outer: &Stack, key: &str, props: &ProdRegionalStackSetProps) -> Stack {
    let name = props.name.as_str();
    let mut stack = Stack::new_at(name, outer.location()).description(format!("Publishes {name} in this region."));
    let (account, region) = (cfn_model::pseudo::account_id(), cfn_model::pseudo::region());
    let source = Bucket::new(&mut stack, "Source", BucketProps { event_bridge: true, ..BucketProps::default() });
    let source_name = bucket_name(name, account, region);
    stack.modify(source.handle, |bucket: s3::Bucket| bucket.bucket_name(source_name));
    let artifacts = Bucket::new(&mut stack, "Artifacts", BucketProps::default());
    let artifacts_name = sub!("{}-store-{account}-{region}", name);
    stack.modify(artifacts.handle, |bucket: s3::Bucket| bucket.bucket_name(artifacts_name));

    let artifact = Artifact::new("Source");
    let builds = builds(&mut stack, props, &artifact);
    let builds = stages(&mut stack, builds);
    let source = PipelineSource::bucket(source, key).into_action("Source", artifact);
    let role = role(&mut stack, "PipelineRole", name, "codepipeline", "What the actions of this pipeline may do.");
    let events_role = role_of_events(&mut stack, name);
    let pipeline = PipelineProps {
        name: Some(format!("{name}-publish")),
        artifact_store: Some(artifacts.into()),
        role: Some(role),
        events_role: Some(events_role),
        ..PipelineProps::new(std::iter::once(Stage::new("Source").with(source)).chain(builds))
    };
    let pipeline = Pipeline::new(&mut stack, "Pipeline", pipeline);
    if !props.emails.is_empty() {
        let rule = format!("{name}-publish");
        let topic = TopicProps { name: Some(rule.clone()), ..TopicProps::default() };
        let told =
            PipelineNotificationsProps { topic, ..PipelineNotificationsProps::new(rule, props.emails.iter().cloned()) };
        PipelineNotifications::new(&mut stack, "Notifications", pipeline, told);
    }
    stack
}

fn role_of_events(stack: &mut Stack, name: &str) -> Role {
    role(stack, "EventsRole", name, "events", "Starts the pipeline when its source changes.")
}

/// A role that a service assumes, with a name of its own in each region.
fn role(stack: &mut Stack, id: &str, name: &str, service: &str, description: &str) -> Role {
    let trust = RoleProps::for_service(&format!("{service}.amazonaws.com"));
    let role = Role::new(stack, id, trust.description(description));
    name_role(stack, role, name, service);
    role
}

fn name_role(stack: &mut Stack, role: Role, name: &str, what: &str) {
    let role_name = sub!("{}-{}-{region}", name, what);
    stack.modify(role.handle, |role: iam::Role| role.role_name(role_name));
}

/// The actions of the builds. Builds of the same buildspec share a project.
fn builds(stack: &mut Stack, props: &ProdRegionalStackSetProps, source: &Artifact) -> Vec<Action> {
    let name = props.name.as_str();
    let image = stack.parameter(IMAGE, image_parameter(props));
    let variables = regions::variables(stack, props);
    let mut projects: Vec<(&BuildspecSource, Project)> = Vec::new();
    let mut actions = Vec::with_capacity(props.builds.len());
    for build in &props.builds {
        let known = projects.iter().find(|(buildspec, _)| **buildspec == build.buildspec).map(|(_, project)| *project);
        let project = known.unwrap_or_else(|| {
            let number = projects.len() + 1;
            let suffix = if number == 1 { String::new() } else { format!("-{number}") };
            let mut environment = props.environment.clone();
            environment.image = image.clone().into_prop();
            environment.variables.extend(variables.iter().cloned());
            let project = Project::new(
                stack,
                format!("Publish{suffix}"),
                ProjectProps {
                    environment,
                    timeout: props.timeout,
                    logs: LogGroupProps { retention: props.log_retention, ..LogGroupProps::default() },
                    ..ProjectProps::new(Source::CodePipeline, build.buildspec.clone())
                },
            );
            let full = format!("{name}-publish{suffix}");
            name_role(stack, project.role, name, &format!("codebuild{suffix}"));
            let group = format!("/aws/codebuild/{full}");
            stack.modify(project.log_group.handle, |logs: logs::LogGroup| logs.log_group_name(group));
            stack.modify(project.handle, |project: codebuild::Project| project.name(full));
            props.permissions.iter().for_each(|statement| project.allow(stack, Statement::clone(statement)));
            projects.push((&build.buildspec, project));
            project
        });
        actions.push(action(build, project, source));
    }
    actions
}

fn action(build: &RegionalBuild, project: Project, source: &Artifact) -> Action {
    let mut action = CodeBuildAction::new(build.name.as_str(), project, source.clone());
    action.variables.clone_from(&build.variables);
    action.run_order(build.run_order)
}

/// The image of the environment, where it is written out, is the parameter's default.
fn image_parameter(props: &ProdRegionalStackSetProps) -> Parameter {
    let parameter = Parameter::string().description("The image that builds run in.");
    match props.environment.image.value().as_str() {
        Some(image) => parameter.default(image),
        None => parameter,
    }
}
