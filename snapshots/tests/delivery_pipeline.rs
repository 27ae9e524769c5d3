//! A pipeline that is described as data.

use cfn_constructs::Assembly;
use cfn_model::Diagnostic;
use cfn_stacks::delivery_pipeline::{
    Action, ActionCategory, Approval, Build, BuildMachine, CloudFormation, CodeDeploy, Commands, ConnectionSource,
    DeliveryPipeline, EcrSource, EcsDeploy, ExecutionMode, LambdaInvoke, OtherAction, Permission, PullRequestEvent,
    PullRequests, Pushes, S3Deploy, S3Source, SecretKey, StackCapability, StackOperation, Stage, StageFailure,
    StepFunctions, Variable, delivery_pipeline,
};

const CONNECTION: &str =
    "arn:aws:codeconnections:eu-central-1:111111111111:connection/0f9e8d7c-1234-4321-9876-0a1b2c3d4e5f";
const TOPICS: [&str; 1] = ["arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:shop-*"];

/// From a branch over builds and tests to two environments, with somebody's word before the second.
fn shop() -> DeliveryPipeline {
    let source = ConnectionSource {
        push: vec![Pushes { except_file_paths: vec!["**/*.md".into()], ..Pushes::branches(["main"]) }],
        ..ConnectionSource::new("Source", CONNECTION, "acme/shop")
    };
    let build = Build {
        output: true,
        privileged: true,
        machine: BuildMachine::Medium,
        parameters: [("REGISTRY".to_owned(), "/shop/registry".to_owned())].into(),
        secrets: [("NPM_TOKEN".to_owned(), SecretKey::new("shop/npm", "token"))].into(),
        variables: [("LEVEL", "release"), ("RELEASE", "#{variables.Release}")]
            .map(|(a, b)| (a.into(), b.into()))
            .into(),
        ..Build::new("Build", "Source", "ci/buildspec.yaml")
    };
    let test = Build {
        test: true,
        image: Some("111111111111.dkr.ecr.eu-central-1.amazonaws.com/shop/tests:7".into()),
        permissions: vec![Permission::new(
            ["dynamodb:GetItem"],
            ["arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/shop-tests"],
        )],
        ..Build::commands("Test", "Source", ["npm ci", "npm test"])
    };
    let deploy = |stage: &str| {
        CloudFormation::new("Stack", format!("shop-{stage}"), "Build", "shop.yaml")
            .parameter("Release", "#{variables.Release}")
            .allow(["sns:CreateTopic", "sns:DeleteTopic", "sns:GetTopicAttributes", "sns:SetTopicAttributes"], TOPICS)
    };
    let staging = Stage::new("Staging", [deploy("staging").into()]).on_failure(StageFailure::Rollback);
    let approval =
        Approval { minutes: Some(2_880), ..Approval::new("Approve").message("Release #{variables.Release}?") };
    let roles = ["arn:aws:iam::111111111111:role/shop-task"].map(str::to_owned).to_vec();
    let service = EcsDeploy { task_roles: roles, ..EcsDeploy::new("Service", "Build", "shop", "web") };
    let pages = S3Deploy { folder: Some("public".into()), ..S3Deploy::new("Pages", "Build", "shop-pages") };
    let production = Stage::new(
        "Production",
        [deploy("production").into(), Action::from(service).after(2), Action::from(pages).after(2)],
    );
    DeliveryPipeline {
        account: Some("111111111111".into()),
        region: Some("eu-central-1".into()),
        variables: vec![Variable::new("Release", "unnamed")],
        notify: vec!["shop@example.com".into()],
        approvers: vec!["releases@example.com".into()],
        ..DeliveryPipeline::new(
            "Shop",
            [
                Stage::new("Source", [source.into()]),
                Stage::new("Build", [build.into(), test.into()]).on_failure(StageFailure::RetryFailed),
                staging,
                Stage::new("Approve", [approval.into()]),
                production,
            ],
        )
    }
}

