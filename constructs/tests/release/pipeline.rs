//! The pipeline that releases, and where machine images go.

use cfn_constructs::Stack;
use cfn_constructs::patterns::{
    AmiDistribution, AmiKey, ReleaseArtifact, ReleaseBuild, ReleaseChannel, ReleaseChannels, ReleaseChannelsProps,
    ReleaseSource, SmokeTest, TemplateRelease, TemplateReleaseProps, release_name_pattern,
};
use cfn_constructs::services::Days;
use cfn_constructs::services::ecr::{Repository, RepositoryProps};
use cfn_model::{IntoProp, Template, Value};

use super::{problems, template};

fn stack(change: impl FnOnce(&mut Stack, &mut TemplateReleaseProps)) -> Stack {
    let mut stack = Stack::new("Release");
    let channels = ReleaseChannels::new(&mut stack, "Channels", ReleaseChannelsProps::new("readyset"));
    let connection = "arn:aws:codeconnections:eu-west-1:111122223333:connection/0123abcd";
    let packer = ReleaseArtifact::Packer { folder: "images".into(), build: ReleaseBuild::new(["make packer"]) };
    let binaries = ReleaseArtifact::Binaries(ReleaseBuild::new(["make binaries"]));
    let mut props = TemplateReleaseProps {
        artifacts: vec![binaries, packer],
        approvals: Some("arn:aws:sns:eu-west-1:111122223333:releases".into_prop()),
        smoke_test: Some(SmokeTest::new("main", ["curl --fail \"$OUTPUT_Url\""])),
        ..TemplateReleaseProps::new(
            ReleaseSource::new(connection, "acme/readyset"),
            channels,
            ReleaseBuild::new(["make templates"]),
        )
    };
    change(&mut stack, &mut props);
    TemplateRelease::new(&mut stack, "Pipeline", props);
    stack
}

