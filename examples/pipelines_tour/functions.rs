//! CodeDeploy's third target: a function, whose alias moves to each new version.

use cfn_constructs::Stack;
use cfn_constructs::appspec::{LambdaAppspec, LambdaHook};
use cfn_constructs::services::Minutes;
use cfn_constructs::services::cloudwatch::{Alarm, AlarmProps, Metric};
use cfn_constructs::services::codedeploy::{
    AliasHooks, LambdaDeploymentConfig, LambdaDeploymentGroup, LambdaDeploymentGroupProps, Safety, TrafficConfigProps,
    TrafficRouting,
};
use cfn_constructs::services::lambda::{
    Alias, AliasProps, Code, Function, FunctionProps, Runtime, Version, VersionProps,
};

use super::places;

/// The stack, which the pipeline deploys: a change of the function makes a version, and CodeDeploy moves the
/// alias to it while CloudFormation waits. So this target takes no action of its own.
pub(crate) const STACK: &str = "ShopFunctions";

const FUNCTION: &str = "shop-prices";
const HOOK: &str = "shop-prices-hook";
const ALIAS: &str = "live";

/// A twentieth of the traffic first, and the rest after twenty minutes without an error.
pub(crate) fn stack() -> Stack {
    let mut stack =
        places::tools(STACK).description("The shop's functions, whose traffic CodeDeploy moves step by step.");
    let code = Code::inline("exports.handler = async ({ article }) => ({ article, price: 42 });\n");
    let prices = named(FUNCTION, code);
    let prices = Function::new(&mut stack, "Prices", prices);
    let version = Version::new(&mut stack, "Version", prices, VersionProps::default());
    let alias = Alias::new(&mut stack, "Live", AliasProps::new(ALIAS, version));
    let hook = Function::new(&mut stack, "Hook", named(HOOK, Code::inline(include_str!("deployment_hook.js"))));

    let errors = Alarm::new(&mut stack, "Errors", AlarmProps::new(Metric::function_errors(prices.name())));
    let canary = TrafficRouting::Canary { percent: 5, interval: Minutes(20) };
    let config = LambdaDeploymentConfig::new(&mut stack, "Canary", TrafficConfigProps::new(canary));
    let group = LambdaDeploymentGroupProps {
        config,
        safety: Safety { alarms: vec![errors.name()], ..Safety::default() },
        ..LambdaDeploymentGroupProps::new([prices.arn()])
    };
    let group = LambdaDeploymentGroup::new(&mut stack, "Group", group);
    group.add_hook(&mut stack, hook.arn(), &hook);
    let hooks = AliasHooks { before_allow_traffic: Some(hook.name()), ..AliasHooks::default() };
    group.update_alias(&mut stack, alias.handle, hooks);
    stack
}

fn named(name: &str, code: Code) -> FunctionProps {
    FunctionProps { name: Some(name.into()), ..FunctionProps::new(Runtime::Nodejs24, "index.handler", code) }
}

/// For a deployment by hand, such as back to a version of old: `aws deploy create-deployment` takes it.
pub(crate) fn appspec() -> LambdaAppspec {
    LambdaAppspec::new(FUNCTION, ALIAS, "2", "1").hook(LambdaHook::BeforeAllowTraffic, HOOK)
}
