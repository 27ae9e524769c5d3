//! CodeDeploy's first target: servers, in the account of production.

use cfn_constructs::Stack;
use cfn_constructs::appspec::{FileExistsBehavior, Os, Permission, Script, ServerAppspec, ServerHook};
use cfn_constructs::iam::{Principal, Statement};
use cfn_constructs::pipeline::actions::CodeDeployAction;
use cfn_constructs::pipeline::{Artifact, BucketRef, CrossAccountRole, CrossAccountRoleProps};
use cfn_constructs::services::cloudwatch::{Alarm, AlarmProps, Metric, Statistic};
use cfn_constructs::services::codedeploy::{
    ApplicationProps, Instances, LoadBalancers, MinimumHealthyHosts, Revisions, Safety, ServerApplication,
    ServerDeploymentConfig, ServerDeploymentConfigProps, ServerDeploymentGroup, ServerDeploymentGroupProps,
};
use cfn_constructs::services::{Role, RoleProps, Seconds};

use super::places::{ARTIFACTS, HOME, PRODUCTION, TOOLS, stack as stack_in};

// What the account of the tools knows by name.
const APPLICATION: &str = "shop";
const GROUP: &str = "shop-servers";
const INSTANCES: &str = "shop-server";

/// The deployment, which the pipeline runs with a role of the other account. The machines over there fetch
/// the artifact themselves, with their own role.
pub(crate) fn deploy() -> CodeDeployAction {
    CodeDeployAction::new("Servers", APPLICATION, GROUP, revision()).foreign_instance_role(PRODUCTION, INSTANCES)
}

/// The files of the shop, with the AppSpec file at their root.
pub(crate) fn revision() -> Artifact {
    Artifact::new("Revision")
}

/// The account of production: what is deployed to, and the role that the pipeline takes on there.
pub(crate) fn stack() -> (Stack, CrossAccountRole) {
    let mut stack = stack_in("ShopServers", PRODUCTION, HOME)
        .description("The servers of production, and how CodeDeploy gets to them.");
    let instances = instance_role(&mut stack);
    group(&mut stack);

    let props = CrossAccountRoleProps::new("shop-release", TOOLS, BucketRef::named(ARTIFACTS))
        .allow(deploy())
        // Only the role that the stack `ShopRelease` makes for its pipeline may take it on.
        .only_for(format!("arn:aws:iam::{TOOLS}:role/ShopRelease-*"));
    let visitor = CrossAccountRole::new(&mut stack, "Visitor", props);

    // What the policies of bucket and key allow over there, the own account has to allow as well.
    let revisions = Revisions::new(format!("arn:aws:s3:::{ARTIFACTS}"), "*");
    let keys = format!("arn:aws:kms:{HOME}:{TOOLS}:key/*");
    revisions.key(keys).grant_read(&mut stack, &instances);
    (stack, visitor)
}

/// The role of the machines. EC2 does not say for which account it assumes a role.
fn instance_role(stack: &mut Stack) -> Role {
    let trust = Statement::allow(["sts:AssumeRole"]).to([Principal::service("ec2.amazonaws.com")]);
    let props = RoleProps::trusting(trust).description("What the servers of the shop may do.");
    let role = Role::new(stack, "Instances", props);
    stack.modify(role.handle, |role| role.role_name(INSTANCES));
    role
}

/// Three quarters of the servers stay in service, and a deployment that raises an alarm is taken back.
fn group(stack: &mut Stack) -> ServerDeploymentGroup {
    let names = ApplicationProps { name: Some(APPLICATION.into()) };
    let application = ServerApplication::new(stack, "Application", names);
    let healthy = ServerDeploymentConfigProps::new(MinimumHealthyHosts::FleetPercent(75));
    let config = ServerDeploymentConfig::new(stack, "QuarterAtATime", healthy);
    let errors = Metric::new("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count")
        .dimension("LoadBalancer", "app/shop/50dc6c495c0c9188")
        .statistic(Statistic::Sum)
        .period(Seconds(60));
    let errors = Alarm::new(stack, "Errors", AlarmProps { threshold: 10.0, ..AlarmProps::new(errors) });
    ServerDeploymentGroup::new(
        stack,
        "Group",
        ServerDeploymentGroupProps {
            application: Some(application),
            name: Some(GROUP.into()),
            config,
            load_balancers: LoadBalancers::target_groups(["shop"]),
            safety: Safety { alarms: vec![errors.name()], ..Safety::default() },
            ..ServerDeploymentGroupProps::new(Instances::auto_scaling_groups(["shop"]))
        },
    )
}

/// What CodeDeploy does on each server. The build puts it at the root of the revision.
pub(crate) fn appspec() -> ServerAppspec {
    ServerAppspec::new(Os::Linux)
        .file("/", "/srv/shop")
        .file_exists_behavior(FileExistsBehavior::Overwrite)
        .permission(Permission::new("/srv/shop").pattern("*.sh").owner("shop").group("shop").mode(0o755))
        .hook(ServerHook::ApplicationStop, [Script::new("scripts/stop.sh").timeout(Seconds(60))])
        .hook(ServerHook::AfterInstall, [Script::new("scripts/migrate.sh").run_as("shop").timeout(Seconds(300))])
        .hook(ServerHook::ApplicationStart, [Script::new("scripts/start.sh").timeout(Seconds(60))])
        .hook(ServerHook::ValidateService, [Script::new("scripts/smoke.sh").timeout(Seconds(120))])
}
