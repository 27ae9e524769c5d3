//! [`EcsDeploymentGroup`]: an ECS service that is deployed to blue/green.

use cfn_model::codedeploy::deployment_group as model;
use cfn_model::{IntoProp, Prop, Value, functions, sub};

use super::blue_green::terminate_after;
use super::group::Common;
use super::lambda_group::add_hook;
use super::{DeploymentGroup, Ecs, EcsApplication, EcsDeploymentConfig, Ready, Safety};
use crate::Stack;
use crate::iam::{Operator, Statement};
use crate::services::{Grantee, Minutes, Role};

/// An ECS service whose traffic CodeDeploy moves from one task set to the next.
///
/// CloudFormation itself cannot start such deployments; a pipeline or `aws deploy` does.
/// For those that a stack update makes, AWS has the hook `AWS::CodeDeploy::BlueGreen` instead.
pub type EcsDeploymentGroup = DeploymentGroup<Ecs>;

/// An ECS service. Its deployment controller has to be `CODE_DEPLOY`, and no other group may have it.
#[derive(Clone, Debug, PartialEq)]
pub struct EcsService {
    /// The name of its cluster.
    pub cluster: Prop<String>,
    /// Its name.
    pub service: Prop<String>,
}

/// How traffic reaches an ECS service.
#[derive(Clone, Debug, PartialEq)]
pub struct EcsRouting {
    /// The name of the target group that serves when the service is created.
    pub blue_target_group: Prop<String>,
    /// The name of the target group that serves after the next deployment.
    pub green_target_group: Prop<String>,
    /// The listener that takes traffic, by ARN.
    pub listener: Prop<String>,
    /// The listener on which the new task set is tried out first, by ARN. None by default.
    pub test_listener: Option<Prop<String>>,
}

/// What an [`EcsDeploymentGroup`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct EcsDeploymentGroupProps {
    /// The service.
    pub service: EcsService,
    /// How traffic reaches it.
    pub routing: EcsRouting,
    /// What is deployed. By default an application is added.
    pub application: Option<EcsApplication>,
    /// The group's name: 1 to 100 characters, letters, digits and `+=,.@_-`. By default CloudFormation makes one.
    pub name: Option<String>,
    /// How traffic moves. All at once by default, which is all that a Network Load Balancer can do.
    pub config: EcsDeploymentConfig,
    /// When traffic moves. By default as soon as the new task set runs.
    pub ready: Ready,
    /// How long the old task set is kept, 0 to 2,880 minutes. It goes at once by default.
    pub terminate_blue_after: Minutes,
    /// The task and execution roles of the task definitions that are deployed, by ARN, so that CodeDeploy may
    /// pass them on. None by default.
    pub task_roles: Vec<Prop<String>>,
    /// What stops a deployment, and what happens then.
    pub safety: Safety,
}

impl EcsDeploymentGroupProps {
    /// A group of that service, everything else by default.
    pub fn new(service: EcsService, routing: EcsRouting) -> Self {
        EcsDeploymentGroupProps {
            service,
            routing,
            application: None,
            name: None,
            config: EcsDeploymentConfig::ALL_AT_ONCE,
            ready: Ready::default(),
            terminate_blue_after: Minutes(0),
            task_roles: Vec::new(),
            safety: Safety::default(),
        }
    }
}

