//! Projects with everything, fleets and report groups.

use cfn_constructs::buildspec::{Buildspec, Commands, Phase};
use cfn_constructs::services::codebuild::{
    BatchConfig, BuildArtifacts, BuildEnvironment, Cache, CacheMode, ComputeType, EnvironmentVariable, FilterGroup,
    Fleet, FleetComputeType, FleetProps, FleetScaling, ImageCredentials, Network, Project, ProjectProps, ReportGroup,
    ReportGroupProps, SecondarySource, Source, Webhook, WebhookEvent,
};
use cfn_constructs::services::{Bucket, BucketProps, Key, KeyProps, LogGroupProps, Minutes, Secret};
use cfn_constructs::{App, Stack};
use cfn_model::Prop;

fn spec(command: &str) -> Buildspec {
    Buildspec::new().phase(Phase::Build, Commands::new([command]))
}

fn default() -> Stack {
    let mut stack = Stack::new("CodeBuildDefault");
    let source = Source::github("https://github.com/acme/app");
    Project::new(&mut stack, "Build", ProjectProps::new(source, spec("make test")));
    stack
}

fn everything() -> Stack {
    let mut stack = Stack::new("CodeBuildEverything");
    let key = Key::new(&mut stack, "Key", KeyProps::default());
    let bucket = Bucket::new(&mut stack, "Artifacts", BucketProps::default());
    let network = Network::new("vpc-0a1b2c3d4e5f60718", ["subnet-0a1b2c3d4e5f60718"], ["sg-0a1b2c3d4e5f60718"]);
    let fleet = Fleet::new(
        &mut stack,
        "Fleet",
        FleetProps {
            scaling: Some(FleetScaling { most: 4, utilization: 75.0 }),
            network: Some(network.clone()),
            ..FleetProps::linux(1, FleetComputeType::BuildGeneral1Small)
        },
    );
    let tests = ReportGroup::new(
        &mut stack,
        "Tests",
        ReportGroupProps { raw_results: Some((bucket, "reports".into())), ..ReportGroupProps::tests() },
    );
    let webhook = Webhook::push(["main"]).group(
        FilterGroup::new([WebhookEvent::PullRequestCreated]).base_branches(["main"]).except_commit_message("wip"),
    );
    let project = Project::new(
        &mut stack,
        "Build",
        ProjectProps {
            description: Some("Builds the app.".into()),
            environment: BuildEnvironment {
                image: Prop::new("registry.example.com/build:1"),
                compute_type: ComputeType::Medium,
                variables: vec![
                    EnvironmentVariable::plain("STAGE", "ci"),
                    EnvironmentVariable::parameter("LEVEL", "/ci/level"),
                    EnvironmentVariable::secret("TOKEN", Secret::new("ci/app"), "token"),
                ],
                image_credentials: ImageCredentials::Secret(Secret::new("ci/registry")),
                fleet: Some(fleet),
                ..BuildEnvironment::docker()
            },
            source_version: Some("main".into()),
            secondary_sources: vec![SecondarySource::new(
                "tools",
                Source::CodeCommit(Prop::new("https://git-codecommit.eu-central-1.amazonaws.com/v1/repos/tools")),
            )],
            artifacts: Some(BuildArtifacts {
                path: Some("app".into()),
                name: Some("app.zip".into()),
                zip: true,
                folder_per_build: true,
                ..bucket.into()
            }),
            secondary_artifacts: vec![("docs".into(), BuildArtifacts { path: Some("docs".into()), ..bucket.into() })],
            cache: Cache::Local(vec![CacheMode::Source, CacheMode::DockerLayers]),
            network: Some(network),
            webhook: Some(webhook),
            batch: Some(BatchConfig {
                combine_artifacts: true,
                maximum_builds: Some(10),
                compute_types: vec![ComputeType::Small, ComputeType::Medium],
                ..BatchConfig::default()
            }),
            timeout: Minutes(30),
            queued_timeout: Minutes(60),
            concurrent_builds: Some(2),
            retries: 1,
            logs: LogGroupProps::default(),
            bucket_logs: Some((bucket, "logs".into())),
            encryption_key: Some(key),
            ..ProjectProps::new(Source::github("https://github.com/acme/app"), spec("make"))
        },
    );
    tests.grant_write(&mut stack, &project);
    stack
}

#[test]
fn codebuild() {
    snapshots::check("services/codebuild", App::new().with(default()).with(everything()));
}
