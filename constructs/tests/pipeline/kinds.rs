//! What actions on stack sets, state machines, configurations, products and images become, and that no kind lacks a type.

use cfn_constructs::Stack;
use cfn_constructs::pipeline::actions::{
    AppConfigAction, AppConfigTarget, Capability, CodeDeployAction, CodeDeployToEcsAction, Ec2DeployAction,
    Ec2Instances, Ec2Steps, EcrBuildAndPublishAction, EcsDeployAction, EksDeployAction, EksWorkload,
    ElasticBeanstalkAction, InspectorScanAction, InspectorThresholds, LambdaDeployAction, ProductVersion, RegistryType,
    ServiceCatalogAction, StackInstancesAction, StackSetAction, StackSetAutoDeployment, StackSetParameters,
    StackSetPermissions, StackSetPreferences, StackSetTargets, StepFunctionsAction,
};
use cfn_constructs::pipeline::{Action, Artifact, IntoAction, Stage, providers};
use cfn_constructs::services::stepfunctions::{Definition, StateMachine, StateMachineKind, StateMachineProps, Succeed};
use cfn_model::Prop;
use serde_json::json;

use super::whole::{LOGS, allowed, check_action, check_problems};
use super::{pipeline, problems, source};

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
fn a_stack_set_is_created_with_roles_of_ones_own() {
    let permissions = StackSetPermissions::roles("arn:aws:iam::111122223333:role/admin", "execute");
    let mut set = StackSetAction::new("Roll", "baseline", source(), "baseline.yaml", permissions)
        .instances(StackSetTargets::accounts(["111122223333", "444455556666"]), ["eu-west-1", "us-east-1"])
        .capability(Capability::NamedIam);
    set.parameters = StackSetParameters::values([("Stage", "prod"), ("Owner", "platform")]);
    set.description = Some("What every account has.".into());
    set.preferences = StackSetPreferences { failure_tolerance_percent: Some(20), max_concurrent_percent: Some(25) };
    check_action(
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
    check_action(
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
    check_action(
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
fn a_configuration_goes_where_its_ids_say() {
    let target = AppConfigTarget::new("app1234", "env1234", "pro1234");
    check_action(
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
    check_action(
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
    check_action(
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
    check_action(
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
    check_action(
        scan.output(Artifact::new("Sbom")),
        json!({"CriticalThreshold": "0", "HighThreshold": "3", "InspectorRunMode": "SourceCodeScan"}),
        (&["Source"], &["Sbom"]),
        &["inspector-scan:ScanSbom on *", LOGS[0], LOGS[1]],
    );
    check_action(
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
