//! CodeDeploy: what its roles may do, and what it refuses.

use cfn_constructs::services::codedeploy::{
    AutoRollback, BlueGreen, Deployer, DeployerProps, EcsDeploymentConfig, EcsDeploymentGroup, EcsDeploymentGroupProps,
    EcsRouting, EcsService, GreenFleet, Instances, LambdaDeploymentConfig, LambdaDeploymentGroup,
    LambdaDeploymentGroupProps, LoadBalancers, MinimumHealthyHosts, Ready, Revisions, Safety, ServerDeploymentConfig,
    ServerDeploymentConfigProps, ServerDeploymentGroup, ServerDeploymentGroupProps, ServerDeploymentStyle, TagFilter,
    TagSet, TrafficConfigProps, TrafficRouting, Trigger, TriggerEvent, share_revisions,
};
use cfn_constructs::services::{Bucket, BucketEncryption, BucketProps, Key, KeyProps, Minutes, Role, RoleProps};
use cfn_constructs::{App, Stack};
use cfn_model::{Prop, Value};
use serde_json::json;

fn template(stack: Stack) -> Value {
    let assembly = App::new().with(stack).synth().unwrap_or_else(|problems| panic!("{problems:#?}"));
    assembly.stacks.into_iter().next().expect("there is one stack").template.into_value()
}

fn check(template: &Value, path: &str, expected: serde_json::Value) {
    assert_eq!(template.at(path), Some(&Value::from(expected)), "{path}");
}

/// Asserts what is wrong with a stack that `build` fills.
fn check_problems(build: impl FnOnce(&mut Stack), expected: &[&str]) {
    let mut stack = Stack::new("S");
    build(&mut stack);
    stack.add("T", cfn_model::sns::Topic::new());
    let problems = App::new().with(stack).synth().err().unwrap_or_default();
    let messages: Vec<&str> = problems.iter().map(|problem| &*problem.message).collect();
    assert_eq!(messages, expected);
}

fn servers() -> ServerDeploymentGroupProps {
    ServerDeploymentGroupProps::new(Instances::auto_scaling_groups(["web"]))
}

fn service() -> EcsDeploymentGroupProps {
    let service = EcsService { cluster: Prop::new("main"), service: Prop::new("web") };
    let routing = EcsRouting {
        blue_target_group: Prop::new("blue"),
        green_target_group: Prop::new("green"),
        listener: Prop::new("arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/lb/1/2"),
        test_listener: None,
    };
    EcsDeploymentGroupProps::new(service, routing)
}

/// The resources on which the group's role may do something.
fn allowed(template: &Value, action: &str) -> Vec<String> {
    let statements = template.at("Resources.GRolePolicy.Properties.PolicyDocument.Statement").and_then(Value::as_list);
    let texts = |value: Option<&Value>| match value {
        Some(Value::List(items)) => items.iter().map(text).collect(),
        Some(one) => vec![text(one)],
        None => Vec::new(),
    };
    let statements = statements.into_iter().flatten();
    let about = statements.filter(|statement| texts(statement.at("Action")).iter().any(|name| name == action));
    about.flat_map(|statement| texts(statement.at("Resource"))).collect()
}

fn text(value: &Value) -> String {
    let plain = value.at("Fn::Sub").unwrap_or(value);
    plain.as_str().map_or_else(|| format!("{value:?}"), str::to_owned)
}

#[test]
fn servers_in_place_get_hooks_on_their_own_groups_only() {
    let mut stack = Stack::new("S");
    ServerDeploymentGroup::new(&mut stack, "G", servers());
    let template = template(stack);
    check(
        &template,
        "Resources.G.Properties",
        json!({
            "ApplicationName": {"Ref": "GApplication"},
            "ServiceRoleArn": {"Fn::GetAtt": ["GRole", "Arn"]},
            "DeploymentConfigName": "CodeDeployDefault.OneAtATime",
            "AutoScalingGroups": ["web"],
            "DeploymentStyle": {"DeploymentOption": "WITHOUT_TRAFFIC_CONTROL", "DeploymentType": "IN_PLACE"},
            "AutoRollbackConfiguration": {"Enabled": true, "Events": ["DEPLOYMENT_FAILURE"]}
        }),
    );
    check(&template, "Resources.G.DependsOn", json!(["GRolePolicy"]));
    let group = "arn:${AWS::Partition}:autoscaling:${AWS::Region}:${AWS::AccountId}:autoScalingGroup:*:\
                 autoScalingGroupName/web";
    assert_eq!(allowed(&template, "autoscaling:PutLifecycleHook"), [group]);
    for absent in ["autoscaling:CreateAutoScalingGroup", "ec2:TerminateInstances", "sns:Publish", "iam:PassRole"] {
        assert_eq!(allowed(&template, absent).len(), 0, "{absent}");
    }
}

