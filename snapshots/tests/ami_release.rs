//! The release of machine images and templates.

use cfn_constructs::Assembly;
use cfn_constructs::patterns::{MachineImages, ReleaseLocation};
use cfn_model::{Severity, Template, Value};
use cfn_stacks::ami_release::product::Product;
use cfn_stacks::ami_release::{
    AmiRelease, BuiltImage, Channel, Holds, Images, Pushed, StackTest, ami_release, with_templates,
};

const CONNECTION: &str =
    "arn:aws:codeconnections:us-east-2:111111111111:connection/6c1f0d9e-2b7a-4f53-8e1d-0a9b8c7d6e5f";

fn release() -> AmiRelease {
    let test = StackTest::new("main", ["curl --fail \"$OUTPUT_Url\""]).parameter("Clients", "10.0.0.0/8").allow(
        ["sns:CreateTopic", "sns:DeleteTopic", "sns:GetTopicAttributes"],
        ["arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:readyset-smoke-*"],
    );
    AmiRelease {
        account: Some("111111111111".into()),
        regions: vec!["eu-west-1".into()],
        other_branches: vec!["feature/*".into()],
        channels: vec![
            Channel::internal(),
            Channel::alpha().image_accounts(["222222222222"]),
            Channel::release().image_accounts(["222222222222", "333333333333"]),
        ],
        images: Some(Images::packer("images")),
        image_keys: true,
        deprecate_after_days: Some(730),
        binaries: vec!["make binaries".into()],
        smoke_test: Some(test),
        approvers: vec!["releases@example.com".into()],
        notify: vec!["releases@example.com".into()],
        ..AmiRelease::new("Readyset", "readyset", "us-east-2", CONNECTION, "acme/readyset", ["make templates"])
    }
}

/// The images from EC2 Image Builder, a channel for partners, and everything else that can be released.
fn of_all_kinds() -> AmiRelease {
    let server = BuiltImage {
        name: "server".into(),
        version: "1.0.0".into(),
        parent: "amazon-linux-2023-arm64".into(),
        components: vec!["update-linux".into()],
        commands: vec!["dnf install --assumeyes nginx".into()],
    };
    let partners = Channel { readers: vec!["444444444444".into()], holds: Holds::Releases, ..Channel::new("partners") };
    let pushed = |name: &str, command: &str| {
        Some(Pushed { repositories: vec![format!("readyset/{name}")], commands: vec![command.into()] })
    };
    AmiRelease {
        channels: vec![Channel::internal(), partners.image_accounts(["444444444444"])],
        images: Some(Images::ImageBuilder { images: vec![server] }),
        containers: pushed("server", "make push"),
        charts: pushed("chart", "make push-chart"),
        ..release()
    }
}

fn synth(release: &AmiRelease) -> Assembly {
    ami_release(release).synth().unwrap_or_else(|problems| {
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{}", problems.join("\n\n"))
    })
}

/// The template of the pipeline.
fn template(release: &AmiRelease) -> Template {
    synth(release).stacks.into_iter().next_back().expect("there are stacks").template
}

#[test]
fn images_of_packer_in_three_channels() {
    snapshots::check("ami_release", ami_release(&release()));
}

#[test]
fn images_of_image_builder_and_all_other_kinds() {
    snapshots::check("ami_release_image_builder", ami_release(&of_all_kinds()));
}

#[test]
fn the_templates_of_a_release_are_files() {
    let images = MachineImages::new().with("server", "eu-west-1", "ami-0a1b2c3d4e5f60718");
    let location = ReleaseLocation::in_bucket("acme-public", "us-east-2", "1.4.0", "readyset");
    let templates = |images: MachineImages| {
        let Product { product, nested } = Product::new(&location, images);
        nested.into_iter().map(|(_, stack)| stack).chain([product]).collect::<Vec<_>>()
    };
    let assembly = with_templates(ami_release(&release()), templates(images)).synth().expect("it is right");
    let paths: Vec<String> = assembly.files.iter().map(|file| file.path.display().to_string()).collect();
    assert_eq!(paths, ["database", "network", "product", "servers"].map(|name| format!("templates/{name}.yaml")));
    let product = &assembly.files[2].contents;
    assert!(product.contains("eu-west-1:\n      Server: ami-0a1b2c3d4e5f60718"), "{product}");
    assert!(product.contains("https://acme-public.s3.us-east-2.amazonaws.com/1.4.0/readyset/templates/network.yaml"));
    let names: Vec<&str> = assembly.stacks.iter().map(|stack| stack.name.as_str()).collect();
    assert_eq!(names, ["Readyset-eu-west-1", "Readyset-us-east-2", "Readyset"], "the app deploys no product");

    let without = with_templates(ami_release(&release()), templates(MachineImages::new())).synth();
    let problems = without.expect_err("there is no image");
    assert!(problems.iter().any(|problem| problem.message == "there are no images"), "{problems:?}");
}

