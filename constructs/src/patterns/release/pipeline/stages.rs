//! The stages of a release pipeline.

use cfn_model::{Prop, sub};

use super::super::{ReleaseChannel, ReleasePrefix, release_name_pattern};
use super::TemplateReleaseProps;
use super::builds::{Builds, plain};
use crate::pipeline::actions::{CodeBuildAction, ConnectionSourceAction, ManualApprovalAction};
use crate::pipeline::rules::{Comparison, VariableCheckRule};
use crate::pipeline::{Artifact, IntoAction, Stage, Variable, execution_id, output_variable};
use crate::services::Bucket;
use crate::services::codebuild::EnvironmentVariable;
use crate::synth::pascal_case;

/// The variable that names a release.
pub(super) const RELEASE_NAME: &str = "ReleaseName";

/// What it says where nothing is released.
const NONE: &str = "none";

pub(super) fn stages(props: &TemplateReleaseProps, builds: &Builds) -> Vec<Stage> {
    let source = Artifact::new("Source");
    let released = Artifact::new("Release");
    let Some((channel, bucket, upload)) = builds.channels.first() else { return Vec::new() };
    let look = |name: &str, step: &str| {
        let mut action = CodeBuildAction::new(name, builds.look, source.clone()).env(plain("STEP", step));
        action.variables.extend(target(props, channel, *bucket));
        action
    };
    let check = Stage::new("Check").with(look("Look", "look")).only_if([is_name(props)]);
    let mut stages = vec![source_stage(props, source.clone()), check];
    if !builds.artifacts.is_empty() {
        stages.push(build_stage(builds, source.clone()).skip_unless([is_new()]));
    }
    stages.push(bake_stage(props, builds, source.clone(), released.clone()).skip_unless([is_new()]));
    let mut upload = CodeBuildAction::new("Upload", *upload, released);
    upload.variables = target(props, channel, *bucket);
    stages.push(Stage::new(pascal_case(&channel.name)).with(upload).skip_unless([is_new()]));
    let test = Stage::new("Test").with(look("Verify", "verify"));
    stages.push(match (builds.smoke_test, &props.smoke_test) {
        (Some(project), Some(test_props)) => {
            let template = sub!("{}/templates/{}.yaml", url(props, channel, *bucket), test_props.template.as_str());
            let stack = sub!("{}-smoke-{}", props.channels.product.as_str(), execution_id());
            let action = CodeBuildAction { test: true, ..CodeBuildAction::new("SmokeTest", project, source.clone()) };
            test.then(action.env(plain("TEMPLATE_URL", template)).env(plain("STACK", stack)))
        }
        _ => test,
    });
    stages.extend((1..builds.channels.len()).map(|index| channel_stage(props, builds, index, source.clone())));
    stages
}

/// The commit has not been built before. One that was is promoted as it was built and tested.
fn is_new() -> VariableCheckRule {
    VariableCheckRule::new("IsNew", output_variable("Look", "TOLD"), Comparison::Equals, "no")
}

/// The name of the release is one, or there is none.
fn is_name(props: &TemplateReleaseProps) -> VariableCheckRule {
    let channels: Vec<ReleaseChannel> = props.channels.channels.iter().map(|(channel, _)| channel.clone()).collect();
    let pattern = release_name_pattern(&channels);
    VariableCheckRule::new("ReleaseNameIsOne", &release_name(), Comparison::Matches, pattern)
}

fn release_name() -> Variable {
    Variable::new(RELEASE_NAME)
}

fn commit() -> Prop<String> {
    output_variable("Source", "CommitId")
}

fn source_stage(props: &TemplateReleaseProps, output: Artifact) -> Stage {
    let source = &props.source;
    let action = ConnectionSourceAction::new(
        "Source",
        source.connection.clone(),
        source.repository.as_str(),
        source.main_branch.as_str(),
        output,
    );
    // The trigger says which pushes start it.
    Stage::new("Source").with(ConnectionSourceAction { detect_changes: false, ..action })
}