#[test]
fn machines_on_premises_need_nothing_of_aws() {
    let mut stack = Stack::new("S");
    let tags = TagSet::any([TagFilter::KeyOnly("web".into())]);
    ServerDeploymentGroup::new(&mut stack, "G", ServerDeploymentGroupProps::new(Instances::on_premises(tags)));
    assert_eq!(template(stack).at("Resources.GRolePolicy"), None);
}

#[test]
fn only_a_copied_fleet_lets_codedeploy_make_groups() {
    let mut stack = Stack::new("S");
    let fleet = GreenFleet::copy_auto_scaling_group("arn:aws:iam::111122223333:role/web");
    ServerDeploymentGroup::new(
        &mut stack,
        "G",
        ServerDeploymentGroupProps {
            style: ServerDeploymentStyle::BlueGreen(BlueGreen::new(fleet)),
            load_balancers: LoadBalancers::target_groups(["web"]),
            ..servers()
        },
    );
    let template = template(stack);
    let groups = allowed(&template, "autoscaling:CreateAutoScalingGroup");
    let names: Vec<&str> = groups.iter().filter_map(|arn| arn.rsplit('/').next()).collect();
    assert_eq!(names, ["web", "CodeDeploy_*"]);
    assert_eq!(allowed(&template, "iam:PassRole"), ["arn:aws:iam::111122223333:role/web"]);
    let targets = "arn:${AWS::Partition}:elasticloadbalancing:${AWS::Region}:${AWS::AccountId}:targetgroup/web/*";
    assert_eq!(allowed(&template, "elasticloadbalancing:RegisterTargets"), [targets]);
}

