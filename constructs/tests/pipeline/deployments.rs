//! What actions that deploy, scan and start things become: configuration, artifacts and permissions.

use cfn_constructs::iam::Statement;
use cfn_constructs::pipeline::actions::{
    AppConfigAction, AppConfigTarget, Capability, CodeDeployAction, CodeDeployToEcsAction, Ec2DeployAction,
    Ec2InstanceKind, Ec2Instances, Ec2Limit, Ec2Steps, EcrBuildAndPublishAction, EcsDeployAction, EksDeployAction,
    EksWorkload, ElasticBeanstalkAction, InspectorScanAction, InspectorThresholds, LambdaDeployAction, LambdaRevision,
    LambdaShift, ProductVersion, RegistryType, ServiceCatalogAction, StackInstancesAction, StackSetAction,
    StackSetAutoDeployment, StackSetParameters, StackSetPermissions, StackSetPreferences, StackSetTargets,
    StepFunctionsAction,
};
use cfn_constructs::pipeline::{Action, Artifact, IntoAction, Stage, providers};
use cfn_constructs::services::codebuild::EnvironmentVariable;
use cfn_constructs::services::stepfunctions::{Definition, StateMachine, StateMachineKind, StateMachineProps, Succeed};
use cfn_constructs::services::{Minutes, Role, RoleProps};
use cfn_constructs::{Stack, services::codedeploy};
use cfn_model::{Prop, Value};
use serde_json::json;

use super::{pipeline, problems, source, template};

const ROLE: &str = "arn:aws:iam::111122223333:role/task";
/// What actions on CodePipeline's own compute log.
const LOGS: [&str; 2] = [
    "logs:CreateLogGroup logs:CreateLogStream logs:PutLogEvents on \
     arn:?:logs:?:?:log-group:/aws/codepipeline/? arn:?:logs:?:?:log-group:/aws/codepipeline/?:*",
    "logs:GetLogEvents on arn:?:logs:?:?:log-group:/aws/codepipeline/?:*",
];

/// The text of a value, with `?` for what only deployment knows.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Text(parts) => parts.iter().map(text).collect(),
        Value::List(items) => items.iter().map(text).collect::<Vec<_>>().join(" "),
        Value::Map(map) => {
            map.iter().map(|(key, value)| format!("{key} {}", text(value))).collect::<Vec<_>>().join(", ")
        }
        _ => "?".to_owned(),
    }
}

/// A statement as `actions on resources if conditions`.
fn allowed(statement: &Statement) -> String {
    let statement = statement.to_value();
    let part = |name: &str| statement.at(name).map(text).unwrap_or_default();
    match part("Condition").as_str() {
        "" => format!("{} on {}", part("Action"), part("Resource")),
        condition => format!("{} on {} if {condition}", part("Action"), part("Resource")),
    }
}

/// Asserts the whole of an action: that nothing is wrong with it, what it is configured with, what it reads and
/// writes, and what it needs.
#[track_caller]
fn check(action: impl IntoAction, configuration: serde_json::Value, artifacts: (&[&str], &[&str]), needs: &[&str]) {
    let action = action.into_action();
    assert_eq!(action.problems, []);
    assert_eq!(Value::Map(action.configuration.clone()), Value::from(configuration));
    let inputs: Vec<&str> = action.inputs.iter().map(Artifact::name).collect();
    let outputs: Vec<&str> = action.outputs.iter().map(|output| output.artifact.name()).collect();
    assert_eq!((inputs.as_slice(), outputs.as_slice()), artifacts);
    assert_eq!(action.permissions.iter().map(allowed).collect::<Vec<_>>(), needs);
    let facts = action.kind.facts().expect("it is an action of AWS");
    let unknown = |key: &&str| facts.key(key).is_none();
    assert_eq!(action.configuration.iter().map(|(key, _)| key).find(unknown), None);
}

