//! [`TemplateRelease`]: from a commit to a release, through channels.

use cfn_model::codepipeline::pipeline::ExecutionMode;
use cfn_model::{Diagnostic, IntoProp, Prop};

use super::super::ReleaseChannels;
use super::builds::Builds;
use super::stages::{RELEASE_NAME, stages};
use super::{AmiDistribution, ReleaseArtifact, ReleaseBuild, SmokeTest};
use crate::Stack;
use crate::patterns::{PipelineNotifications, PipelineNotificationsProps};
use crate::pipeline::{BucketRef, Pipeline, PipelineProps, PushFilter, Trigger, Variable};
use crate::services::codebuild::{BuildEnvironment, Project};
use crate::services::{Days, Minutes};

/// A pipeline that releases a product: machine images, and templates with the images baked in, and whatever else it is
/// made of.
///
/// It builds, bakes and lints, and uploads to the first channel. What is there is tested with a stack, and promoted to the
/// other channels, byte for byte, each behind a decision of somebody: on the main branch to channels whose releases have a
/// name, which whoever starts the execution gives as its variable `ReleaseName`; from other branches to all others.
///
/// Executions do not wait for each other. A name that is none fails before anything is built; one that is taken changes
/// nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateRelease {
    /// The pipeline.
    pub pipeline: Pipeline,
    /// The projects, in the order of their stages, each with the name of its action.
    pub projects: Vec<(String, Project)>,
    /// Who is told, where somebody is.
    pub notifications: Option<PipelineNotifications>,
}

/// The source of a release: a repository outside AWS.
#[derive(Clone, Debug, PartialEq)]
pub struct ReleaseSource {
    /// The ARN of the connection.
    pub connection: Prop<String>,
    /// The repository: `OWNER/NAME`.
    pub repository: String,
    /// The branch that releases with a name come from. `main` by default.
    pub main_branch: String,
    /// The other branches whose pushes are built, as patterns. None by default.
    pub other_branches: Vec<String>,
}

impl ReleaseSource {
    /// The branch `main` of that repository, through the connection with that ARN.
    pub fn new(connection: impl IntoProp<String>, repository: impl Into<String>) -> Self {
        ReleaseSource {
            connection: connection.into_prop(),
            repository: repository.into(),
            main_branch: "main".to_owned(),
            other_branches: Vec::new(),
        }
    }
}

/// What a [`TemplateRelease`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateReleaseProps {
    /// The pipeline's name. By default CloudFormation makes one.
    pub name: Option<String>,
    /// Where the source comes from.
    pub source: ReleaseSource,
    /// The channels. The first one is tested, and promoted to the others in their order.
    pub channels: ReleaseChannels,
    /// What is released besides templates, each kind at most once. Nothing by default.
    pub artifacts: Vec<ReleaseArtifact>,
    /// Bakes the templates: writes them to `templates/NAME.yaml`. It finds the machine images in `$IMAGES`, a file for
    /// [`MachineImages::parse`](crate::patterns::MachineImages::parse), and in `$RELEASE_URL` where they go, for a
    /// [`ReleaseLocation`](crate::patterns::ReleaseLocation).
    pub bake: ReleaseBuild,
    /// The commands that look for mistakes in the templates. By default cfn-lint does.
    pub lint: Vec<String>,
    /// The test of what is in the first channel. None by default.
    pub smoke_test: Option<SmokeTest>,
    /// Where machine images go, and who may use them.
    pub distribution: AmiDistribution,
    /// The topic that is told of each decision that is due, by its ARN. None by default.
    pub approvals: Option<Prop<String>>,
    /// Who is told how executions end. By default nobody.
    pub notifications: Option<PipelineNotificationsProps>,
    /// Where artifacts of the pipeline are kept. By default a bucket is made, see [`PipelineProps::artifact_store`].
    pub artifact_store: Option<BucketRef>,
    /// Where builds run that say nothing else.
    pub environment: BuildEnvironment,
    /// How long a build may take. 180 minutes by default, as machine images take their time.
    pub timeout: Minutes,
    /// How long logs are kept. 30 days by default.
    pub log_retention: Days,
}

impl TemplateReleaseProps {
    /// Templates that these commands bake, everything else by default.
    pub fn new(source: ReleaseSource, channels: ReleaseChannels, bake: ReleaseBuild) -> Self {
        TemplateReleaseProps {
            name: None,
            source,
            channels,
            artifacts: Vec::new(),
            bake,
            lint: ["pip install --quiet cfn-lint==1.58.0", "cfn-lint templates/*.yaml"].map(String::from).into(),
            smoke_test: None,
            distribution: AmiDistribution::default(),
            approvals: None,
            notifications: None,
            artifact_store: None,
            environment: BuildEnvironment::default(),
            timeout: Minutes(180),
            log_retention: Days(30),
        }
    }
}

impl TemplateRelease {
    /// Adds the pipeline with its projects.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: TemplateReleaseProps) -> Self {
        stack.construct(id, |stack| {
            check(stack, &props);
            let builds = Builds::new(stack, &props);
            let source = &props.source;
            let mut pushes = Trigger::new("Source").push(PushFilter::branches([source.main_branch.as_str()]));
            if !source.other_branches.is_empty() {
                pushes =
                    pushes.push(PushFilter::branches(&source.other_branches).except_branches([&source.main_branch]));
            }
            let name = Variable::new(RELEASE_NAME)
                .default_value("none")
                .description("The name of the release, such as 1.4.0. None where nothing is released.");
            let pipeline = PipelineProps {
                name: props.name.clone(),
                triggers: vec![pushes],
                variables: vec![name],
                execution_mode: ExecutionMode::Parallel,
                artifact_store: props.artifact_store.clone(),
                ..PipelineProps::new(stages(&props, &builds))
            };
            let pipeline = Pipeline::new(stack, "Pipeline", pipeline);
            let notifications =
                props.notifications.map(|told| PipelineNotifications::new(stack, "Notifications", pipeline, told));
            TemplateRelease { pipeline, projects: builds.projects(), notifications }
        })
    }
}

fn check(stack: &mut Stack, props: &TemplateReleaseProps) {
    let names: Vec<&str> = props.channels.channels.iter().map(|(channel, _)| channel.name.as_str()).collect();
    props.distribution.check(stack, &names);
    let kinds: Vec<&str> = props.artifacts.iter().map(|artifact| artifact.making(&props.distribution).name).collect();
    for (index, kind) in kinds.iter().enumerate() {
        if kinds[..index].contains(kind) {
            let message = format!("two artifacts are of the kind `{kind}`");
            let help = "let one build make both; machine images come from Packer or from Image Builder";
            stack.report(Diagnostic::error("release-artifact", message).property("artifacts").help(help));
        }
    }
}