/// Builds everything but the templates: side by side, except that some take the binaries.
fn build_stage(builds: &Builds, source: Artifact) -> Stage {
    let has_binaries = builds.artifacts.iter().any(|(making, _)| making.name == "Binaries");
    let mut stage = Stage::new("Build");
    for (making, project) in &builds.artifacts {
        let waits = has_binaries && making.after_binaries;
        let mut action = CodeBuildAction::new(making.name, *project, source.clone())
            .outputs([Artifact::new(making.name)])
            .env(plain("COMMIT", commit()))
            .env(plain("BUILD_TAG", sub!("0.0.0-g{}", commit())));
        if waits {
            action.extra_inputs.push(Artifact::new("Binaries"));
        }
        stage = stage.with(action.run_order(if waits { 2 } else { 1 }));
    }
    stage
}

fn bake_stage(props: &TemplateReleaseProps, builds: &Builds, source: Artifact, released: Artifact) -> Stage {
    let inputs = builds.artifacts.iter().map(|(making, _)| Artifact::new(making.name));
    let mut action =
        CodeBuildAction::new("Bake", builds.bake, source).outputs([released]).env(plain("COMMIT", commit()));
    action.extra_inputs = inputs.collect();
    if let Some((channel, bucket, _)) = builds.channels.first() {
        action = action.env(plain("RELEASE_URL", url(props, channel, *bucket)));
    }
    Stage::new("Bake").with(action)
}

/// What the releases of a channel are below.
fn prefix(channel: &ReleaseChannel) -> String {
    let text = |value: Prop<String>| value.value().as_str().unwrap_or_default().to_owned();
    channel.prefix.of(&text(commit()), &text(release_name().value()))
}

fn url(props: &TemplateReleaseProps, channel: &ReleaseChannel, bucket: Bucket) -> Prop<String> {
    let product = props.channels.product.as_str();
    sub!("https://{}.s3.{region}.{url_suffix}/{}/{}", bucket.name(), prefix(channel), product)
}

/// What a build knows of the release that it makes.
fn target(props: &TemplateReleaseProps, channel: &ReleaseChannel, bucket: Bucket) -> Vec<EnvironmentVariable> {
    let release = match channel.prefix {
        ReleasePrefix::Release => release_name().value(),
        ReleasePrefix::Commit | ReleasePrefix::CommitBelow(_) => commit(),
    };
    vec![
        plain("COMMIT", commit()),
        plain("RELEASE", release),
        plain("BUCKET", bucket.name()),
        plain("PREFIX", prefix(channel)),
        plain("RELEASE_URL", url(props, channel, bucket)),
    ]
}

/// Promotes what is in the first channel, once somebody agrees.
fn channel_stage(props: &TemplateReleaseProps, builds: &Builds, index: usize, source: Artifact) -> Stage {
    let (tested, from, _) = &builds.channels[0];
    let (channel, bucket, project) = &builds.channels[index];
    let product = props.channels.product.as_str();
    let url = url(props, channel, *bucket);
    let mut approval = ManualApprovalAction::new("Approve").message(sub!(
        "Release {} in {}, at {}?",
        product,
        channel.name.as_str(),
        url
    ));
    approval.topic = props.approvals.clone();
    let mut promote = CodeBuildAction::new("Promote", *project, source);
    promote.variables = target(props, channel, *bucket);
    promote.variables.extend([
        plain("SOURCE_BUCKET", from.name()),
        plain("SOURCE_PREFIX", prefix(tested)),
        plain("MANIFEST_SHA256", output_variable("Verify", "TOLD")),
    ]);
    let named = channel.prefix == ReleasePrefix::Release;
    let (on_main, has_name) =
        if named { (Comparison::Equals, Comparison::Differs) } else { (Comparison::Differs, Comparison::Equals) };
    let branch = output_variable("Source", "BranchName");
    let rules = [
        VariableCheckRule::new("Branch", branch, on_main, props.source.main_branch.as_str()),
        VariableCheckRule::new("ReleaseName", &release_name(), has_name, NONE),
    ];
    Stage::new(pascal_case(&channel.name)).with(approval).then(promote).skip_unless(rules)
}
