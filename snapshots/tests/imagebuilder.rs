//! EC2 Image Builder.

use cfn_constructs::services::ecr::{AnyRepository, Repository, RepositoryProps};
use cfn_constructs::services::imagebuilder::{
    Age, AmiDistribution, Component, ComponentDocument, ComponentPhase, ComponentProps, ComponentUse,
    ContainerDistribution, ContainerRecipe, ContainerRecipeProps, DeleteImages, Distribution,
    DistributionConfiguration, Dockerfile, ImageLifecycle, ImageLifecycleProps, ImageParameter, ImagePipeline,
    ImagePipelineProps, ImageRecipe, ImageRecipeProps, ImageSchedule, ImageSelection, InfrastructureConfiguration,
    InfrastructureProps, ParentImage, Platform, TimeUnit, Version, Volume,
};
use cfn_constructs::services::{Bucket, BucketProps, Key, KeyProps, Minutes, Role, RoleProps};
use cfn_constructs::{App, Stack};
use cfn_model::{Prop, sns};

fn defaults() -> Stack {
    let mut stack = Stack::new("Defaults");
    let parent = ParentImage::managed("amazon-linux-2023-x86");
    let props = ImageRecipeProps {
        components: vec![ComponentUse::managed("update-linux")],
        ..ImageRecipeProps::new("plain", Version(1, 0, 0), parent)
    };
    let recipe = ImageRecipe::new(&mut stack, "Recipe", props);
    let machines = InfrastructureConfiguration::new(&mut stack, "Machines", InfrastructureProps::new("plain"));
    ImagePipeline::new(&mut stack, "Pipeline", ImagePipelineProps::new("plain", recipe.into(), machines));
    stack
}

fn component(stack: &mut Stack, key: Key) -> Component {
    let document = ComponentDocument::new()
        .bash(ComponentPhase::Build, "Install", ["dnf install -y nginx"])
        .bash(ComponentPhase::Validate, "Configuration", ["nginx -t"])
        .bash(ComponentPhase::Test, "Ping", ["curl --fail localhost"]);
    Component::new(
        stack,
        "Nginx",
        ComponentProps {
            description: Some("The web server.".into()),
            supported_os_versions: vec!["Amazon Linux 2023".into()],
            key: Some(key),
            ..ComponentProps::new("nginx", Version(1, 0, 0), Platform::Linux, document)
        },
    )
}

fn machines(stack: &mut Stack) -> InfrastructureConfiguration {
    let logs = Bucket::new(stack, "Logs", BucketProps::default());
    let topic = stack.add("Topic", sns::Topic::new().kms_master_key_id("alias/aws/sns"));
    InfrastructureConfiguration::new(
        stack,
        "Machines",
        InfrastructureProps {
            description: Some("Builds images.".into()),
            instance_types: vec!["m7i.large".into(), "m6i.large".into()],
            subnet: Some(Prop::new("subnet-0123456789abcdef0")),
            security_groups: vec![Prop::new("sg-0123456789abcdef0")],
            logs: Some((logs, "builds".into())),
            topic: Some(topic.topic_arn()),
            hop_limit: 2,
            keep_failed: true,
            resource_tags: vec![("team".into(), "platform".into())],
            ..InfrastructureProps::new("web")
        },
    )
}