#[test]
fn a_lambda_group_moves_the_aliases_of_its_functions_only() {
    let mut stack = Stack::new("S");
    let function = "arn:aws:lambda:eu-west-1:111122223333:function:f";
    let hook = "arn:aws:lambda:eu-west-1:111122223333:function:check";
    let group = LambdaDeploymentGroup::new(&mut stack, "G", LambdaDeploymentGroupProps::new([function]));
    let role = Role::new(&mut stack, "Hook", RoleProps::for_service("lambda.amazonaws.com"));
    group.add_hook(&mut stack, hook, &role);
    let template = template(stack);
    check(
        &template,
        "Resources.GRolePolicy.Properties.PolicyDocument.Statement",
        json!([
            {
                "Effect": "Allow",
                "Action": ["lambda:GetAlias", "lambda:GetProvisionedConcurrencyConfig", "lambda:UpdateAlias"],
                "Resource": [format!("{function}:*"), function]
            },
            {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": hook}
        ]),
    );
    check(
        &template,
        "Resources.HookPolicy.Properties.PolicyDocument.Statement.0.Action",
        json!("codedeploy:PutLifecycleEventHookExecutionStatus"),
    );
}

#[test]
fn an_alias_is_updated_through_its_group() {
    use cfn_constructs::services::codedeploy::AliasHooks;
    let mut stack = Stack::new("S");
    let alias = stack.add("Live", cfn_model::lambda::Alias::new("f", "1", "live"));
    let function = "arn:aws:lambda:eu-west-1:111122223333:function:f";
    let check_function = "arn:aws:lambda:eu-west-1:111122223333:function:check";
    let group = LambdaDeploymentGroup::new(&mut stack, "G", LambdaDeploymentGroupProps::new([function]));
    let hooks = AliasHooks { before_allow_traffic: Some(Prop::new(check_function)), ..AliasHooks::default() };
    group.update_alias(&mut stack, alias, hooks);
    let template = template(stack);
    check(
        &template,
        "Resources.Live.UpdatePolicy.CodeDeployLambdaAliasUpdate",
        json!({
            "ApplicationName": {"Ref": "GApplication"},
            "DeploymentGroupName": {"Ref": "G"},
            "BeforeAllowTrafficHook": check_function
        }),
    );
    assert_eq!(allowed(&template, "lambda:InvokeFunction"), [check_function]);
}

#[test]
fn an_ecs_group_changes_its_own_service_and_listener_only() {
    let mut stack = Stack::new("S");
    EcsDeploymentGroup::new(&mut stack, "G", service());
    let template = template(stack);
    assert_eq!(
        allowed(&template, "ecs:CreateTaskSet"),
        [
            "arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:service/main/web",
            "arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:task-set/main/web/*"
        ]
    );
    assert_eq!(
        allowed(&template, "elasticloadbalancing:ModifyRule"),
        ["arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener-rule/app/lb/1/2/*"]
    );
    assert_eq!(allowed(&template, "iam:PassRole").len(), 0);
}

#[test]
fn the_rules_of_a_listener_of_the_stack_are_found_at_deployment() {
    let mut stack = Stack::new("S");
    let mut props = service();
    props.routing.listener = Prop::new(cfn_model::functions::import_value("listener"));
    EcsDeploymentGroup::new(&mut stack, "G", props);
    let template = template(stack);
    let statements = template.at("Resources.GRolePolicy.Properties.PolicyDocument.Statement").and_then(Value::as_list);
    let rules = statements
        .into_iter()
        .flatten()
        .find(|statement| statement.at("Action") == Some(&Value::from("elasticloadbalancing:ModifyRule")));
    assert_eq!(
        rules.and_then(|statement| statement.at("Resource")),
        Some(&Value::from(json!({"Fn::Join": ["", [
            {"Fn::Join": [":listener-rule/", {"Fn::Split": [":listener/", {"Fn::ImportValue": "listener"}]}]},
            "/*"
        ]]})))
    );
}

#[test]
fn rollback_on_alarms_needs_alarms() {
    let events = |safety: Safety| {
        let mut stack = Stack::new("S");
        ServerDeploymentGroup::new(&mut stack, "G", ServerDeploymentGroupProps { safety, ..servers() });
        template(stack).at("Resources.G.Properties.AutoRollbackConfiguration").cloned()
    };
    let expected = |value: serde_json::Value| Some(Value::from(value));
    assert_eq!(events(Safety::default()), expected(json!({"Enabled": true, "Events": ["DEPLOYMENT_FAILURE"]})));
    let alarms = vec![Prop::new("errors")];
    assert_eq!(
        events(Safety { alarms, ..Safety::default() }),
        expected(json!({"Enabled": true, "Events": ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]}))
    );
    assert_eq!(
        events(Safety { auto_rollback: AutoRollback::NEVER, ..Safety::default() }),
        expected(json!({"Enabled": false}))
    );
}

#[test]
fn alarms_are_read_by_name_unless_they_are_composite() {
    let resources = |safety: Safety| {
        let mut stack = Stack::new("S");
        ServerDeploymentGroup::new(&mut stack, "G", ServerDeploymentGroupProps { safety, ..servers() });
        allowed(&template(stack), "cloudwatch:DescribeAlarms")
    };
    let alarms = vec![Prop::new("errors")];
    let by_name = Safety { alarms: alarms.clone(), ..Safety::default() };
    let arn = "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:errors";
    assert_eq!(resources(by_name), [arn]);
    assert_eq!(resources(Safety { composite_alarms: alarms, ..Safety::default() }), ["*"]);
}

#[test]
fn configurations_carry_their_platform() {
    let mut stack = Stack::new("S");
    let canary = TrafficRouting::Canary { percent: 5, interval: Minutes(7) };
    LambdaDeploymentConfig::new(&mut stack, "L", TrafficConfigProps::new(canary));
    let linear = TrafficRouting::Linear { percent: 50, interval: Minutes(2_880) };
    EcsDeploymentConfig::new(&mut stack, "E", TrafficConfigProps::new(linear));
    let template = template(stack);
    check(
        &template,
        "Resources.L.Properties",
        json!({
            "ComputePlatform": "Lambda",
            "TrafficRoutingConfig": {
                "Type": "TimeBasedCanary",
                "TimeBasedCanary": {"CanaryInterval": 7, "CanaryPercentage": 5}
            }
        }),
    );
    check(&template, "Resources.E.Properties.ComputePlatform", json!("ECS"));
}

