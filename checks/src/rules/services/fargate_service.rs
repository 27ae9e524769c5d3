//! Services whose tasks are not made for where they run.

use cfn_model::Severity;

use super::related::{Pair, pairs, text};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "service-task",
    severity: Severity::Error,
    title: "a service whose task is not made for its network or launch type",
    docs: "A task with a network interface of its own needs subnets, which the service gives. A service on Fargate \
           needs a task that allows Fargate, with a log driver that Fargate has.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html",
    cfn_lint: &["E3052", "E3054", "E3713"],
    run: Some(run),
};

/// The log drivers that Fargate has.
const DRIVERS: &[&str] = &["awsfirelens", "awslogs", "splunk"];

fn run(context: &Context<'_>, findings: &mut Findings) {
    for pair in pairs(context, "AWS::ECS::Service", &["TaskDefinition"], "AWS::ECS::TaskDefinition") {
        network(context, &pair, findings);
        let launched = pair.from(context, &["LaunchType"]);
        if launched.iter().any(|launch| launch.value.as_str() == Some("FARGATE")) {
            compatibility(context, &pair, findings);
            log_drivers(context, &pair, findings);
        }
    }
}

fn network(context: &Context<'_>, pair: &Pair<'_, '_>, findings: &mut Findings) {
    let own = pair.to(context, &["NetworkMode"]).iter().any(|mode| mode.value.as_str() == Some("awsvpc"));
    if own && !pair.from.map().is_some_and(|map| map.contains_key("NetworkConfiguration")) {
        let message =
            format!("`NetworkConfiguration` is missing: tasks of `{}` have the network mode `awsvpc`", pair.to.id);
        let help = "say in which subnets the tasks run";
        findings.push(Finding::new(&X, &pair.from.path(), message).help(help));
    }
}

fn compatibility(context: &Context<'_>, pair: &Pair<'_, '_>, findings: &mut Findings) {
    let path = pair.to.properties_path();
    let fargate = "the service runs on Fargate".to_owned();
    let help = "write `RequiresCompatibilities: [FARGATE]`";
    // With `awsvpc`, or a mode that is not known yet, tasks may be compatible without saying so.
    let modes = pair.to(context, &["NetworkMode"]);
    if modes.iter().any(|mode| mode.value.is_expression() || mode.value.as_str() == Some("awsvpc")) {
        return;
    }
    match pair.to(context, &["RequiresCompatibilities"]).first() {
        None => {
            let message = format!("`RequiresCompatibilities` is missing: {fargate}");
            findings.push(Finding::new(&X, &path, message).help(help));
        }
        Some(list) => {
            let Some(items) = list.value.as_list() else { return };
            if !items.iter().any(|item| item.is_expression() || item.as_str() == Some("FARGATE")) {
                let message = format!("the task does not allow `FARGATE`: {fargate}");
                findings.push(Finding::new(&X, &list.path(), message).help(help));
            }
        }
    }
}

fn log_drivers(context: &Context<'_>, pair: &Pair<'_, '_>, findings: &mut Findings) {
    // Of tasks that require Fargate, the task itself tells.
    let required = pair.to(context, &["RequiresCompatibilities", "*"]);
    if required.iter().any(|item| item.value.as_str() == Some("FARGATE")) {
        return;
    }
    for driver in pair.to(context, &["ContainerDefinitions", "*", "LogConfiguration", "LogDriver"]) {
        let Some(name) = text(driver.value).filter(|name| !DRIVERS.contains(&name.as_str())) else { continue };
        let message = format!("Fargate has no log driver `{name}`: the service runs on Fargate");
        let help = format!("use one of {}", crate::schema::list(DRIVERS.iter().copied()));
        findings.push(Finding::new(&X, &driver.path(), message).help(help));
    }
}