fn everything() -> Stack {
    let mut stack = Stack::new("Everything");
    let key = Key::new(&mut stack, "Key", KeyProps::default());
    let component = component(&mut stack, key);
    let machines = machines(&mut stack);
    key.grant_decrypt(&mut stack, &machines);
    let recipe = ImageRecipe::new(
        &mut stack,
        "Recipe",
        ImageRecipeProps {
            components: vec![ComponentUse::managed("update-linux"), ComponentUse::new(component)],
            volumes: vec![Volume { size: Some(20), key: Some(key), ..Volume::new("/dev/xvda") }],
            description: Some("Web servers.".into()),
            working_directory: Some("/tmp".into()),
            ami_tags: vec![("team".into(), "platform".into())],
            uninstall_agent: true,
            ..ImageRecipeProps::new("web", Version(1, 0, 0), ParentImage::managed("amazon-linux-2023-x86"))
        },
    );
    let ami = AmiDistribution {
        name: Some("web {{ imagebuilder:buildDate }}".into()),
        description: Some("Web servers.".into()),
        tags: vec![("team".into(), "platform".into())],
        key: Some(Prop::new("alias/images")),
        accounts: vec!["444455556666".into()],
        organizations: vec![Prop::new("arn:aws:organizations::111122223333:organization/o-exampleorgid")],
        organizational_units: vec![Prop::new("arn:aws:organizations::111122223333:ou/o-exampleorgid/ou-exam-ple12345")],
        copies_for: vec!["777788889999".into()],
        parameters: vec![
            ImageParameter::new("/web/ami"),
            ImageParameter { account: Some("777788889999".into()), ..ImageParameter::new("/web/ami-of-copy") },
        ],
        launch_templates: vec![Prop::new("lt-0123456789abcdef0")],
        ..AmiDistribution::default()
    };
    let distribution = DistributionConfiguration::new(
        &mut stack,
        "Distribution",
        "web",
        [Distribution::ami("eu-west-1", ami), Distribution::ami("us-east-1", AmiDistribution::default())],
    );
    let pipeline = ImagePipeline::new(
        &mut stack,
        "Pipeline",
        ImagePipelineProps {
            distribution: Some(distribution),
            schedule: Some(ImageSchedule {
                time_zone: Some("Europe/Berlin".into()),
                only_with_updates: false,
                disable_after_failures: Some(3),
                ..ImageSchedule::new("cron(0 2 * * ? *)")
            }),
            description: Some("Builds web servers.".into()),
            tests: Some(Minutes(90)),
            scan: true,
            enabled: false,
            ..ImagePipelineProps::new("web", recipe.into(), machines)
        },
    );
    let role = Role::new(&mut stack, "Release", RoleProps::for_service("codebuild.amazonaws.com"));
    pipeline.grant_start(&mut stack, &role);
    ImageLifecycle::new(
        &mut stack,
        "Lifecycle",
        ImageLifecycleProps {
            deprecate_after: Some(Age(6, TimeUnit::Months)),
            disable_after: Some(Age(9, TimeUnit::Months)),
            delete: Some(DeleteImages {
                retain_at_least: Some(3),
                ..DeleteImages::older_than(Age(1, TimeUnit::Years))
            }),
            except_tagged: vec![("keep".into(), "yes".into())],
            except_shared_with: vec!["444455556666".into()],
            except_launched_within: Some(Age(30, TimeUnit::Days)),
            description: Some("Old web servers go.".into()),
            ..ImageLifecycleProps::new("web", ImageSelection::Recipes(vec![("web".into(), Version(1, 0, 0))]))
        },
    );
    stack
}

fn containers() -> Stack {
    let mut stack = Stack::new("Containers");
    let repository = Repository::new(&mut stack, "Repository", RepositoryProps::default());
    let props = InfrastructureProps { hop_limit: 2, ..InfrastructureProps::new("containers") };
    let machines = InfrastructureConfiguration::new(&mut stack, "Machines", props);
    repository.grant_pull_push(&mut stack, &machines);
    let key = Key::new(&mut stack, "Key", KeyProps::default());
    key.grant_decrypt(&mut stack, &machines);
    let recipe = ContainerRecipe::new(
        &mut stack,
        "Recipe",
        ContainerRecipeProps {
            dockerfile: Dockerfile::Plain,
            description: Some("Web servers.".into()),
            working_directory: Some("/tmp".into()),
            key: Some(key),
            ..ContainerRecipeProps::new(
                "containers",
                Version(1, 0, 0),
                ParentImage::managed("amazon-linux-x86-latest"),
                repository.name(),
                [ComponentUse::managed("update-linux")],
            )
        },
    );
    let container = ContainerDistribution {
        tags: vec!["latest".into()],
        description: Some("Web servers.".into()),
        ..ContainerDistribution::new(repository.name())
    };
    let regions = [Distribution::container("eu-west-1", container)];
    let distribution = DistributionConfiguration::new(&mut stack, "Distribution", "containers", regions);
    let props = ImagePipelineProps {
        distribution: Some(distribution),
        tests: None,
        ..ImagePipelineProps::new("containers", recipe.into(), machines)
    };
    ImagePipeline::new(&mut stack, "Pipeline", props);
    stack
}

#[test]
fn images() {
    let app = App::new().with(defaults()).with(everything()).with(containers());
    snapshots::check("services/imagebuilder", app);
}