/// Asserts what is wrong with an action, as `key: message`.
#[track_caller]
fn check_problems(action: impl IntoAction, expected: &[&str]) {
    let action = action.into_action();
    let found: Vec<String> = action
        .problems
        .iter()
        .map(|problem| {
            assert!(problem.help.is_some(), "{}", problem.message);
            let key = problem.property.as_deref().and_then(|path| path.strip_prefix("Configuration."));
            format!("{}: {}", key.unwrap_or_default(), problem.message)
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn every_kind_of_aws_has_a_type() {
    let out = || Artifact::new("Out");
    let stack_set = StackSetAction::new("A", "set", source(), "t.yaml", StackSetPermissions::self_managed());
    let ours: Vec<Action> = vec![
        AppConfigAction::new("A", AppConfigTarget::new("a", "e", "p"), source(), "c.json").into_action(),
        CodeDeployAction::new("A", "app", "group", source()).into_action(),
        CodeDeployToEcsAction::new("A", "app", "group", source()).into_action(),
        EcrBuildAndPublishAction::new("A", "site", source()).into_action(),
        EcsDeployAction::new("A", "cluster", "service", source()).into_action(),
        Ec2DeployAction::new("A", Ec2Instances::ec2("k", "v"), source(), Ec2Steps::script("/srv", "s.sh"))
            .into_action(),
        EksDeployAction::new("A", "cluster", source(), EksWorkload::manifests(["m.yaml"])).into_action(),
        ElasticBeanstalkAction::new("A", "app", "env", source()).into_action(),
        InspectorScanAction::source_code("A", source()).output(out()).into_action(),
        LambdaDeployAction::code("A", "function", source()).into_action(),
        ServiceCatalogAction::new("A", "prod-1", source(), ProductVersion::File("v.json".into())).into_action(),
        StackInstancesAction::new("A", "set", StackSetTargets::accounts(["111122223333"]), ["us-east-1"]).into_action(),
        stack_set.into_action(),
        StepFunctionsAction::new("A", "arn:aws:states:us-east-1:111122223333:stateMachine:m").into_action(),
    ];
    // Those that have a type of an older date, those that AWS has taken back, and those for other companies' wares.
    let elsewhere = [
        "S3",
        "ECR",
        "CodeCommit",
        "CodeStarSourceConnection",
        "GitHub",
        "CodeBuild",
        "Jenkins",
        "DeviceFarm",
        "Commands",
        "Manual",
        "CodePipeline",
        "CloudFormation",
        "OpsWorks",
        "Snyk",
        "AlexaSkillsKit",
    ];
    for facts in providers::ALL.iter().filter(|facts| !elsewhere.contains(&facts.provider)) {
        let name = format!("{} {}", facts.category, facts.provider);
        if name == "Invoke Lambda" {
            continue;
        }
        let action = ours.iter().find(|action| action.kind.facts() == Some(facts));
        let action = action.unwrap_or_else(|| panic!("{name} has no type"));
        for key in facts.configuration.iter().filter(|key| key.required) {
            assert!(action.configuration.contains_key(key.name), "{name} lacks {}", key.name);
        }
        assert!(facts.inputs.contains(&action.inputs.len()), "{name}");
        assert!(facts.outputs.contains(&action.outputs.len()), "{name}");
    }
}

#[test]
fn servers_are_deployed_to_by_group() {
    check(
        CodeDeployAction::new("Deploy", "site", "servers", source()),
        json!({"ApplicationName": "site", "DeploymentGroupName": "servers"}),
        (&["Source"], &[]),
        &[
            "codedeploy:GetApplication codedeploy:GetApplicationRevision codedeploy:ListDeploymentGroups \
             codedeploy:RegisterApplicationRevision on arn:?:codedeploy:?:?:application:site",
            "codedeploy:CreateDeployment codedeploy:GetDeployment codedeploy:GetDeploymentGroup \
             codedeploy:ListDeployments on arn:?:codedeploy:?:?:deploymentgroup:site/servers",
            "codedeploy:GetDeploymentConfig on arn:?:codedeploy:?:?:deploymentconfig:*",
            "codedeploy:ListDeploymentConfigs on *",
        ],
    );
    let deploy = CodeDeployAction::new("Deploy", "site", "servers", source());
    assert_eq!(deploy.deployment_id(), Prop::new("#{DeployVariables.DeploymentId}"));
}

#[test]
fn instances_read_what_is_deployed_to_them() {
    let mut stack = Stack::new("Site");
    let instances = Role::new(&mut stack, "Instances", RoleProps::for_service("ec2.amazonaws.com"));
    let servers = codedeploy::Instances::auto_scaling_groups(["web"]);
    let group = codedeploy::ServerDeploymentGroupProps::new(servers);
    let group = codedeploy::ServerDeploymentGroup::new(&mut stack, "Servers", group);
    let deploy = CodeDeployAction::to_group("Deploy", group, source()).instance_role(instances);
    assert_eq!(deploy.config, Some(Prop::new("CodeDeployDefault.OneAtATime")));
    pipeline(&mut stack, [Stage::new("Go").with(deploy)]);
    let template = template(stack);
    super::check(
        &template,
        "Resources.Pipeline.Properties.Stages.1.Actions.0.Configuration.ApplicationName",
        json!({"Ref": "ServersApplication"}),
    );
    super::check(
        &template,
        "Resources.InstancesPolicy.Properties.PolicyDocument.Statement.0",
        json!({
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:GetObjectVersion"],
            "Resource": {"Fn::Sub": "arn:${AWS::Partition}:s3:::${PipelineArtifacts}/*"}
        }),
    );
}

#[test]
fn containers_are_deployed_blue_and_green() {
    let mut deploy = CodeDeployToEcsAction::new("Deploy", "site", "service", source())
        .image(Artifact::new("Image"), "IMAGE")
        .image(Artifact::new("Proxy"), "PROXY")
        .task_roles([ROLE]);
    deploy.config = Some(Prop::new("CodeDeployDefault.ECSAllAtOnce"));
    check(
        deploy,
        json!({
            "ApplicationName": "site",
            "DeploymentGroupName": "service",
            "TaskDefinitionTemplateArtifact": "Source",
            "TaskDefinitionTemplatePath": "taskdef.json",
            "AppSpecTemplateArtifact": "Source",
            "AppSpecTemplatePath": "appspec.yaml",
            "Image1ArtifactName": "Image",
            "Image1ContainerName": "IMAGE",
            "Image2ArtifactName": "Proxy",
            "Image2ContainerName": "PROXY"
        }),
        (&["Source", "Image", "Proxy"], &[]),
        &[
            "codedeploy:GetApplication codedeploy:GetApplicationRevision codedeploy:RegisterApplicationRevision \
             on arn:?:codedeploy:?:?:application:site",
            "codedeploy:CreateDeployment codedeploy:GetDeployment on arn:?:codedeploy:?:?:deploymentgroup:site/service",
            "codedeploy:GetDeploymentConfig on arn:?:codedeploy:?:?:deploymentconfig:CodeDeployDefault.ECSAllAtOnce",
            "ecs:RegisterTaskDefinition on *",
            "ecs:TagResource on arn:?:ecs:?:?:task-definition/* if StringEquals ecs:CreateAction RegisterTaskDefinition",
            "iam:PassRole on arn:aws:iam::111122223333:role/task if \
             StringEquals iam:PassedToService ecs-tasks.amazonaws.com",
        ],
    );
    let images = ["A", "A", "<C>", "D", "E"].into_iter();
    let crowded = images
        .fold(CodeDeployToEcsAction::new("Deploy", "site", "service", source()), |deploy, placeholder| {
            deploy.image(Artifact::new("Image"), placeholder)
        });
    check_problems(
        crowded,
        &[
            "Image4ArtifactName: 5 images are given, 4 are allowed",
            "Image2ContainerName: two images take the place of `<A>`",
            "Image3ContainerName: `<C>` is no placeholder",
        ],
    );
}

#[test]
fn containers_are_deployed_one_after_the_other() {
    let deploy = EcsDeployAction {
        file: Some("images.json".into()),
        deployment_timeout: Some(Minutes(15)),
        ..EcsDeployAction::new("Deploy", "prod", "site", source()).task_roles([ROLE])
    };
    check(
        deploy.clone(),
        json!({"ClusterName": "prod", "ServiceName": "site", "FileName": "images.json", "DeploymentTimeout": "15"}),
        (&["Source"], &[]),
        &[
            "ecs:DescribeServices ecs:UpdateService on arn:?:ecs:?:?:service/prod/site",
            "ecs:DescribeTaskDefinition on *",
            "ecs:RegisterTaskDefinition on *",
            "ecs:TagResource on arn:?:ecs:?:?:task-definition/* if StringEquals ecs:CreateAction RegisterTaskDefinition",
            "iam:PassRole on arn:aws:iam::111122223333:role/task if \
             StringEquals iam:PassedToService ecs-tasks.amazonaws.com",
        ],
    );
    check_problems(
        EcsDeployAction { deployment_timeout: Some(Minutes(61)), ..deploy },
        &["DeploymentTimeout: the deployment may take 61 minutes, 1 to 60 are allowed"],
    );
}

#[test]
fn a_stack_set_is_created_with_roles_of_ones_own() {
    let permissions = StackSetPermissions::roles("arn:aws:iam::111122223333:role/admin", "execute");
    let mut set = StackSetAction::new("Roll", "baseline", source(), "baseline.yaml", permissions)
        .instances(StackSetTargets::accounts(["111122223333", "444455556666"]), ["eu-west-1", "us-east-1"])
        .capability(Capability::NamedIam);
    set.parameters = StackSetParameters::values([("Stage", "prod"), ("Owner", "platform")]);
    set.description = Some("What every account has.".into());
    set.preferences = StackSetPreferences { failure_tolerance_percent: Some(20), max_concurrent_percent: Some(25) };
    check(
        set,
        json!({
            "StackSetName": "baseline",
            "Description": "What every account has.",
            "TemplatePath": "Source::baseline.yaml",
            "Capabilities": "CAPABILITY_NAMED_IAM",
            "Parameters":
                "ParameterKey=Stage,ParameterValue=prod ParameterKey=Owner,ParameterValue=platform",
            "DeploymentTargets": "111122223333,444455556666",
            "Regions": "eu-west-1,us-east-1",
            "PermissionModel": "SELF_MANAGED",
            "AdministrationRoleArn": "arn:aws:iam::111122223333:role/admin",
            "ExecutionRoleName": "execute",
            "FailureTolerancePercentage": "20",
            "MaxConcurrentPercentage": "25"
        }),
        (&["Source"], &[]),
        &[
            "iam:PassRole on arn:aws:iam::111122223333:role/admin if \
             StringEquals iam:PassedToService cloudformation.amazonaws.com",
            "cloudformation:CreateStackSet on *",
            "cloudformation:DescribeStackSet cloudformation:DescribeStackSetOperation \
             cloudformation:ListStackInstances on arn:?:cloudformation:?:?:stackset/baseline:*",
            "cloudformation:CreateStackInstances cloudformation:UpdateStackSet on \
             arn:?:cloudformation:?:?:stackset/baseline:* arn:?:cloudformation:?:?:stackset-target/baseline:* \
             arn:?:cloudformation:?:?:type/resource/*",
        ],
    );
}

#[test]
fn a_stack_set_reaches_who_its_permissions_reach() {
    let set = |permissions| StackSetAction::new("Roll", "set", source(), "t.yaml", permissions);
    let action = set(StackSetPermissions::service_managed(StackSetAutoDeployment::OnAndRetain)).into_action();
    assert_eq!(action.text("OrganizationsAutoDeployment"), Some("EnabledWithStackRetention"));
    assert_eq!((action.text("PermissionModel"), action.text("CallAs")), (Some("SERVICE_MANAGED"), Some("SELF")));
    assert!(!action.permissions.iter().any(|statement| allowed(statement).contains("iam:PassRole")));

    let units = || StackSetTargets::organizational_units(["ou-ab12-cdefgh34"]);
    let accounts = || StackSetTargets::accounts(["111122223333"]);
    let service = StackSetPermissions::service_managed;
    check_problems(
        set(StackSetPermissions::self_managed()).instances(units(), ["us-east-1"]),
        &["DeploymentTargets: roles of one's own reach accounts, not organizational units"],
    );
    check_problems(
        set(service(StackSetAutoDeployment::Off)).instances(accounts(), ["us-east-1"]),
        &["DeploymentTargets: the organization's permissions reach organizational units, not single accounts"],
    );
    check_problems(
        set(service(StackSetAutoDeployment::On)).instances(units(), ["us-east-1"]),
        &["DeploymentTargets: targets are named, and accounts get their stacks by themselves"],
    );
    let mut wrong = set(StackSetPermissions::self_managed())
        .instances(StackSetTargets::accounts(["1111", "111122223333"]), ["us-east-1", "us-east-1"]);
    wrong.stack_set = Prop::new("1-set");
    wrong.parameters = StackSetParameters::values([("Name", "a b")]);
    wrong.preferences = StackSetPreferences { failure_tolerance_percent: Some(101), max_concurrent_percent: Some(0) };
    check_problems(
        wrong,
        &[
            "StackSetName: `1-set` is no name for a stack set",
            "Parameters: the value of the parameter `Name` is `a b`, and commas, spaces and quotes stand between values",
            "Regions: the region `us-east-1` is there twice",
            "DeploymentTargets: `1111` is no id of an account or unit",
            "FailureTolerancePercentage: `FailureTolerancePercentage` is 101, 0 to 100 are allowed",
            "MaxConcurrentPercentage: `MaxConcurrentPercentage` is 0, 1 to 100 are allowed",
        ],
    );
}

#[test]
fn stacks_of_a_set_are_added_where_files_say() {
    let mut roll = StackInstancesAction::new(
        "Roll",
        "baseline",
        StackSetTargets::File(Artifact::new("Accounts"), "accounts.json".into()),
        ["eu-west-1"],
    );
    roll.parameters = StackSetParameters::File(source(), "parameters.json".into());
    roll.delegated_administrator = true;
    assert_eq!(roll.operation_id(), Prop::new("#{RollVariables.OperationId}"));
    check(
        roll,
        json!({
            "StackSetName": "baseline",
            "CallAs": "DELEGATED_ADMIN",
            "DeploymentTargets": "Accounts::accounts.json",
            "Regions": "eu-west-1",
            "ParameterOverrides": "Source::parameters.json"
        }),
        (&["Accounts", "Source"], &[]),
        &[
            "cloudformation:DescribeStackSetOperation on arn:?:cloudformation:?:?:stackset/baseline:*",
            "cloudformation:CreateStackInstances on arn:?:cloudformation:?:?:stackset/baseline:* \
             arn:?:cloudformation:?:?:stackset-target/baseline:* arn:?:cloudformation:?:?:type/resource/*",
        ],
    );
    let nowhere = StackInstancesAction::new("Roll", "set", StackSetTargets::accounts([""; 0]), [""; 0]);
    check_problems(nowhere, &["Regions: no region is named", "DeploymentTargets: no account is named"]);
}

#[test]
fn a_state_machine_is_started_and_waited_for() {
    let arn = "arn:aws:states:us-east-1:111122223333:stateMachine:tests";
    let mut run = StepFunctionsAction::new("Test", arn)
        .input(json!({"image": "#{Image.ImageURI}"}))
        .output(Artifact::new("Report"));
    run.execution_name_prefix = Some(Prop::new("release"));
    check(
        run.clone(),
        json!({
            "StateMachineArn": arn,
            "ExecutionNamePrefix": "release",
            "InputType": "Literal",
            "Input": "{\"image\":\"#{Image.ImageURI}\"}"
        }),
        (&[], &["Report"]),
        &[
            "states:DescribeStateMachine states:StartExecution on \
             arn:aws:states:us-east-1:111122223333:stateMachine:tests",
            "states:DescribeExecution on arn:aws:states:us-east-1:111122223333:execution:tests:*",
        ],
    );
    run.execution_name_prefix = Some(Prop::new("release v1"));
    check_problems(run, &["ExecutionNamePrefix: `release v1` cannot begin the name of an execution"]);
    let file = StepFunctionsAction::new("Test", arn).input_file(source(), "input.json").into_action();
    assert_eq!((file.text("InputType"), file.text("Input")), (Some("FilePath"), Some("input.json")));
    assert_eq!(file.inputs, [source()]);
}

#[test]
fn nobody_waits_for_an_express_state_machine() {
    let found = |kind| {
        let mut stack = Stack::new("S");
        let props = StateMachineProps::new(Definition::jsonata().state("Done", Succeed::new()));
        let machine = StateMachine::new(&mut stack, "Tests", StateMachineProps { kind, ..props });
        let run = StepFunctionsAction::of("Test", machine).output(Artifact::new("Report"));
        pipeline(&mut stack, [Stage::new("Go").with(run)]);
        problems(stack).into_iter().map(|problem| problem.message).collect::<Vec<_>>()
    };
    assert!(found(StateMachineKind::Standard).is_empty());
    let message = "the action `Test` waits for the output of an express state machine";
    assert_eq!(found(StateMachineKind::Express), [message]);
}

#[test]
fn an_environment_of_beanstalk_is_changed_and_no_other() {
    let deploy = ElasticBeanstalkAction::new("Deploy", "shop", "prod", source()).instance_role(ROLE);
    let action = deploy.into_action();
    assert_eq!(
        Value::Map(action.configuration.clone()),
        Value::from(json!({"ApplicationName": "shop", "EnvironmentName": "prod"}))
    );
    let needs: Vec<String> = action.permissions.iter().map(allowed).collect();
    assert_eq!(
        needs[..2],
        [
            "elasticbeanstalk:CreateApplicationVersion elasticbeanstalk:DescribeApplicationVersions on \
             arn:?:elasticbeanstalk:?:?:application/shop arn:?:elasticbeanstalk:?:?:applicationversion/shop/*",
            "elasticbeanstalk:DescribeEnvironments elasticbeanstalk:DescribeEvents \
             elasticbeanstalk:UpdateEnvironment on arn:?:elasticbeanstalk:?:?:environment/shop/prod \
             arn:?:elasticbeanstalk:?:?:applicationversion/shop/*",
        ]
    );
    let of_all: Vec<&String> = needs.iter().filter(|need| need.contains(" on *")).collect();
    assert!(of_all.iter().all(|need| need.contains(":Describe") || need.contains(" if ArnLike")), "{of_all:#?}");
    let writing = |need: &&String| !need.contains(":Describe");
    assert!(of_all.iter().filter(|need| writing(need)).all(|need| need.starts_with("ec2:RunInstances ")));
    assert!(needs.last().is_some_and(|need| need.contains("iam:PassedToService ec2.amazonaws.com")), "{needs:#?}");
}

#[test]
fn a_configuration_goes_where_its_ids_say() {
    let target = AppConfigTarget::new("app1234", "env1234", "pro1234");
    check(
        AppConfigAction::new("Flags", target, source(), "flags.json")
            .strategy("AppConfig.Linear50PercentEvery30Seconds"),
        json!({
            "Application": "app1234",
            "Environment": "env1234",
            "ConfigurationProfile": "pro1234",
            "InputArtifactConfigurationPath": "flags.json",
            "DeploymentStrategy": "AppConfig.Linear50PercentEvery30Seconds"
        }),
        (&["Source"], &[]),
        &[
            "appconfig:StartDeployment on arn:?:appconfig:?:?:application/app1234 \
             arn:?:appconfig:?:?:application/app1234/environment/env1234 \
             arn:?:appconfig:?:?:application/app1234/configurationprofile/pro1234 \
             arn:?:appconfig:?:?:deploymentstrategy/AppConfig.Linear50PercentEvery30Seconds",
            "appconfig:GetDeployment appconfig:StopDeployment on arn:?:appconfig:?:?:application/app1234 \
             arn:?:appconfig:?:?:application/app1234/environment/env1234 \
             arn:?:appconfig:?:?:application/app1234/environment/env1234/deployment/*",
        ],
    );
}

#[test]
fn a_product_gets_a_version() {
    let of_product = "servicecatalog:CreateProvisioningArtifact servicecatalog:DeleteProvisioningArtifact \
        servicecatalog:DescribeProvisioningArtifact servicecatalog:ListProvisioningArtifacts \
        servicecatalog:UpdateProduct on arn:?:catalog:?:?:product/prod-abc";
    let needs = [of_product, "cloudformation:ValidateTemplate on *"];
    let version = ProductVersion::template("product.yaml", "#{variables.Release}");
    check(
        ServiceCatalogAction::new("Publish", "prod-abc", source(), version),
        json!({
            "ProductId": "prod-abc",
            "ProductType": "CLOUD_FORMATION_TEMPLATE",
            "TemplateFilePath": "product.yaml",
            "ProductVersionName": "#{variables.Release}"
        }),
        (&["Source"], &[]),
        &needs,
    );
    check(
        ServiceCatalogAction::new("Publish", "prod-abc", source(), ProductVersion::File("version.json".into())),
        json!({"ProductId": "prod-abc", "ConfigurationFilePath": "version.json"}),
        (&["Source"], &[]),
        &needs,
    );
}

#[test]
fn an_image_is_pushed_to_its_repository() {
    let push = "ecr:BatchCheckLayerAvailability ecr:CompleteLayerUpload ecr:DescribeRepositories \
        ecr:GetDownloadUrlForLayer ecr:InitiateLayerUpload ecr:PutImage ecr:UploadLayerPart \
        on arn:?:ecr:?:?:repository/site";
    let build = EcrBuildAndPublishAction::new("Image", "site", source()).tags(["#{Git.CommitId}", "latest"]);
    assert_eq!(build.image_digest(), Prop::new("#{ImageVariables.ECRImageDigestId}"));
    check(
        EcrBuildAndPublishAction { dockerfile: Some("docker/Dockerfile".into()), ..build.clone() },
        json!({
            "ECRRepositoryName": "site",
            "DockerFilePath": "docker/Dockerfile",
            "ImageTags": "#{Git.CommitId},latest"
        }),
        (&["Source"], &[]),
        &[LOGS[0], LOGS[1], push, "ecr:GetAuthorizationToken on *"],
    );
    let public = EcrBuildAndPublishAction { registry: RegistryType::Public, ..build.clone() }.into_action();
    assert_eq!(public.text("RegistryType"), Some("public"));
    let needs: Vec<String> = public.permissions.iter().map(allowed).collect();
    assert!(needs[2].ends_with(" on arn:?:ecr-public::?:repository/site"), "{needs:#?}");
    assert_eq!(needs[4], "sts:GetServiceBearerToken on * if StringEquals sts:AWSServiceName ecr-public.amazonaws.com");
    check_problems(build.tags(["a,b"]), &["ImageTags: `a,b` is no tag of an image"]);
}

#[test]
fn sources_and_images_are_scanned() {
    let thresholds = InspectorThresholds { critical: Some(0), high: Some(3), ..InspectorThresholds::default() };
    let scan = InspectorScanAction::source_code("Scan", source()).thresholds(thresholds);
    assert_eq!(scan.highest_severity(), Prop::new("#{ScanVariables.HighestScannedSeverity}"));
    check(
        scan.output(Artifact::new("Sbom")),
        json!({"CriticalThreshold": "0", "HighThreshold": "3", "InspectorRunMode": "SourceCodeScan"}),
        (&["Source"], &["Sbom"]),
        &["inspector-scan:ScanSbom on *", LOGS[0], LOGS[1]],
    );
    check(
        InspectorScanAction::image("Scan", "site", "#{Git.CommitId}"),
        json!({"InspectorRunMode": "ECRImageScan", "ECRRepositoryName": "site", "ImageTag": "#{Git.CommitId}"}),
        (&[], &[]),
        &[
            "inspector-scan:ScanSbom on *",
            LOGS[0],
            LOGS[1],
            "ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer \
             on arn:?:ecr:?:?:repository/site",
            "ecr:GetAuthorizationToken on *",
        ],
    );
    check_problems(InspectorScanAction::image("Scan", "site", ".x"), &["ImageTag: `.x` is no tag of an image"]);
}

#[test]
fn commands_go_to_machines_with_the_tag() {
    let steps = Ec2Steps::Scripts {
        target_directory: "/srv/site".into(),
        before: Some("stop.sh".into()),
        after: "start.sh".into(),
    };
    let deploy = Ec2DeployAction {
        max_batch: Some(Ec2Limit::Percent(50)),
        max_error: Some(Ec2Limit::Count(1)),
        ..Ec2DeployAction::new("Deploy", Ec2Instances::ec2("role", "web"), source(), steps).target_groups(["a", "b"])
    };
    check(
        deploy,
        json!({
            "InstanceTagKey": "role",
            "InstanceTagValue": "web",
            "InstanceType": "EC2",
            "TargetGroupNameList": "a,b",
            "TargetDirectory": "/srv/site",
            "PreScript": "stop.sh",
            "PostScript": "start.sh",
            "MaxBatch": "50%",
            "MaxError": "1"
        }),
        (&["Source"], &[]),
        &[
            "ec2:DescribeInstances ssm:CancelCommand ssm:DescribeInstanceInformation ssm:ListCommandInvocations on *",
            "ssm:SendCommand on arn:?:ec2:?:?:instance/* if StringEquals aws:ResourceTag/role web",
            "ssm:SendCommand on arn:?:ssm:?::document/AWS-RunPowerShellScript arn:?:ssm:?::document/AWS-RunShellScript",
            "elasticloadbalancing:DescribeTargetGroupAttributes elasticloadbalancing:DescribeTargetGroups \
             elasticloadbalancing:DescribeTargetHealth on *",
            "elasticloadbalancing:DeregisterTargets elasticloadbalancing:RegisterTargets on \
             arn:?:elasticloadbalancing:?:?:targetgroup/a/* arn:?:elasticloadbalancing:?:?:targetgroup/b/*",
            LOGS[0],
            LOGS[1],
        ],
    );
    let any = Ec2Instances { tag_value: None, kind: Ec2InstanceKind::ManagedNode, ..Ec2Instances::ec2("role", "") };
    let by_spec = Ec2DeployAction::new("Deploy", any, source(), Ec2Steps::DeploySpec("deployspec.yaml".into()));
    let needs: Vec<String> = by_spec.into_action().permissions.iter().map(allowed).collect();
    assert_eq!(needs[1], "ssm:SendCommand on arn:?:ssm:?:?:managed-instance/* if Null ssm:resourceTag/role false");

    let nodes = Ec2Instances::managed_nodes("role", "web");
    let wrong = Ec2DeployAction {
        max_batch: Some(Ec2Limit::Count(0)),
        max_error: Some(Ec2Limit::Percent(101)),
        ..Ec2DeployAction::new("Deploy", nodes, source(), Ec2Steps::script("srv", "start.sh"))
    };
    check_problems(
        wrong,
        &[
            "TargetDirectory: `srv` is no folder of a machine",
            "MaxBatch: `MaxBatch` is 0",
            "MaxError: `MaxError` is 101%",
        ],
    );
}

#[test]
fn a_cluster_is_reached_through_its_network() {
    let release = EksWorkload::Helm {
        release: "site".into(),
        chart: "charts/site".into(),
        values: vec!["prod.yaml".into(), "eu.yaml".into()],
    };
    let mut deploy = EksDeployAction::new("Deploy", "prod", source(), release)
        .network(["subnet-1"], ["sg-1"])
        .env(EnvironmentVariable::plain("IMAGE_TAG", "#{Git.CommitId}"));
    deploy.namespace = Some(Prop::new("site"));
    check(
        deploy,
        json!({
            "ClusterName": "prod",
            "Namespace": "site",
            "Subnets": "subnet-1",
            "SecurityGroupIds": "sg-1",
            "HelmReleaseName": "site",
            "HelmChartLocation": "charts/site",
            "HelmValuesFiles": "prod.yaml,eu.yaml",
            "EnvironmentVariables": "[{\"name\":\"IMAGE_TAG\",\"value\":\"#{Git.CommitId}\"}]"
        }),
        (&["Source"], &[]),
        &[
            "eks:DescribeCluster on arn:?:eks:?:?:cluster/prod",
            "ec2:DescribeDhcpOptions ec2:DescribeNetworkInterfaces ec2:DescribeRouteTables ec2:DescribeSecurityGroups \
             ec2:DescribeSubnets ec2:DescribeVpcs on *",
            "ec2:CreateNetworkInterface on arn:?:ec2:?:?:subnet/subnet-1 arn:?:ec2:?:?:security-group/sg-1 \
             arn:?:ec2:?:?:network-interface/*",
            "ec2:CreateNetworkInterfacePermission ec2:DeleteNetworkInterface on arn:?:ec2:?:?:network-interface/*",
            LOGS[0],
            LOGS[1],
        ],
    );
    let secret = EnvironmentVariable::parameter("KEY", "/site/key");
    let manifests = EksDeployAction::new("Deploy", "prod", source(), EksWorkload::manifests(["a.yaml"])).env(secret);
    let needs: Vec<String> = manifests.into_action().permissions.iter().map(allowed).collect();
    assert!(needs[2].contains("subnet/* arn:?:ec2:?:?:security-group/* "), "{needs:#?}");
    assert_eq!(needs[4], "ssm:GetParameters on arn:?:ssm:?:?:parameter/site/key");
    let nothing = EksDeployAction::new("Deploy", "prod", source(), EksWorkload::manifests([""; 0]));
    check_problems(nothing, &["ManifestFiles: no manifests are named"]);
}

#[test]
fn an_alias_moves_as_fast_as_is_wanted() {
    let of_function = "lambda:GetAlias lambda:GetFunctionConfiguration lambda:GetProvisionedConcurrencyConfig \
        lambda:PublishVersion lambda:UpdateAlias lambda:UpdateFunctionCode on \
        arn:?:lambda:?:?:function:site:* arn:?:lambda:?:?:function:site";
    let deploy = || LambdaDeployAction::code("Deploy", "site", source());
    assert_eq!(deploy().function_version(), Prop::new("#{DeployVariables.FunctionVersion}"));
    check(deploy(), json!({"FunctionName": "site"}), (&["Source"], &[]), &[of_function, LOGS[0], LOGS[1]]);
    check(
        deploy().alias("live", LambdaShift::Canary(10, Minutes(5))).alarms(["errors"]),
        json!({
            "FunctionName": "site",
            "Alarms": "errors",
            "FunctionAlias": "live",
            "DeployStrategy": "Canary10Percent5Minutes"
        }),
        (&["Source"], &[]),
        &[of_function, LOGS[0], LOGS[1], "cloudwatch:DescribeAlarms on arn:?:cloudwatch:?:?:alarm:errors"],
    );
    check(
        LambdaDeployAction::version("Deploy", "site", "live", "7").alias("live", LambdaShift::Linear(25, Minutes(1))),
        json!({
            "FunctionName": "site",
            "PublishedTargetVersion": "7",
            "FunctionAlias": "live",
            "DeployStrategy": "Linear25PercentEvery1Minute"
        }),
        (&[], &[]),
        &[of_function, LOGS[0], LOGS[1]],
    );
}

#[test]
fn an_alias_has_two_days_to_move() {
    let deploy = |shift| LambdaDeployAction::code("Deploy", "site", source()).alias("live", shift);
    // Nine steps follow the first.
    check_problems(deploy(LambdaShift::Linear(10, Minutes(320))), &[]);
    for (shift, expected) in [
        (LambdaShift::Linear(10, Minutes(321)), "the traffic takes 2889 minutes to move, 2880 are allowed"),
        (LambdaShift::Canary(10, Minutes(2_881)), "the traffic takes 2881 minutes to move, 2880 are allowed"),
        (LambdaShift::Canary(0, Minutes(5)), "0 percent of the traffic move first, 1 to 99 are allowed"),
        (LambdaShift::Linear(100, Minutes(5)), "100 percent of the traffic move first, 1 to 99 are allowed"),
        (LambdaShift::Linear(10, Minutes(0)), "the traffic waits for 0 minutes, at least 1 is needed"),
    ] {
        check_problems(deploy(shift), &[&format!("DeployStrategy: {expected}")]);
    }
    let lost = LambdaDeployAction {
        revision: LambdaRevision::Version(Prop::new("7")),
        ..LambdaDeployAction::code("Deploy", "site", source()).alarms((0..10).map(|index| format!("a{index}")))
    };
    check_problems(
        lost.alarms(["a,b"]),
        &[
            "Alarms: 11 alarms are given, 10 are allowed",
            "Alarms: the alarm `a,b` has a comma in its name, and commas stand between names",
            "FunctionAlias: a version is deployed, and no alias moves to it",
        ],
    );
}