#[test]
fn no_policy_allows_a_whole_service_or_everything_and_everybody_only_reads_releases() {
    // Actions that know no resource.
    let unscoped =
        ["ec2:Describe", "ec2messages:", "ecr:GetAuthorizationToken", "logs:", "ssm", "imagebuilder:GetComponent"];
    for release in [release(), of_all_kinds()] {
        let assembly = synth(&release);
        snapshots::assert_narrow(&assembly, 40, &unscoped, &["s3:GetObject"]);
        let told = assembly.diagnostics.iter().filter(|problem| problem.severity > Severity::Info);
        assert_eq!(told.map(ToString::to_string).collect::<Vec<_>>(), Vec::<String>::new());
    }
}

/// The logical ids of resources that one release has and another has not.
fn added(before: &Template, after: &Template) -> Vec<String> {
    let new = after.resources().filter(|(id, _)| before.get_resource(id).is_none());
    new.map(|(id, resource)| format!("{id} {}", resource.type_name().unwrap_or_default())).collect()
}

#[test]
fn one_more_channel_is_one_value() {
    let mut more = release();
    more.channels.push(Channel { holds: Holds::Releases, ..Channel::new("partners") });
    let (before, after) = (template(&release()), template(&more));
    assert_eq!(
        added(&before, &after),
        [
            "ChannelsPartners AWS::S3::Bucket",
            "ChannelsPartnersPolicy AWS::S3::BucketPolicy",
            "ReleasePromotePartnersRole AWS::IAM::Role",
            "ReleasePromotePartnersLogs AWS::Logs::LogGroup",
            "ReleasePromotePartnersRolePolicy AWS::IAM::Policy",
            "ReleasePromotePartners AWS::CodeBuild::Project",
        ]
    );
    let stages = after.get_resource("ReleasePipeline").and_then(|pipeline| pipeline.property("Stages"));
    let stages = stages.and_then(Value::as_list).expect("it has stages");
    let names: Vec<&str> = stages.iter().filter_map(|stage| stage.at("Name").and_then(Value::as_str)).collect();
    assert_eq!(names, ["Source", "Check", "Build", "Bake", "Internal", "Test", "Alpha", "Release", "Partners"]);
}

#[test]
fn one_more_region_is_one_value_and_a_stack_with_a_key() {
    let mut more = release();
    more.regions.push("ap-southeast-2".into());
    let stacks: Vec<String> = synth(&more).stacks.iter().map(|stack| stack.name.clone()).collect();
    assert_eq!(stacks, ["Readyset-ap-southeast-2", "Readyset-eu-west-1", "Readyset-us-east-2", "Readyset"]);
    assert_eq!(added(&template(&release()), &template(&more)), Vec::<String>::new());
    assert!(template(&more).to_yaml().contains("Value: eu-west-1 ap-southeast-2"));
}

#[test]
fn one_more_account_is_one_value() {
    let mut more = release();
    more.channels[2].image_accounts.push("555555555555".into());
    let assembly = synth(&more);
    for stack in &assembly.stacks {
        assert!(stack.template.to_yaml().contains("555555555555"), "{} knows nothing of it", stack.name);
    }
    assert_eq!(added(&template(&release()), &template(&more)), Vec::<String>::new());
}

fn problems(change: impl FnOnce(&mut AmiRelease)) -> Vec<String> {
    let mut release = release();
    change(&mut release);
    let problems = ami_release(&release).synth().expect_err("there is a problem");
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
    errors.map(|problem| format!("{}: {}", problem.property.as_deref().unwrap_or_default(), problem.message)).collect()
}

#[test]
fn what_is_wrong_is_told_with_its_place() {
    assert_eq!(
        problems(|release| release.channels[2].folder = Some("stable".into())),
        ["channels.2.folder: the channel `release` holds releases, and they are in no folder: `stable`"]
    );
    assert_eq!(
        problems(|release| {
            release.channels[1].readers = vec!["444444444444".into()];
        }),
        ["channels.1.readers: the channel `alpha` is public, and has readers"]
    );
    assert_eq!(
        problems(|release| {
            release.channels.remove(0);
            release.channels.remove(0);
        }),
        ["channels.0.holds: the first channel, `release`, holds releases"]
    );
    assert_eq!(
        problems(|release| release.channels[1].name = "internal".into())[0],
        "channels.1.name: the channel `internal` is there twice"
    );
    assert_eq!(
        problems(|release| {
            release.channels[1].image_accounts = ["222222222222", "1234", "222222222222"].map(String::from).into();
        }),
        [
            "channels.1.image_accounts.1: `1234` is no account id",
            "channels.1.image_accounts.2: the account `222222222222` is there twice in the channel `alpha`",
        ]
    );
    assert_eq!(
        problems(|release| release.product = "Readyset".into())[0],
        "product: `Readyset` is no name of a product"
    );
    let mut images = of_all_kinds();
    if let Some(Images::ImageBuilder { images }) = &mut images.images {
        images[0].version = "1.0".into();
    }
    assert_eq!(problems(|release| *release = images), ["images.images.0.version: `1.0` is no version of a recipe"]);
}