#[test]
fn traffic_moves_within_two_days() {
    check_problems(
        |stack| {
            let routing = TrafficRouting::Linear { percent: 10, interval: Minutes(321) };
            LambdaDeploymentConfig::new(stack, "A", TrafficConfigProps::new(routing));
            let routing = TrafficRouting::Linear { percent: 10, interval: Minutes(320) };
            LambdaDeploymentConfig::new(stack, "B", TrafficConfigProps::new(routing));
            let routing = TrafficRouting::Canary { percent: 100, interval: Minutes(0) };
            EcsDeploymentConfig::new(stack, "C", TrafficConfigProps::new(routing));
        },
        &[
            "TrafficRoutingConfig.TimeBasedLinear.LinearInterval is 321 minutes, 1 to 320 are allowed",
            "a step of 100 percent is given, 1 to 99 are allowed",
            "TrafficRoutingConfig.TimeBasedCanary.CanaryInterval is 0 minutes, 1 to 2880 are allowed",
        ],
    );
}

#[test]
fn some_servers_are_left_to_deploy_to() {
    check_problems(
        |stack| {
            let props = ServerDeploymentConfigProps::new(MinimumHealthyHosts::FleetPercent(100));
            let name = Some("CodeDeployDefault.Mine".to_owned());
            ServerDeploymentConfig::new(stack, "C", ServerDeploymentConfigProps { name, ..props });
        },
        &[
            "100 percent are to stay healthy, 0 to 99 are allowed",
            "the name `CodeDeployDefault.Mine` begins as those of AWS do",
        ],
    );
}

#[test]
fn limits_of_a_group_are_known() {
    let many =
        |what: &str, count: usize| (0..count).map(|index| Prop::new(format!("{what}{index}"))).collect::<Vec<_>>();
    check_problems(
        |stack| {
            let trigger = |name: &str, events: Vec<TriggerEvent>| {
                Trigger::new(name, "arn:aws:sns:eu-west-1:111122223333:topic", events)
            };
            let safety = Safety {
                alarms: many("alarm", 11),
                triggers: vec![trigger("a", vec![TriggerEvent::DeploymentFailure]), trigger("a", Vec::new())],
                ..Safety::default()
            };
            let tags =
                ["a", "b", "c"].into_iter().fold(TagSet::any([]), |set, key| set.and([TagFilter::new(key, "x")]));
            let instances = Instances { ec2_tags: tags, ..Instances::auto_scaling_groups(many("group", 11)) };
            let balancers = LoadBalancers::target_groups(many("target", 11));
            ServerDeploymentGroup::new(
                stack,
                "G",
                ServerDeploymentGroupProps {
                    safety,
                    load_balancers: balancers,
                    ..ServerDeploymentGroupProps::new(instances)
                },
            );
        },
        &[
            "11 Auto Scaling groups are given, 10 are allowed",
            "4 groups of tags are given, 3 are allowed",
            "a group of tags is empty, so that it names no instances",
            "11 target groups are given, 10 are allowed",
            "11 alarms are given, 10 are allowed",
            "two triggers are named `a`",
            "the trigger `a` has no events",
        ],
    );
}

#[test]
fn blue_green_needs_what_moves_traffic_and_what_is_copied() {
    check_problems(
        |stack| {
            let instances = Instances {
                ec2_tags: TagSet::any([TagFilter::new("role", "web")]),
                on_premises_tags: TagSet::any([TagFilter::ValueOnly("web".into())]),
                ..Instances::default()
            };
            let fleet = GreenFleet::CopyAutoScalingGroup { instance_role: None };
            let blue_green = BlueGreen { ready: Ready::StopAfter(Minutes(2_881)), ..BlueGreen::new(fleet) };
            let style = ServerDeploymentStyle::BlueGreen(blue_green);
            ServerDeploymentGroup::new(
                stack,
                "G",
                ServerDeploymentGroupProps { style, ..ServerDeploymentGroupProps::new(instances) },
            );
            ServerDeploymentGroup::new(stack, "None", ServerDeploymentGroupProps::new(Instances::default()));
        },
        &[
            "a blue/green deployment of servers has no load balancers, so that no traffic can move",
            "machines on premises are in a group with blue/green deployments, which know only EC2",
            "0 Auto Scaling groups are given, and exactly 1 can be copied",
            "BlueGreenDeploymentConfiguration.DeploymentReadyOption.WaitTimeInMinutes is 2881 minutes, \
             1 to 2880 are allowed",
            "the deployment group names no instances",
        ],
    );
}

