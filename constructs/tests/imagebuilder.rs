//! EC2 Image Builder.

use cfn_constructs::services::imagebuilder::{
    Age, AmiDistribution, Component, ComponentDocument, ComponentPhase, ComponentProps, ComponentUse, ContainerRecipe,
    ContainerRecipeProps, DeleteImages, Distribution, DistributionConfiguration, ImageLifecycle, ImageLifecycleProps,
    ImageParameter, ImagePipeline, ImagePipelineProps, ImageRecipe, ImageRecipeProps, ImageSchedule, ImageSelection,
    InfrastructureConfiguration, InfrastructureProps, ParentImage, Platform, TimeUnit, Version, Volume,
};
use cfn_constructs::services::{Bucket, BucketProps, Minutes, Role, RoleProps};
use cfn_constructs::{App, Stack};
use cfn_model::{Prop, Severity, Value};
use serde_json::json;

fn template(stack: Stack) -> Value {
    let assembly = App::new().with(stack).synth().unwrap_or_else(|problems| panic!("{problems:#?}"));
    assembly.stacks.into_iter().next().expect("there is one stack").template.into_value()
}

fn check(template: &Value, path: &str, expected: serde_json::Value) {
    assert_eq!(template.at(path), Some(&Value::from(expected)), "{path}");
}

/// Asserts which errors a stack has that `build` fills.
fn check_problems(build: impl FnOnce(&mut Stack), expected: &[&str]) {
    let mut stack = Stack::new("S");
    build(&mut stack);
    stack.add("T", cfn_model::sns::Topic::new());
    let problems = App::new().with(stack).synth().err().unwrap_or_default();
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
    assert_eq!(errors.map(|problem| &*problem.message).collect::<Vec<_>>(), expected);
}

fn recipe(stack: &mut Stack) -> ImageRecipe {
    let parent = ParentImage::managed("amazon-linux-2023-x86");
    ImageRecipe::new(stack, "Recipe", ImageRecipeProps::new("web", Version(1, 2, 3), parent))
}

fn machines(stack: &mut Stack) -> InfrastructureConfiguration {
    InfrastructureConfiguration::new(stack, "Machines", InfrastructureProps::new("web"))
}

#[test]
fn a_component_is_written_step_by_step() {
    let mut stack = Stack::new("S");
    let document = ComponentDocument::new().bash(ComponentPhase::Test, "Ping", ["curl --fail localhost"]).bash(
        ComponentPhase::Build,
        "Install",
        ["dnf install -y nginx", "systemctl enable nginx"],
    );
    let props = ComponentProps::new("nginx", Version(1, 0, 0), Platform::Linux, document);
    Component::new(&mut stack, "C", props);
    check(
        &template(stack),
        "Resources.C.Properties",
        json!({
            "Name": "nginx",
            "Platform": "Linux",
            "Version": "1.0.0",
            "Data": "\
schemaVersion: 1.0
phases:
  - name: build
    steps:
      - name: Install
        action: ExecuteBash
        inputs:
          commands:
            - dnf install -y nginx
            - systemctl enable nginx
  - name: test
    steps:
      - name: Ping
        action: ExecuteBash
        inputs:
          commands:
            - curl --fail localhost
"
        }),
    );
}

#[test]
fn steps_have_names_and_commands() {
    check_problems(
        |stack| {
            let document = ComponentDocument::new().powershell(ComponentPhase::Build, "A", ["dir"]).powershell(
                ComponentPhase::Build,
                "A",
                Vec::<String>::new(),
            );
            Component::new(stack, "A", ComponentProps::new("aaa", Version(1, 0, 0), Platform::Windows, document));
            let none = ComponentDocument::new();
            Component::new(stack, "B", ComponentProps::new("bbb", Version(1, 0, 0), Platform::Windows, none));
        },
        &[
            "the step `A` is twice in the phase build",
            "the step `A` of the phase build has no commands",
            "the component does nothing",
        ],
    );
}

#[test]
fn recipes_name_images_components_and_encrypted_volumes() {
    let mut stack = Stack::new("S");
    let parent = ParentImage::Parameter("/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64".into());
    let update = ComponentUse::managed("update-linux").parameter("Mode", "full");
    let props = ImageRecipeProps {
        components: vec![update],
        volumes: vec![Volume { size: Some(20), ..Volume::new("/dev/xvda") }],
        ..ImageRecipeProps::new("web", Version(1, 0, 0), parent)
    };
    ImageRecipe::new(&mut stack, "R", props);
    check(
        &template(stack),
        "Resources.R.Properties",
        json!({
            "Name": "web",
            "ParentImage": "ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64",
            "Version": "1.0.0",
            "Components": [{
                "ComponentArn": {"Fn::Sub":
                    "arn:${AWS::Partition}:imagebuilder:${AWS::Region}:aws:component/update-linux/x.x.x"},
                "Parameters": [{"Name": "Mode", "Value": ["full"]}]
            }],
            "BlockDeviceMappings": [{
                "DeviceName": "/dev/xvda",
                "Ebs": {"DeleteOnTermination": true, "Encrypted": true, "VolumeType": "gp3", "VolumeSize": 20}
            }]
        }),
    );
}