/// Every other kind of action.
fn everything() -> DeliveryPipeline {
    let code = ConnectionSource {
        full_clone: true,
        pull_requests: vec![PullRequests {
            events: vec![PullRequestEvent::Closed],
            ..PullRequests::into_branches(["main"])
        }],
        push: vec![Pushes::tags(["v*"])],
        ..ConnectionSource::new("Code", CONNECTION, "acme/servers")
    };
    let settings = S3Source::new("Settings", "servers-settings", "settings.zip");
    let image = EcrSource { starts: false, ..EcrSource::new("Image", "platform/base") };
    let build = Build {
        arm: true,
        output: true,
        files: vec!["dist/**/*".into()],
        exported_variables: vec!["VERSION".into()],
        extra_inputs: vec!["Settings".into(), "Image".into()],
        ..Build::commands("Revision", "Code", ["make", "export VERSION=$(cat version)"])
    };
    let list = Commands {
        files: vec!["list.txt".into()],
        secrets: [("TOKEN".to_owned(), SecretKey::new("servers/api", "token"))].into(),
        ..Commands::new("List", "Revision", ["ls > list.txt"])
    };
    let plan = CloudFormation {
        operation: StackOperation::CreateChangeSet,
        capabilities: vec![StackCapability::NamedIam],
        configuration: Some("servers.json".into()),
        deployment_role: Some("arn:aws:iam::111111111111:role/servers-cloudformation".into()),
        ..CloudFormation::new("Plan", "servers", "Revision", "servers.yaml")
    };
    let carry = CloudFormation {
        output_file: Some("outputs.json".into()),
        ..CloudFormation::execute_change_set("Carry", "servers")
    };
    let servers = CodeDeploy {
        deployment_configuration: Some("CodeDeployDefault.OneAtATime".into()),
        role: Some("arn:aws:iam::222222222222:role/servers-release".into()),
        ..CodeDeploy::new("Servers", "Revision", "servers", "all")
    };
    let warm = LambdaInvoke {
        user_parameters: Some("#{RevisionVariables.VERSION}".into()),
        inputs: vec!["Carry".into()],
        ..LambdaInvoke::new("Warm", "servers-warm")
    };
    let journey = StepFunctions {
        values: [("version".to_owned(), "#{RevisionVariables.VERSION}".to_owned())].into(),
        output: true,
        ..StepFunctions::new("Journey", "arn:aws:states:eu-central-1:111111111111:stateMachine:journey")
    };
    let application = "arn:${AWS::Partition}:appconfig:${AWS::Region}:${AWS::AccountId}:application/a1b2c3d";
    let flags = OtherAction {
        inputs: vec!["Settings".into()],
        permissions: vec![Permission::new(["appconfig:GetDeployment"], [application])],
        ..OtherAction::new("Flags", ActionCategory::Deploy, "AppConfig")
            .configure("Application", "a1b2c3d")
            .configure("Environment", "e4f5a6b")
            .configure("ConfigurationProfile", "c7d8e9f")
            .configure("InputArtifactConfigurationPath", "flags.json")
    };
    let zip = S3Deploy { zip: Some("servers.zip".into()), ..S3Deploy::new("Keep", "Revision", "servers-releases") };
    let last = Stage {
        closed: Some("Until the servers are there.".into()),
        ..Stage::new("Servers", [servers.into(), zip.into(), flags.into()])
    };
    DeliveryPipeline {
        account: Some("111111111111".into()),
        region: Some("eu-central-1".into()),
        execution_mode: ExecutionMode::Superseded,
        ..DeliveryPipeline::new(
            "Servers",
            [
                Stage::new("Source", [code.into(), settings.into(), image.into()]),
                Stage::new("Build", [build.into(), Action::from(list).after(2)]),
                Stage::new("Stack", [plan.into(), Action::from(carry).after(2), Action::from(warm).after(3)]),
                Stage::new("Try", [journey.into()]),
                last,
            ],
        )
    }
}

fn synth(delivery: &DeliveryPipeline) -> Assembly {
    delivery_pipeline(delivery).synth().unwrap_or_else(|problems| {
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{}", problems.join("\n\n"))
    })
}

#[test]
fn a_shop() {
    snapshots::check("delivery_pipeline", delivery_pipeline(&shop()));
}

#[test]
fn every_kind_of_action() {
    snapshots::check("delivery_pipeline_actions", delivery_pipeline(&everything()));
}

#[test]
fn no_policy_allows_a_whole_service_everything_or_everybody() {
    // Actions that know no resource.
    let unscoped = [
        "codedeploy:ListDeploymentConfigs",
        "ecr:GetAuthorizationToken",
        "ecs:DescribeTaskDefinition",
        "ecs:RegisterTaskDefinition",
        "lambda:ListFunctions",
    ];
    for delivery in [shop(), everything()] {
        let assembly = synth(&delivery);
        snapshots::assert_narrow(&assembly, 30, &unscoped, &[]);
        assert!(assembly.diagnostics.is_empty(), "{:?}", assembly.diagnostics);
    }
}

/// What is wrong, by code, property and message.
fn problems(change: impl FnOnce(&mut DeliveryPipeline)) -> Vec<String> {
    let mut delivery = shop();
    change(&mut delivery);
    let problems = delivery_pipeline(&delivery).synth().map_or_else(|problems| problems, |made| made.diagnostics);
    let shown = |problem: &Diagnostic| {
        format!("{} {}: {}", problem.code, problem.property.as_deref().unwrap_or_default(), problem.message)
    };
    problems.iter().map(shown).collect()
}