#[test]
fn another_account_deploys_what_it_is_granted() {
    let mut prod = Stack::new("Prod");
    let group = ServerDeploymentGroup::new(&mut prod, "G", servers());
    let revisions = Revisions::new("arn:aws:s3:::ci", "web/*").key("arn:aws:kms:eu-west-1:111122223333:key/1");
    let deployer = Deployer::new(
        &mut prod,
        "D",
        DeployerProps {
            name: Some("deployer".into()),
            revisions: vec![revisions],
            ..DeployerProps::new(["arn:aws:iam::111122223333:role/pipeline"])
        },
    );
    group.grant_deploy(&mut prod, &deployer);
    group.grant_deploy(&mut prod, &deployer);
    let template = template(prod);
    check(
        &template,
        "Resources.DRole.Properties.AssumeRolePolicyDocument.Statement",
        json!([{
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::111122223333:role/pipeline"},
            "Action": "sts:AssumeRole"
        }]),
    );
    let here = "arn:${AWS::Partition}:codedeploy:${AWS::Region}:${AWS::AccountId}";
    check(
        &template,
        "Resources.DRolePolicy.Properties.PolicyDocument.Statement",
        json!([
            {
                "Effect": "Allow",
                "Action": ["s3:GetObject", "s3:GetObjectVersion"],
                "Resource": "arn:aws:s3:::ci/web/*"
            },
            {"Effect": "Allow", "Action": ["s3:GetBucketLocation", "s3:ListBucket"], "Resource": "arn:aws:s3:::ci"},
            {
                "Effect": "Allow",
                "Action": ["kms:Decrypt", "kms:DescribeKey"],
                "Resource": "arn:aws:kms:eu-west-1:111122223333:key/1"
            },
            {
                "Effect": "Allow",
                "Action": [
                    "codedeploy:GetApplication",
                    "codedeploy:GetApplicationRevision",
                    "codedeploy:RegisterApplicationRevision"
                ],
                "Resource": {"Fn::Sub": format!("{here}:application:${{GApplication}}")}
            },
            {
                "Effect": "Allow",
                "Action": ["codedeploy:CreateDeployment", "codedeploy:GetDeployment", "codedeploy:GetDeploymentGroup"],
                "Resource": {"Fn::Sub": format!("{here}:deploymentgroup:${{GApplication}}/${{G}}")}
            },
            {
                "Effect": "Allow",
                "Action": "codedeploy:GetDeploymentConfig",
                "Resource": {"Fn::Sub": format!("{here}:deploymentconfig:CodeDeployDefault.OneAtATime")}
            }
        ]),
    );
}

#[test]
fn nobody_in_particular_is_not_trusted() {
    check_problems(
        |stack| {
            Deployer::new(stack, "None", DeployerProps::new::<&str>([]));
            Deployer::new(stack, "All", DeployerProps::new(["arn:aws:iam::111122223333:role/*", "111122223333"]));
        },
        &[
            "nobody may assume the role",
            "`arn:aws:iam::111122223333:role/*` does not name one role or user",
            "`111122223333` does not name one role or user",
        ],
    );
}

#[test]
fn a_bucket_and_its_key_are_opened_to_named_roles() {
    let mut ci = Stack::new("Ci");
    let key = Key::new(&mut ci, "K", KeyProps::default());
    let encryption = BucketEncryption::Key(key);
    let bucket = Bucket::new(&mut ci, "B", BucketProps { encryption, ..BucketProps::default() });
    let role = "arn:aws:iam::444455556666:role/deployer";
    share_revisions(&mut ci, bucket, "web/*", [role]);
    let template = template(ci);
    check(
        &template,
        "Resources.BPolicy.Properties.PolicyDocument.Statement.1",
        json!({
            "Effect": "Allow",
            "Principal": {"AWS": role},
            "Action": ["s3:GetObject", "s3:GetObjectVersion"],
            "Resource": {"Fn::Sub": "${B.Arn}/web/*"}
        }),
    );
    check(
        &template,
        "Resources.K.Properties.KeyPolicy.Statement.1",
        json!({
            "Effect": "Allow",
            "Principal": {"AWS": role},
            "Action": ["kms:Decrypt", "kms:DescribeKey"],
            "Resource": "*"
        }),
    );
}