impl DeploymentGroup<Ecs> {
    /// Adds a group of an ECS service, with a role that may deploy to just that.
    ///
    /// See <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRoleForECS.html> for what
    /// AWS allows on all services.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: EcsDeploymentGroupProps) -> Self {
        stack.construct(id, |stack| {
            let role = Common::<Ecs>::role(stack);
            grant(stack, role, &props);
            let EcsDeploymentGroupProps { service, routing, application, name, config, safety, .. } = props;
            let (ready, wait) = (props.ready, props.terminate_blue_after);
            Common { application, name, config, safety }.add(stack, role, |stack, group| {
                let blue_green = model::BlueGreenDeploymentConfiguration::new()
                    .deployment_ready_option(ready.to_property(stack))
                    .terminate_blue_instances_on_deployment_success(terminate_after(stack, wait));
                let style = model::DeploymentStyle::new()
                    .deployment_option(model::DeploymentStyleDeploymentOption::WithTrafficControl)
                    .deployment_type(model::DeploymentStyleDeploymentType::BlueGreen);
                group
                    .blue_green_deployment_configuration(blue_green)
                    .deployment_style(style)
                    .ecs_services([model::ECSService::new(service.cluster, service.service)])
                    .load_balancer_info(routing.into_property())
            })
        })
    }

    /// Lets a function, by ARN and with what it acts as, run in hooks of the group's deployments and tell their result.
    pub fn add_hook(self, stack: &mut Stack, function: impl IntoProp<String>, grantee: &impl Grantee) {
        add_hook(stack, self.role, function.into_prop());
        Self::grant_hook_status(stack, grantee);
    }
}

impl EcsRouting {
    fn into_property(self) -> model::LoadBalancerInfo {
        let route = |listener| model::TrafficRoute::new().listener_arns([listener]);
        let target_group = |name| model::TargetGroupInfo::new().name(name);
        let mut pair = model::TargetGroupPairInfo::new()
            .prod_traffic_route(route(self.listener))
            .target_groups([target_group(self.blue_target_group), target_group(self.green_target_group)]);
        if let Some(listener) = self.test_listener {
            pair = pair.test_traffic_route(route(listener));
        }
        model::LoadBalancerInfo::new().target_group_pair_info_list([pair])
    }
}

fn grant(stack: &mut Stack, role: Role, props: &EcsDeploymentGroupProps) {
    let EcsService { cluster, service } = &props.service;
    let service_arn = sub!("arn:{partition}:ecs:{region}:{account}:service/{}/{}", cluster.clone(), service.clone());
    let task_sets = sub!("arn:{partition}:ecs:{region}:{account}:task-set/{}/{}/*", cluster.clone(), service.clone());
    let serve = ["ecs:CreateTaskSet", "ecs:DeleteTaskSet", "ecs:DescribeServices", "ecs:UpdateServicePrimaryTaskSet"];
    role.allow(stack, Statement::allow(serve).on([service_arn, task_sets]));

    // Looking knows no resources.
    let look = [
        "elasticloadbalancing:DescribeListeners",
        "elasticloadbalancing:DescribeRules",
        "elasticloadbalancing:DescribeTargetGroups",
    ];
    role.allow(stack, Statement::allow(look).on_all_resources());
    let listeners = || [Some(&props.routing.listener), props.routing.test_listener.as_ref()].into_iter().flatten();
    role.allow(stack, Statement::allow(["elasticloadbalancing:ModifyListener"]).on(listeners().cloned()));
    role.allow(stack, Statement::allow(["elasticloadbalancing:ModifyRule"]).on(listeners().map(rules)));

    if !props.task_roles.is_empty() {
        let pass = Statement::allow(["iam:PassRole"]).on(props.task_roles.clone()).when(
            Operator::StringEquals,
            "iam:PassedToService",
            ["ecs-tasks.amazonaws.com"],
        );
        role.allow(stack, pass);
    }
}

/// The ARN of a listener's rules, which differs from its own by one word and by what follows.
fn rules(listener: &Prop<String>) -> Prop<String> {
    const OF_LISTENER: &str = ":listener/";
    const OF_RULE: &str = ":listener-rule/";
    let named = |value: &Value| value.as_str().is_some_and(|text| text.contains(OF_LISTENER));
    let renamed = |value: &Value| match value.as_str() {
        Some(text) => Value::from(text.replacen(OF_LISTENER, OF_RULE, 1)),
        None => value.clone(),
    };
    let rule = match listener.value() {
        value if named(value) => Prop::from_value(renamed(value)),
        Value::Text(parts) if parts.iter().any(named) => {
            Prop::from_value(Value::Text(parts.iter().map(renamed).collect()))
        }
        _ => functions::join(OF_RULE, functions::split(OF_LISTENER, listener.clone())),
    };
    sub!("{}/*", rule)
}
