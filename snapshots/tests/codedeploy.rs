//! CodeDeploy.

use cfn_constructs::services::codedeploy::{
    ApplicationProps, AutoRollback, BlueGreen, BlueInstances, Deployer, DeployerProps, EcsApplication,
    EcsDeploymentConfig, EcsDeploymentGroup, EcsDeploymentGroupProps, EcsRouting, EcsService, GreenFleet, Instances,
    LambdaDeploymentConfig, LambdaDeploymentGroup, LambdaDeploymentGroupProps, LoadBalancers, MinimumHealthyHosts,
    OutdatedInstances, Ready, Revisions, Safety, ServerApplication, ServerDeploymentConfig,
    ServerDeploymentConfigProps, ServerDeploymentGroup, ServerDeploymentGroupProps, ServerDeploymentStyle, TagFilter,
    TagSet, TrafficConfigProps, TrafficRouting, Trigger, TriggerEvent, ZonalConfig,
};
use cfn_constructs::services::{Minutes, Seconds};
use cfn_constructs::{App, Stack};
use cfn_model::{Prop, sns, sub};

fn function(name: &str) -> Prop<String> {
    sub!("arn:{partition}:lambda:{region}:{account}:function:{}", name)
}

fn listener(id: &str) -> Prop<String> {
    sub!("arn:{partition}:elasticloadbalancing:{region}:{account}:listener/app/lb/50dc6c495c0c9188/{}", id)
}

fn service() -> EcsDeploymentGroupProps {
    let service = EcsService { cluster: Prop::new("main"), service: Prop::new("web") };
    let routing = EcsRouting {
        blue_target_group: Prop::new("web-blue"),
        green_target_group: Prop::new("web-green"),
        listener: listener("f2f7dc8efc522ab2"),
        test_listener: None,
    };
    EcsDeploymentGroupProps::new(service, routing)
}

fn defaults() -> Stack {
    let mut stack = Stack::new("Defaults");
    let web = Instances::auto_scaling_groups(["web"]);
    ServerDeploymentGroup::new(&mut stack, "Server", ServerDeploymentGroupProps::new(web));
    LambdaDeploymentGroup::new(&mut stack, "Lambda", LambdaDeploymentGroupProps::new([function("api")]));
    EcsDeploymentGroup::new(&mut stack, "Ecs", service());
    stack
}

fn safety(topic: Prop<String>) -> Safety {
    Safety {
        alarms: vec![Prop::new("errors"), Prop::new("latency")],
        composite_alarms: Vec::new(),
        ignore_poll_alarm_failure: true,
        auto_rollback: AutoRollback { on_request: true, ..AutoRollback::default() },
        triggers: vec![Trigger::new("failed", topic, [TriggerEvent::DeploymentFailure, TriggerEvent::DeploymentStop])],
    }
}

fn everything() -> Stack {
    let mut stack = Stack::new("Everything");
    let topic = stack.add("Topic", sns::Topic::new().kms_master_key_id("alias/aws/sns")).topic_arn();
    let web = ServerApplication::new(&mut stack, "Web", ApplicationProps { name: Some("web".into()) });

    let config = ServerDeploymentConfig::new(
        &mut stack,
        "ZoneByZone",
        ServerDeploymentConfigProps {
            name: Some("zone-by-zone".into()),
            minimum_healthy_hosts: MinimumHealthyHosts::FleetPercent(75),
            zonal: Some(ZonalConfig {
                monitor: Some(Seconds(300)),
                first_zone_monitor: Some(Seconds(1_800)),
                minimum_healthy_hosts_per_zone: Some(MinimumHealthyHosts::Count(1)),
            }),
        },
    );
    let in_place = ServerDeploymentGroup::new(
        &mut stack,
        "InPlace",
        ServerDeploymentGroupProps {
            application: Some(web),
            name: Some("in-place".into()),
            config,
            load_balancers: LoadBalancers { classic: vec![Prop::new("old")], ..LoadBalancers::target_groups(["web"]) },
            outdated_instances: OutdatedInstances::Ignore,
            termination_hook: true,
            safety: safety(topic.clone()),
            ..ServerDeploymentGroupProps::new(Instances {
                ec2_tags: TagSet::any([TagFilter::new("role", "web"), TagFilter::KeyOnly("web".into())])
                    .and([TagFilter::new("stage", "prod")]),
                on_premises_tags: TagSet::any([TagFilter::ValueOnly("web".into())]),
                ..Instances::auto_scaling_groups(["web"])
            })
        },
    );
    ServerDeploymentGroup::new(
        &mut stack,
        "BlueGreen",
        ServerDeploymentGroupProps {
            application: Some(web),
            style: ServerDeploymentStyle::BlueGreen(BlueGreen {
                green_fleet: GreenFleet::copy_auto_scaling_group(sub!("arn:{partition}:iam::{account}:role/web")),
                ready: Ready::StopAfter(Minutes(60)),
                blue_instances: BlueInstances::TerminateAfter(Minutes(120)),
            }),
            load_balancers: LoadBalancers::target_groups(["web"]),
            ..ServerDeploymentGroupProps::new(Instances::auto_scaling_groups(["web-2"]))
        },
    );

    let canary = TrafficRouting::Canary { percent: 5, interval: Minutes(20) };
    let config = LambdaDeploymentConfig::new(&mut stack, "Canary", TrafficConfigProps::new(canary));
    let lambda = LambdaDeploymentGroup::new(
        &mut stack,
        "Lambda",
        LambdaDeploymentGroupProps {
            config,
            safety: safety(topic.clone()),
            ..LambdaDeploymentGroupProps::new([function("api")])
        },
    );

    let linear = TrafficRouting::Linear { percent: 25, interval: Minutes(5) };
    let config = EcsDeploymentConfig::new(&mut stack, "Linear", TrafficConfigProps::new(linear));
    let application = EcsApplication::new(&mut stack, "Service", ApplicationProps::default());
    let mut props = EcsDeploymentGroupProps {
        application: Some(application),
        config,
        ready: Ready::StopAfter(Minutes(30)),
        terminate_blue_after: Minutes(15),
        task_roles: vec![sub!("arn:{partition}:iam::{account}:role/task")],
        safety: safety(topic),
        ..service()
    };
    props.routing.test_listener = Some(listener("0467ef3c8400ae65"));
    let ecs = EcsDeploymentGroup::new(&mut stack, "Ecs", props);

    let deployer = Deployer::new(
        &mut stack,
        "Deployer",
        DeployerProps {
            name: Some("deployer".into()),
            external_id: Some("release".into()),
            revisions: vec![
                Revisions::new("arn:aws:s3:::ci-artifacts", "web/*")
                    .key("arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"),
            ],
            ..DeployerProps::new(["arn:aws:iam::111122223333:role/pipeline"])
        },
    );
    in_place.grant_deploy(&mut stack, &deployer);
    lambda.grant_deploy(&mut stack, &deployer);
    ecs.grant_deploy(&mut stack, &deployer);
    stack
}

#[test]
fn defaults_and_everything() {
    snapshots::check("services/codedeploy", App::new().with(defaults()).with(everything()));
}
