//! CodeDeploy's second target: a service of ECS, whose traffic moves in two steps.

use cfn_constructs::Stack;
use cfn_constructs::appspec::{EcsAppspec, EcsHook};
use cfn_constructs::services::cloudwatch::{Alarm, AlarmProps, Metric, Statistic};
use cfn_constructs::services::codedeploy::{
    EcsDeploymentConfig, EcsDeploymentGroup, EcsDeploymentGroupProps, EcsRouting, EcsService, Safety,
};
use cfn_constructs::services::lambda::{Code, Function, FunctionProps, Runtime};
use cfn_constructs::services::{Minutes, Seconds};
use cfn_model::{Prop, sub};

use super::places;

const LOAD_BALANCER: &str = "app/shop/50dc6c495c0c9188";
/// The function that looks at the new tasks before they get traffic.
const HOOK: &str = "shop-checkout-hook";

/// The roles that the tasks of the service and their agent have.
pub(crate) fn task_roles() -> [Prop<String>; 2] {
    ["shop-task", "shop-task-execution"].map(|name| sub!("arn:{partition}:iam::{account}:role/{}", name))
}

/// A tenth of the traffic first, and the rest after five minutes without an alarm.
pub(crate) fn stack() -> (Stack, EcsDeploymentGroup) {
    let mut stack = places::tools("ShopContainers")
        .description("The shop's service, which CodeDeploy replaces a canary at a time.");
    let errors = Metric::new("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count")
        .dimension("LoadBalancer", LOAD_BALANCER)
        .statistic(Statistic::Sum)
        .period(Seconds(60));
    let errors = Alarm::new(&mut stack, "Errors", AlarmProps { threshold: 10.0, ..AlarmProps::new(errors) });
    let listener =
        |id: &str| sub!("arn:{partition}:elasticloadbalancing:{region}:{account}:listener/{}/{}", LOAD_BALANCER, id);
    let routing = EcsRouting {
        blue_target_group: Prop::new("shop-checkout-blue"),
        green_target_group: Prop::new("shop-checkout-green"),
        listener: listener("f2f7dc8efc522ab2"),
        test_listener: Some(listener("0467ef3c8400ae65")),
    };
    let service = EcsService { cluster: Prop::new("shop"), service: Prop::new("checkout") };
    let props = EcsDeploymentGroupProps {
        config: EcsDeploymentConfig::CANARY_10_PERCENT_5_MINUTES,
        terminate_blue_after: Minutes(30),
        task_roles: task_roles().into(),
        safety: Safety { alarms: vec![errors.name()], ..Safety::default() },
        ..EcsDeploymentGroupProps::new(service, routing)
    };
    let group = EcsDeploymentGroup::new(&mut stack, "Checkout", props);

    let code = Code::inline(include_str!("deployment_hook.js"));
    let hook =
        FunctionProps { name: Some(HOOK.into()), ..FunctionProps::new(Runtime::Nodejs24, "index.handler", code) };
    let hook = Function::new(&mut stack, "Hook", hook);
    group.add_hook(&mut stack, hook.arn(), &hook);
    (stack, group)
}

/// The pipeline puts the task definition that it registers into its place.
pub(crate) fn appspec() -> EcsAppspec {
    EcsAppspec::new(EcsAppspec::TASK_DEFINITION, "checkout", 8080).hook(EcsHook::AfterAllowTestTraffic, HOOK)
}