#[test]
fn machines_need_tokens_for_their_credentials_and_may_not_read_parameters() {
    let mut stack = Stack::new("S");
    let logs = Bucket::new(&mut stack, "Logs", BucketProps::default());
    let props = InfrastructureProps { logs: Some((logs, "builds".into())), ..InfrastructureProps::new("web") };
    InfrastructureConfiguration::new(&mut stack, "M", props);
    let template = template(stack);
    check(
        &template,
        "Resources.M.Properties.InstanceMetadataOptions",
        json!({"HttpPutResponseHopLimit": 1, "HttpTokens": "required"}),
    );
    let statements = template.at("Resources.MRolePolicy.Properties.PolicyDocument.Statement").and_then(Value::as_list);
    let actions: Vec<String> = statements
        .into_iter()
        .flatten()
        .flat_map(|statement| match statement.at("Action") {
            Some(Value::List(actions)) => actions.clone(),
            one => one.into_iter().cloned().collect(),
        })
        .filter_map(|action| action.as_str().map(str::to_owned))
        .collect();
    assert!(actions.contains(&"ssm:UpdateInstanceInformation".to_owned()));
    assert!(!actions.iter().any(|action| action.starts_with("ssm:GetParameter")), "{actions:?}");
    check(
        &template,
        "Resources.MRolePolicy.Properties.PolicyDocument.Statement.5.Resource",
        json!({"Fn::Sub": "${Logs.Arn}/builds/*"}),
    );
}

#[test]
fn images_are_nobody_elses_until_somebody_is_named() {
    let mut stack = Stack::new("S");
    let shared = AmiDistribution {
        accounts: vec!["444455556666".into()],
        parameters: vec![ImageParameter::new("/web/ami")],
        ..AmiDistribution::default()
    };
    let regions = [Distribution::ami("eu-west-1", AmiDistribution::default()), Distribution::ami("us-east-1", shared)];
    DistributionConfiguration::new(&mut stack, "D", "web", regions);
    check(
        &template(stack),
        "Resources.D.Properties.Distributions",
        json!([
            {"Region": "eu-west-1", "AmiDistributionConfiguration": {}},
            {
                "Region": "us-east-1",
                "AmiDistributionConfiguration": {"LaunchPermissionConfiguration": {"UserIds": ["444455556666"]}},
                "SsmParameterConfigurations": [{"ParameterName": "/web/ami", "DataType": "aws:ec2:image"}]
            }
        ]),
    );
}

#[test]
fn regions_and_accounts_are_checked() {
    check_problems(
        |stack| {
            let ami = AmiDistribution {
                accounts: vec!["44445555666".into()],
                copies_for: vec!["444455556666".into()],
                key: Some(Prop::new("alias/images")),
                everyone: true,
                parameters: vec![ImageParameter { account: Some("prod".into()), ..ImageParameter::new("/web/ami") }],
                ..AmiDistribution::default()
            };
            let regions =
                [Distribution::ami("eu-west-1", ami), Distribution::ami("eu-west-1", AmiDistribution::default())];
            DistributionConfiguration::new(stack, "D", "web", regions);
            DistributionConfiguration::new(stack, "None", "none", []);
        },
        &[
            "`44445555666` is no account id",
            "`prod` is no account id",
            "everyone may use an image that is encrypted",
            "the region `eu-west-1` is there twice",
            "images go to no region",
        ],
    );
}

#[test]
fn a_name_without_a_date_serves_once() {
    let mut stack = Stack::new("S");
    let ami = |name: &str| AmiDistribution { name: Some(name.into()), ..AmiDistribution::default() };
    let regions = [
        Distribution::ami("eu-west-1", ami("web {{ imagebuilder:buildDate }}")),
        Distribution::ami("us-east-1", ami("web")),
    ];
    DistributionConfiguration::new(&mut stack, "D", "web", regions);
    let assembly = App::new().with(stack).synth().expect("there are only warnings");
    let messages: Vec<&str> = assembly.diagnostics.iter().map(|problem| &*problem.message).collect();
    assert_eq!(messages, ["every image is to be named `web`"]);
}