fn build(delivery: &mut DeliveryPipeline) -> &mut Build {
    match &mut delivery.stages[1].actions[1] {
        Action::Build(build) => build,
        other => panic!("{other:?}"),
    }
}

fn stack(delivery: &mut DeliveryPipeline) -> &mut CloudFormation {
    match &mut delivery.stages[2].actions[0] {
        Action::CloudFormation(stack) => stack,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_wrong_with_builds_is_told_with_its_place() {
    assert_eq!(
        problems(|shop| build(shop).buildspec = Some("test.yaml".into())),
        ["delivery-pipeline stages.1.actions.1.commands: `Test` has a buildspec and commands"]
    );
    assert_eq!(
        problems(|shop| build(shop).files = vec!["report.txt".into()]),
        ["delivery-pipeline stages.1.actions.1.files: `Test` has files and writes no artifact"]
    );
    assert_eq!(
        problems(|shop| {
            build(shop).commands.clear();
            build(shop).exported_variables = vec!["VERSION".into()];
        }),
        [
            "delivery-pipeline stages.1.actions.1.exported_variables: `Test` has `exported_variables`, which only a build of \
          `commands` has"
        ]
    );
    assert_eq!(
        problems(|shop| {
            build(shop).variables.insert("TOKEN".into(), "none".into());
            build(shop).parameters.insert("TOKEN".into(), "/shop/token".into());
        })[0],
        "delivery-pipeline stages.1.actions.1.variables: `Test` has the variable `TOKEN` twice"
    );
}

#[test]
fn what_permissions_name_is_known_before() {
    let found = problems(|shop| {
        stack(shop).stack_name = "shop-#{variables.Release}".into();
        let service = EcsDeploy::new("Service", "Build", "shop", "#{variables.Release}");
        let pages = S3Deploy::new("Pages", "Build", "#{variables.Release}");
        shop.stages[2].actions.extend([service.into(), pages.into()]);
    });
    let of_ours: Vec<&String> = found.iter().filter(|problem| problem.starts_with("delivery-pipeline")).collect();
    let why = "is known only when the pipeline runs, and permissions name it before";
    assert_eq!(
        of_ours,
        [
            &format!("delivery-pipeline stages.2.actions.0.stack_name: `shop-#{{variables.Release}}` {why}"),
            &format!("delivery-pipeline stages.2.actions.1.service: `#{{variables.Release}}` {why}"),
            &format!("delivery-pipeline stages.2.actions.2.bucket: `#{{variables.Release}}` {why}"),
        ]
    );
}

#[test]
fn what_is_wrong_with_stacks_is_told_with_its_place() {
    let of_stack = |key: &str, what: &str| vec![format!("delivery-pipeline stages.2.actions.0.{key}: `Stack` {what}")];
    assert_eq!(
        problems(|shop| stack(shop).permissions.clear()),
        of_stack("permissions", "lets CloudFormation do nothing")
    );
    assert_eq!(
        problems(|shop| stack(shop).deployment_role = Some("arn:aws:iam::111111111111:role/shop".into())),
        of_stack("permissions", "has permissions, and a role that is there already")
    );
    assert_eq!(
        problems(|shop| stack(shop).role = Some("arn:aws:iam::222222222222:role/shop".into())),
        of_stack("permissions", "runs with another role, and its deployment role would be made here")
    );
    assert_eq!(problems(|shop| stack(shop).template = None)[0], of_stack("template", "lacks `template`")[0]);
    assert_eq!(
        problems(|shop| {
            stack(shop).operation = StackOperation::Delete;
            stack(shop).parameters.clear();
            stack(shop).input = None;
        }),
        of_stack("template", "has `template`, and takes no template")
    );
    assert_eq!(
        problems(|shop| {
            shop.account = None;
            shop.region = None;
            stack(shop).permissions.clear();
            stack(shop).deployment_role = Some("arn:aws:iam::222222222222:role/shop-cloudformation".into());
            stack(shop).role = Some("arn:aws:iam::222222222222:role/shop".into());
        }),
        of_stack("role", "has a role, and the account of the pipeline is not known")
    );
}

/// It names the properties of the resource, which config files have other names for.
#[test]
fn what_the_constructs_find_is_told_too() {
    assert_eq!(
        problems(|shop| build(shop).input = "Sorce".into()),
        [
            "pipeline-artifact Stages.1.Actions.1.InputArtifacts.0: the action `Test` of the stage `Build` reads the artifact \
          `Sorce`, which no action writes"
        ]
    );
    assert_eq!(
        problems(|shop| {
            let keys = OtherAction::new("Flags", ActionCategory::Deploy, "AppConfg");
            shop.stages[2].actions.push(keys.into());
        }),
        [
            "unknown-action Stages.2.Actions.1.ActionTypeId.Provider: `AppConfg` is no provider of actions of the category \
          `Deploy`"
        ]
    );
}
