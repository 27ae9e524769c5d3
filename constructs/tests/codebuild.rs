//! What goes wrong with build projects and fleets, and what their roles may do.
#![cfg(feature = "codebuild")]

use cfn_constructs::buildspec::{Buildspec, Commands, Phase};
use cfn_constructs::services::codebuild::{
    BatchConfig, BuildArtifacts, Cache, CacheMode, Fleet, FleetComputeType, FleetProps, FleetScaling, Network, Project,
    ProjectProps, SecondarySource, Source,
};
use cfn_constructs::services::{Bucket, BucketProps, Minutes};
use cfn_constructs::{App, Stack};

fn props(source: Source) -> ProjectProps {
    ProjectProps::new(source, Buildspec::new().phase(Phase::Build, Commands::new(["make"])))
}

/// The errors of a stack, each as its property and message.
fn problems(build: impl FnOnce(&mut Stack)) -> Vec<String> {
    let mut stack = Stack::new("Ci");
    build(&mut stack);
    let problems = App::new().with(stack).synth().expect_err("the stack has problems");
    let shown = |property: &Option<String>| property.clone().unwrap_or_default();
    problems.iter().map(|problem| format!("{}: {}", shown(&problem.property), problem.message)).collect()
}

#[test]
fn what_codebuild_would_refuse_is_told() {
    let github = || Source::github("https://github.com/acme/app");
    let one = |change: fn(&mut ProjectProps), expected: &str| {
        let found = problems(|stack| {
            let mut props = props(github());
            change(&mut props);
            Project::new(stack, "Build", props);
        });
        assert!(found.iter().any(|problem| problem == expected), "{expected}: {found:?}");
    };
    one(
        |props| props.cache = Cache::Local(vec![CacheMode::DockerLayers]),
        "Cache.Modes: layers of Docker images can be kept in a privileged environment only",
    );
    one(|props| props.cache = Cache::Local(Vec::new()), "Cache.Modes: a local cache keeps nothing");
    one(
        |props| props.network = Some(Network::new("vpc-1", ["subnet-1"; 17], [""; 0])),
        "VpcConfig.Subnets: there are 17 subnets, 1 to 16 are allowed",
    );
    one(
        |props| props.network = Some(Network::new("vpc-1", ["subnet-1"], [""; 0])),
        "VpcConfig.SecurityGroupIds: there are 0 security groups, 1 to 5 are allowed",
    );
    one(|props| props.retries = 11, "AutoRetryLimit: 11 retries, 0 to 10 are allowed");
    one(
        |props| props.concurrent_builds = Some(0),
        "ConcurrentBuildLimit: 0 builds may run at once, at least 1 is needed",
    );
    one(
        |props| props.queued_timeout = Minutes(1),
        "QueuedTimeoutInMinutes: QueuedTimeoutInMinutes is 1 minutes, 5 to 480 are allowed",
    );
    one(
        |props| props.batch = Some(BatchConfig { maximum_builds: Some(101), ..BatchConfig::default() }),
        "BuildBatchConfig.Restrictions.MaximumBuildsAllowed: a batch of 101 builds, 1 to 100 are allowed",
    );
    one(
        |props| {
            let tools = SecondarySource::new("to-ols", Source::github("https://github.com/acme/tools"));
            props.secondary_sources = vec![tools];
        },
        "SecondarySources.0: `to-ols` is no identifier for a source",
    );
    one(
        |props| props.secondary_sources = vec![SecondarySource::new("none", Source::NoSource)],
        "SecondarySources.0: the source `none` comes from nowhere",
    );
}

#[test]
fn a_fleet_grows_beyond_what_is_kept_ready() {
    let found = problems(|stack| {
        let scaling = Some(FleetScaling { most: 1, utilization: 0.0 });
        let props = FleetProps { scaling, ..FleetProps::linux(2, FleetComputeType::BuildGeneral1Small) };
        Fleet::new(stack, "Fleet", props);
    });
    let expected = [
        "ScalingConfiguration.MaxCapacity: at most 1 machines are fewer than the 2 kept ready",
        "ScalingConfiguration.TargetTrackingScalingConfigs.0.TargetValue: a utilization of 0 percent, 1 to 100 are allowed",
    ];
    for problem in expected {
        assert!(found.iter().any(|found| found == problem), "{problem}: {found:?}");
    }
}

#[test]
fn the_role_reads_its_sources_and_writes_below_its_path() {
    let mut stack = Stack::new("Ci");
    let bucket = Bucket::new(&mut stack, "Bucket", BucketProps::default());
    let artifacts = BuildArtifacts { path: Some("/app/".into()), ..bucket.into() };
    Project::new(
        &mut stack,
        "Build",
        ProjectProps { artifacts: Some(artifacts), ..props(Source::S3(bucket, "source.zip".into())) },
    );
    let assembly = App::new().with(stack).synth().expect("there is no error");
    let template = assembly.stacks[0].template.to_yaml();
    for expected in ["Resource: !Sub ${Bucket.Arn}/source.zip", "Resource: !Sub ${Bucket.Arn}/app/*"] {
        assert!(template.contains(expected), "{expected}: {template}");
    }
}