#[test]
fn a_pipeline_starts_where_there_is_something_new() {
    let mut stack = Stack::new("S");
    let (recipe, machines) = (recipe(&mut stack), machines(&mut stack));
    let props = ImagePipelineProps {
        schedule: Some(ImageSchedule::new("cron(0 2 ? * mon *)")),
        ..ImagePipelineProps::new("web", recipe.into(), machines)
    };
    let pipeline = ImagePipeline::new(&mut stack, "P", props);
    let role = Role::new(&mut stack, "Release", RoleProps::for_service("codebuild.amazonaws.com"));
    pipeline.grant_start(&mut stack, &role);
    let template = template(stack);
    check(
        &template,
        "Resources.P.Properties.Schedule",
        json!({
            "PipelineExecutionStartCondition": "EXPRESSION_MATCH_AND_DEPENDENCY_UPDATES_AVAILABLE",
            "ScheduleExpression": "cron(0 2 ? * mon *)"
        }),
    );
    check(
        &template,
        "Resources.ReleasePolicy.Properties.PolicyDocument.Statement.0",
        json!({
            "Effect": "Allow",
            "Action": ["imagebuilder:GetImagePipeline", "imagebuilder:StartImagePipelineExecution"],
            "Resource": {"Fn::GetAtt": ["P", "Arn"]}
        }),
    );
}

#[test]
fn machines_read_the_recipe_of_containers() {
    let mut stack = Stack::new("S");
    let machines = machines(&mut stack);
    let parent = ParentImage::Image(Prop::new("amazonlinux:2023"));
    let components = [ComponentUse::managed("update-linux")];
    let props = ContainerRecipeProps::new("web", Version(1, 0, 0), parent, "web", components);
    let recipe = ContainerRecipe::new(&mut stack, "Recipe", props);
    ImagePipeline::new(&mut stack, "P", ImagePipelineProps::new("web", recipe.into(), machines));
    let template = template(stack);
    check(
        &template,
        "Resources.MachinesRolePolicy.Properties.PolicyDocument.Statement.5",
        json!({
            "Effect": "Allow",
            "Action": "imagebuilder:GetContainerRecipe",
            "Resource": {"Fn::GetAtt": ["Recipe", "Arn"]}
        }),
    );
    check(&template, "Resources.P.Properties.ContainerRecipeArn", json!({"Fn::GetAtt": ["Recipe", "Arn"]}));
}

#[test]
fn schedules_and_tests_are_checked() {
    check_problems(
        |stack| {
            let (recipe, machines) = (recipe(stack), machines(stack));
            let props = ImagePipelineProps {
                schedule: Some(ImageSchedule::new("every night")),
                tests: Some(Minutes(30)),
                ..ImagePipelineProps::new("web", recipe.into(), machines)
            };
            ImagePipeline::new(stack, "P", props);
        },
        &[
            "ImageTestsConfiguration.TimeoutMinutes is 30 minutes, 60 to 1440 are allowed",
            "`every night` is no schedule",
        ],
    );
}

#[test]
fn old_images_go_in_steps() {
    let mut stack = Stack::new("S");
    let images = ImageSelection::Recipes(vec![("web".into(), Version(1, 0, 0))]);
    let props = ImageLifecycleProps {
        deprecate_after: Some(Age(6, TimeUnit::Months)),
        delete: Some(DeleteImages::more_than(10)),
        except_launched_within: Some(Age(30, TimeUnit::Days)),
        ..ImageLifecycleProps::new("web", images)
    };
    ImageLifecycle::new(&mut stack, "L", props);
    let exclusions = json!({"Amis": {"LastLaunched": {"Unit": "DAYS", "Value": 30}}});
    check(
        &template(stack),
        "Resources.L.Properties.PolicyDetails",
        json!([
            {
                "Action": {"Type": "DEPRECATE", "IncludeResources": {"Amis": true}},
                "Filter": {"Type": "AGE", "Value": 6, "Unit": "MONTHS"},
                "ExclusionRules": exclusions
            },
            {
                "Action": {"Type": "DELETE", "IncludeResources": {"Amis": true, "Snapshots": true}},
                "Filter": {"Type": "COUNT", "Value": 10},
                "ExclusionRules": exclusions
            }
        ]),
    );
}

#[test]
fn a_policy_does_something_that_fits_together() {
    check_problems(
        |stack| {
            let tags = || ImageSelection::Tags(vec![("team".into(), "web".into())]);
            let delete = DeleteImages { retain_at_least: Some(3), ..DeleteImages::more_than(10) };
            let both = ImageLifecycleProps { delete: Some(delete), ..ImageLifecycleProps::new("both", tags()) };
            ImageLifecycle::new(stack, "Both", both);
            let except_shared_with = vec!["prod".into()];
            let delete = Some(DeleteImages::older_than(Age(1, TimeUnit::Years)));
            let shared =
                ImageLifecycleProps { delete, except_shared_with, ..ImageLifecycleProps::new("shared", tags()) };
            ImageLifecycle::new(stack, "Shared", shared);
        },
        &["images are deleted by their count, and some kept whatever their age", "`prod` is no account id"],
    );
    check_problems(
        |stack| {
            let images = ImageSelection::Tags(vec![("team".into(), "web".into())]);
            ImageLifecycle::new(stack, "None", ImageLifecycleProps::new("none", images));
        },
        &["the policy does nothing"],
    );
}
