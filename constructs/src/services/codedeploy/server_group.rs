//! [`ServerDeploymentGroup`]: a group of servers.

use cfn_model::codedeploy::deployment_group as model;
use cfn_model::{Diagnostic, codedeploy};

use super::group::Common;
use super::{
    BlueGreen, DeploymentGroup, GreenFleet, Instances, LoadBalancers, Safety, Server, ServerApplication,
    ServerDeploymentConfig, server_policy,
};
use crate::Stack;

/// A group of servers that an application is deployed to.
pub type ServerDeploymentGroup = DeploymentGroup<Server>;

/// Whether a deployment changes the servers that are there.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum ServerDeploymentStyle {
    /// It changes the servers that are there.
    #[default]
    InPlace,
    /// It goes to other servers, which take over. It needs load balancers, and knows no machines on premises.
    BlueGreen(BlueGreen),
}

/// What happens to instances that start while a deployment runs and so miss it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum OutdatedInstances {
    /// They are deployed to afterwards.
    #[default]
    Update,
    /// They stay as they are until the next deployment.
    Ignore,
}

/// What a [`ServerDeploymentGroup`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerDeploymentGroupProps {
    /// The servers.
    pub instances: Instances,
    /// What is deployed. By default an application is added.
    pub application: Option<ServerApplication>,
    /// The group's name: 1 to 100 characters, letters, digits and `+=,.@_-`. By default CloudFormation makes one.
    pub name: Option<String>,
    /// How many servers at a time. One after the other by default.
    pub config: ServerDeploymentConfig,
    /// Whether it changes the servers that are there. By default it does.
    pub style: ServerDeploymentStyle,
    /// The load balancers that keep traffic away from a server while it is deployed to. None by default,
    /// and then the hooks around traffic do not run.
    pub load_balancers: LoadBalancers,
    /// What happens to instances that miss a deployment. By default they are deployed to afterwards.
    pub outdated_instances: OutdatedInstances,
    /// Whether instances that their Auto Scaling group ends run the hooks `ApplicationStop`,
    /// `BeforeBlockTraffic` and `AfterBlockTraffic` first. Off by default.
    pub termination_hook: bool,
    /// What stops a deployment, and what happens then.
    pub safety: Safety,
}

impl ServerDeploymentGroupProps {
    /// A group of those servers, everything else by default.
    pub fn new(instances: Instances) -> Self {
        ServerDeploymentGroupProps {
            instances,
            application: None,
            name: None,
            config: ServerDeploymentConfig::ONE_AT_A_TIME,
            style: ServerDeploymentStyle::default(),
            load_balancers: LoadBalancers::default(),
            outdated_instances: OutdatedInstances::default(),
            termination_hook: false,
            safety: Safety::default(),
        }
    }
}

impl DeploymentGroup<Server> {
    /// Adds a group of servers, with a role that may do for them what CodeDeploy needs.
    ///
    /// AWS suggests its managed policy `AWSCodeDeployRole`, which allows on all resources of the account what this
    /// role may do only with the group's own Auto Scaling groups, load balancers and topics.
    ///
    /// See <https://docs.aws.amazon.com/codedeploy/latest/userguide/getting-started-create-service-role.html>.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: ServerDeploymentGroupProps) -> Self {
        stack.construct(id, |stack| {
            let role = Common::<Server>::role(stack);
            server_policy::grant(stack, role, &props);
            let ServerDeploymentGroupProps { instances, application, name, config, safety, .. } = &props;
            let (application, name, config) = (*application, name.clone(), *config);
            let common = Common { application, name, config, safety: safety.clone() };
            common.add(stack, role, |stack, group| {
                let group = instances.apply(stack, group);
                complete(stack, &props, group)
            })
        })
    }
}

fn complete(
    stack: &mut Stack,
    props: &ServerDeploymentGroupProps,
    group: codedeploy::DeploymentGroup,
) -> codedeploy::DeploymentGroup {
    let (option, mut group) = if props.load_balancers.is_empty() {
        (model::DeploymentStyleDeploymentOption::WithoutTrafficControl, group)
    } else {
        let info = props.load_balancers.to_property(stack);
        (model::DeploymentStyleDeploymentOption::WithTrafficControl, group.load_balancer_info(info))
    };
    let kind = match &props.style {
        ServerDeploymentStyle::InPlace => model::DeploymentStyleDeploymentType::InPlace,
        ServerDeploymentStyle::BlueGreen(blue_green) => {
            check_blue_green(stack, props, blue_green);
            group = group.blue_green_deployment_configuration(blue_green.to_property(stack));
            model::DeploymentStyleDeploymentType::BlueGreen
        }
    };
    if props.outdated_instances == OutdatedInstances::Ignore {
        group = group.outdated_instances_strategy(model::OutdatedInstancesStrategy::Ignore);
    }
    if props.termination_hook {
        group = group.termination_hook_enabled(true);
    }
    group.deployment_style(model::DeploymentStyle::new().deployment_option(option).deployment_type(kind))
}

fn check_blue_green(stack: &mut Stack, props: &ServerDeploymentGroupProps, blue_green: &BlueGreen) {
    let mut problem = |property: &str, message: String, help: &str| {
        stack.report(Diagnostic::error("codedeploy-blue-green", message).property(property).help(help));
    };
    if props.load_balancers.is_empty() {
        let message = "a blue/green deployment of servers has no load balancers, so that no traffic can move";
        problem("LoadBalancerInfo", message.into(), "name the target groups or the Classic Load Balancers");
    }
    if !props.instances.on_premises_tags.is_empty() {
        let message = "machines on premises are in a group with blue/green deployments, which know only EC2";
        problem("OnPremisesTagSet", message.into(), "deploy to them in place, from a group of their own");
    }
    let groups = props.instances.auto_scaling_groups.len();
    if matches!(blue_green.green_fleet, GreenFleet::CopyAutoScalingGroup { .. }) && groups != 1 {
        let message = format!("{groups} Auto Scaling groups are given, and exactly 1 can be copied");
        problem("AutoScalingGroups", message, "name the one to be copied, or use `GreenFleet::DiscoverExisting`");
    }
}
