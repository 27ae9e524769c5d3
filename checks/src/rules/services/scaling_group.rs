//! Groups of instances that cannot have the size they are to have, and how their health is told.

use cfn_model::Severity;

use super::related::{number, pairs, select, text, under};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

const PAGE: &str = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-autoscalinggroup.html";

pub(super) static SIZE: Check = Check {
    code: "group-size",
    severity: Severity::Error,
    title: "a group whose most instances are fewer than its least",
    docs: "`MaxSize` of an Auto Scaling group is at least `MinSize`; with a policy that tracks a target it has to be more, \
           or there is nothing to scale.",
    source: PAGE,
    cfn_lint: &["E3706", "E3712"],
    run: Some(run_sizes),
};

pub(super) static HEALTH: Check = Check {
    code: "health-check-types",
    severity: Severity::Error,
    title: "checks by EC2 named beside other kinds of health checks",
    docs: "EC2 always tells the health of instances: it is named alone, or not at all.",
    source: PAGE,
    cfn_lint: &["E3056"],
    run: Some(run_health),
};

fn run_sizes(context: &Context<'_>, findings: &mut Findings) {
    let conditions = &context.conditions;
    for group in context.of_type("AWS::AutoScaling::AutoScalingGroup").flat_map(|group| select(context, group, &[])) {
        for most in group.key("MaxSize", conditions) {
            let least = under(&group, &most.env).key("MinSize", conditions);
            let least = least.iter().find_map(|least| number(least.value));
            if let (Some(most_number), Some(least)) = (number(most.value), least)
                && most_number < least
            {
                let message = format!("the most instances are {most_number}, the least are {least}");
                findings.push(Finding::new(&SIZE, &most.path(), message).help("give at least as many as `MinSize`"));
            }
        }
    }
    let group_name = ["AutoScalingGroupName"];
    for pair in pairs(context, "AWS::AutoScaling::ScalingPolicy", &group_name, "AWS::AutoScaling::AutoScalingGroup") {
        let tracks = pair.from(context, &["PolicyType"]);
        if !tracks.iter().any(|kind| kind.value.as_str() == Some("TargetTrackingScaling")) {
            continue;
        }
        let least = pair.to(context, &["MinSize"]).iter().find_map(|least| number(least.value));
        for most in pair.to(context, &["MaxSize"]) {
            if number(most.value).is_some_and(|most| Some(most) == least) {
                let message = "the group cannot grow or shrink, though a policy tracks a target with it";
                findings.push(Finding::new(&SIZE, &most.path(), message).help("give more than `MinSize`"));
            }
        }
    }
}

fn run_health(context: &Context<'_>, findings: &mut Findings) {
    let groups = context.of_type("AWS::AutoScaling::AutoScalingGroup");
    for case in groups.flat_map(|group| select(context, group, &["HealthCheckType"])) {
        let Some(kinds) = text(case.value) else { continue };
        if kinds.contains(',') && kinds.split(',').any(|kind| kind.trim() == "EC2") {
            let message = format!("`{kinds}` names `EC2` beside others");
            findings.push(Finding::new(&HEALTH, &case.path(), message).help("leave `EC2` out: it always counts"));
        }
    }
}