/// The actions of each stage, each with its run order.
fn stages(template: &Template) -> Vec<(String, Vec<String>)> {
    let pipeline = template.get_resource("PipelinePipeline").or_else(|| template.get_resource("Pipeline"));
    let stages = pipeline.expect("it is there").property("Stages").cloned().expect("it has stages");
    let text = |value: &Value, key: &str| value.at(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_list().unwrap_or_default().to_vec();
    let action = |action: &Value| {
        format!("{} {}", text(action, "Name"), action.at("RunOrder").and_then(Value::as_i64).unwrap_or_default())
    };
    let stage = |stage: &Value| {
        (text(stage, "Name"), list(stage.at("Actions").unwrap_or(&Value::Null)).iter().map(action).collect())
    };
    list(&stages).iter().map(stage).collect()
}

#[test]
fn a_release_goes_from_commit_to_channels() {
    let template = template(stack(|_, _| {}));
    let stages = stages(&template);
    let shown: Vec<String> = stages.iter().map(|(name, actions)| format!("{name}: {}", actions.join(", "))).collect();
    assert_eq!(
        shown,
        [
            "Source: Source 1",
            "Check: Look 1",
            "Build: Binaries 1, Images 2",
            "Bake: Bake 1",
            "Internal: Upload 1",
            "Test: Verify 1, SmokeTest 2",
            "Alpha: Approve 1, Promote 2",
            "Release: Approve 1, Promote 2",
        ]
    );
}

/// The names of the rules of a stage, with what they compare: `None` where it is entered by every execution.
fn rules(template: &Template, stage: &str) -> Vec<String> {
    let pipeline = template.get_resource("PipelinePipeline").expect("it is there");
    let stages = pipeline.property("Stages").and_then(Value::as_list).expect("it has stages").to_vec();
    let found = stages.iter().find(|one| one.at("Name").and_then(Value::as_str) == Some(stage)).expect("it is there");
    let rules = found.at("BeforeEntry.Conditions.0.Rules").and_then(Value::as_list).unwrap_or_default().to_vec();
    let text = |rule: &Value, key: &str| {
        rule.at(&format!("Configuration.{key}")).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    rules.iter().map(|rule| ["Variable", "Operator", "Value"].map(|key| text(rule, key)).join(" ")).collect()
}

#[test]
fn main_releases_what_has_a_name_and_other_branches_alphas() {
    let template = template(stack(|_, props| props.source.other_branches = vec!["feature/*".into()]));
    let (branch, name) = ("#{SourceVariables.BranchName}", "#{variables.ReleaseName}");
    assert_eq!(rules(&template, "Alpha"), [format!("{branch} NE main"), format!("{name} EQ none")]);
    assert_eq!(rules(&template, "Release"), [format!("{branch} EQ main"), format!("{name} NE none")]);
    let pattern = release_name_pattern(&[ReleaseChannel::alpha()]);
    assert_eq!(rules(&template, "Check"), [format!("{name} MATCHES {pattern}")]);
    for stage in ["Build", "Bake", "Internal"] {
        assert_eq!(rules(&template, stage), ["#{LookVariables.TOLD} EQ no"], "what was built is not built again");
    }
}

#[test]
fn images_are_copied_when_built_and_shared_by_channel() {
    let yaml = template(stack(|_, props| {
        props.distribution = AmiDistribution {
            key_alias: Some("readyset-images".into()),
            deprecate_after: Some(Days(365)),
            ..AmiDistribution::to_regions(["us-east-1", "eu-central-1"]).share("release", ["444455556666"])
        };
    }))
    .to_yaml();
    for expected in
        ["Value: us-east-1 eu-central-1", "Value: alias/readyset-images", "Value: '444455556666'", "Value: '365'"]
    {
        assert!(yaml.contains(expected), "{expected}");
    }
    assert_eq!(yaml.matches("ec2:ModifySnapshotAttribute").count(), 2, "Packer's and that of the release channel");
}

#[test]
fn images_that_stay_in_their_region_are_encrypted_too() {
    let yaml = template(stack(|_, props| props.distribution.key_alias = Some("readyset-images".into()))).to_yaml();
    assert!(yaml.contains("kms:ResourceAliases: alias/readyset-images"), "{yaml}");
    assert!(!yaml.contains("ec2:CopyImage"), "{yaml}");
}

#[test]
fn what_is_wrong_with_a_distribution_is_told() {
    let told = problems(stack(|_, props| {
        props.distribution = AmiDistribution::to_regions(["us-east-1", "us-east-1", "frankfurt"])
            .share("release", ["444455556666", "444455556666"])
            .share("relese", ["1234"]);
    }));
    assert_eq!(
        told,
        [
            "the region `us-east-1` is there twice",
            "`frankfurt` is no region",
            "there is no channel `relese`",
            "the account `444455556666` is there twice in the channel `release`",
            "`1234` is no account id",
        ]
    );
    let twice = problems(stack(|_, props| props.artifacts.push(props.artifacts[0].clone())));
    assert!(twice.contains(&"two artifacts are of the kind `Binaries`".to_owned()), "{twice:?}");
}

#[test]
fn containers_and_charts_take_the_same_way() {
    let yaml = template(stack(|stack, props| {
        let repository = |stack: &mut Stack, id: &str| Repository::new(stack, id, RepositoryProps::default());
        let (image, chart) = (repository(stack, "Server"), repository(stack, "Chart"));
        props.artifacts.push(ReleaseArtifact::OciImages(vec![image], ReleaseBuild::new(["make push"])));
        props.artifacts.push(ReleaseArtifact::HelmCharts(vec![chart], ReleaseBuild::new(["make push-chart"])));
    }))
    .to_yaml();
    assert!(yaml.contains("store.py digests containers.json \"$REPOSITORY_0\""), "{yaml}");
    assert!(yaml.contains("store.py digests charts.json \"$REPOSITORY_0\""));
}

#[test]
fn a_key_lets_accounts_use_images_and_nothing_else() {
    let mut stack = Stack::new("Images");
    AmiKey::new(&mut stack, "Key", "readyset-images", ["444455556666"]);
    let yaml = template(stack).to_yaml();
    assert!(yaml.contains("Sid: AttachVolumes") && yaml.contains("kms:GrantIsForAWSResource: 'true'"), "{yaml}");
    assert!(yaml.contains("arn:${AWS::Partition}:iam::444455556666:root"), "{yaml}");
}

#[test]
fn no_build_may_do_what_others_do() {
    let assembly = cfn_constructs::App::new().with(stack(|_, _| {})).synth().expect("it is good");
    let grave = assembly.diagnostics.iter().filter(|problem| problem.severity > cfn_model::Severity::Info);
    assert_eq!(grave.map(ToString::to_string).collect::<Vec<_>>(), Vec::<String>::new());
    let template = &assembly.stacks[0].template;
    let policy = |id: &str| {
        let policy = template.get_resource(id).expect("it is there").property("PolicyDocument").cloned();
        cfn_model::emit::to_yaml(&policy.expect("it is a policy"))
    };
    assert!(!policy("PipelineBakeRolePolicy").contains("ec2:"), "it bakes");
    let alpha = policy("PipelinePromoteAlphaRolePolicy");
    assert!(alpha.contains("alpha/*/readyset/*") && !alpha.contains("s3:DeleteObject"), "{alpha}");
    assert!(!policy("PipelineLookRolePolicy").contains("s3:PutObject\n"), "it looks");
}
