//! What CodeDeploy may do for a group of servers.
//!
//! The managed policy `AWSCodeDeployRole` lists the actions; each stands here with what it is needed for, on the
//! narrowest resources that IAM knows for it.
//! See <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCodeDeployRole.html>.

use cfn_model::{Prop, sub};

use super::{BlueInstances, GreenFleet, ServerDeploymentGroupProps, ServerDeploymentStyle};
use crate::Stack;
use crate::iam::{Operator, Statement};
use crate::services::{Grantee, Role};

pub(super) fn grant(stack: &mut Stack, role: Role, props: &ServerDeploymentGroupProps) {
    if !props.instances.auto_scaling_groups.is_empty() || !props.instances.ec2_tags.is_empty() {
        // Finding instances knows no resources.
        let find = ["ec2:DescribeInstanceStatus", "ec2:DescribeInstances", "tag:GetResources"];
        role.allow(stack, Statement::allow(find).on_all_resources());
    }
    let groups = &props.instances.auto_scaling_groups;
    if !groups.is_empty() {
        scale(stack, role, groups.iter().map(auto_scaling_group).collect());
    }
    balance(stack, role, props);
    if let ServerDeploymentStyle::BlueGreen(blue_green) = &props.style {
        if blue_green.blue_instances != BlueInstances::KeepAlive {
            // Which instances are blue changes with each deployment.
            let instances = sub!("arn:{partition}:ec2:{region}:{account}:instance/*");
            role.allow(stack, Statement::allow(["ec2:TerminateInstances"]).on([instances]));
        }
        if let GreenFleet::CopyAutoScalingGroup { instance_role } = &blue_green.green_fleet {
            copy(stack, role, groups, instance_role.as_ref());
        }
    }
}

fn auto_scaling_group(name: &Prop<String>) -> Prop<String> {
    // Between the two stands an id that Auto Scaling makes.
    sub!("arn:{partition}:autoscaling:{region}:{account}:autoScalingGroup:*:autoScalingGroupName/{}", name.clone())
}

/// Instances that an Auto Scaling group starts wait until they have been deployed to.
fn scale(stack: &mut Stack, role: Role, groups: Vec<Prop<String>>) {
    let look = ["autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeLifecycleHooks"];
    role.allow(stack, Statement::allow(look).on_all_resources());
    let hooks = [
        "autoscaling:CompleteLifecycleAction",
        "autoscaling:DeleteLifecycleHook",
        "autoscaling:PutLifecycleHook",
        "autoscaling:RecordLifecycleActionHeartbeat",
        "autoscaling:ResumeProcesses",
        "autoscaling:SuspendProcesses",
    ];
    role.allow(stack, Statement::allow(hooks).on(groups));
}

/// Instances are taken out of their load balancers and put back.
fn balance(stack: &mut Stack, role: Role, props: &ServerDeploymentGroupProps) {
    let balancers = &props.load_balancers;
    if !balancers.target_groups.is_empty() {
        let look = [
            "elasticloadbalancing:DescribeTargetGroupAttributes",
            "elasticloadbalancing:DescribeTargetGroups",
            "elasticloadbalancing:DescribeTargetHealth",
        ];
        role.allow(stack, Statement::allow(look).on_all_resources());
        let groups = balancers
            .target_groups
            .iter()
            .map(|name| sub!("arn:{partition}:elasticloadbalancing:{region}:{account}:targetgroup/{}/*", name.clone()));
        let register = ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"];
        role.allow(stack, Statement::allow(register).on(groups));
    }
    if !balancers.classic.is_empty() {
        let look = [
            "elasticloadbalancing:DescribeInstanceHealth",
            "elasticloadbalancing:DescribeLoadBalancerAttributes",
            "elasticloadbalancing:DescribeLoadBalancers",
        ];
        role.allow(stack, Statement::allow(look).on_all_resources());
        let classic = balancers
            .classic
            .iter()
            .map(|name| sub!("arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/{}", name.clone()));
        let register = [
            "elasticloadbalancing:DeregisterInstancesFromLoadBalancer",
            "elasticloadbalancing:RegisterInstancesWithLoadBalancer",
        ];
        role.allow(stack, Statement::allow(register).on(classic));
    }
}

/// A copy of the Auto Scaling group is made, with all that hangs on it, and the one before goes.
fn copy(stack: &mut Stack, role: Role, groups: &[Prop<String>], instance_role: Option<&Prop<String>>) {
    let look = [
        "autoscaling:DescribeNotificationConfigurations",
        "autoscaling:DescribePolicies",
        "autoscaling:DescribeScalingActivities",
        "autoscaling:DescribeScheduledActions",
    ];
    role.allow(stack, Statement::allow(look).on_all_resources());

    let manage = [
        "autoscaling:AttachLoadBalancerTargetGroups",
        "autoscaling:AttachLoadBalancers",
        "autoscaling:CompleteLifecycleAction",
        "autoscaling:CreateAutoScalingGroup",
        "autoscaling:CreateOrUpdateTags",
        "autoscaling:DeleteAutoScalingGroup",
        "autoscaling:DeleteLifecycleHook",
        "autoscaling:EnableMetricsCollection",
        "autoscaling:PutLifecycleHook",
        "autoscaling:PutNotificationConfiguration",
        "autoscaling:PutScalingPolicy",
        "autoscaling:PutScheduledUpdateGroupAction",
        "autoscaling:PutWarmPool",
        "autoscaling:RecordLifecycleActionHeartbeat",
        "autoscaling:ResumeProcesses",
        "autoscaling:SuspendProcesses",
        "autoscaling:UpdateAutoScalingGroup",
    ];
    // A copy is named after the deployment group and the deployment; the next deployment copies the copy.
    let copies = auto_scaling_group(&Prop::new("CodeDeploy_*"));
    role.allow(stack, Statement::allow(manage).on(groups.iter().map(auto_scaling_group).chain([copies])));

    // Alarms of scaling policies are copied too, under names that Auto Scaling chooses.
    let alarms = sub!("arn:{partition}:cloudwatch:{region}:{account}:alarm:*");
    role.allow(stack, Statement::allow(["cloudwatch:PutMetricAlarm"]).on([alarms]));

    // Whoever makes a group from a launch template must be allowed what the template does.
    let launch = [
        sub!("arn:{partition}:ec2:{region}:{account}:*/*"),
        sub!("arn:{partition}:ec2:{region}::image/*"),
        sub!("arn:{partition}:ec2:{region}::snapshot/*"),
    ];
    role.allow(stack, Statement::allow(["ec2:RunInstances"]).on(launch));
    let tags = Statement::allow(["ec2:CreateTags"]).on([sub!("arn:{partition}:ec2:{region}:{account}:*/*")]).when(
        Operator::StringEquals,
        "ec2:CreateAction",
        ["RunInstances"],
    );
    role.allow(stack, tags);
    if let Some(instance_role) = instance_role {
        let pass = Statement::allow(["iam:PassRole"]).on([instance_role.clone()]).when(
            Operator::StringEquals,
            "iam:PassedToService",
            ["ec2.amazonaws.com"],
        );
        role.allow(stack, pass);
    }
}
