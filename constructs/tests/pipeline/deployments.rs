//! What deployments to machines, containers, clusters and functions become.

use cfn_constructs::Stack;
use cfn_constructs::pipeline::actions::{
    CodeDeployAction, CodeDeployToEcsAction, Ec2DeployAction, Ec2InstanceKind, Ec2Instances, Ec2Limit, Ec2Steps,
    EcsDeployAction, EksDeployAction, EksWorkload, ElasticBeanstalkAction, LambdaDeployAction, LambdaRevision,
    LambdaShift,
};
use cfn_constructs::pipeline::{Artifact, IntoAction, Stage};
use cfn_constructs::services::codebuild::EnvironmentVariable;
use cfn_constructs::services::{Minutes, Role, RoleProps, codedeploy};
use cfn_model::{Prop, Value};
use serde_json::json;

use super::whole::{LOGS, allowed, check_action, check_problems};
use super::{pipeline, source, template};

const ROLE: &str = "arn:aws:iam::111122223333:role/task";

#[test]
fn servers_are_deployed_to_by_group() {
    check_action(
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
    check_action(
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
    check_action(
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
    check_action(
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
    check_action(
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
    check_action(deploy(), json!({"FunctionName": "site"}), (&["Source"], &[]), &[of_function, LOGS[0], LOGS[1]]);
    check_action(
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
    check_action(
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
