//! Ports of containers on the host.

use cfn_model::Severity;

use super::related::{Pair, pairs, select, text, under};
use crate::Check;
use crate::cases::Case;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static HOST_PORT: Check = Check {
    code: "host-port",
    severity: Severity::Error,
    title: "a port on the host that differs from the container's, where both are the same",
    docs: "With the network mode `awsvpc` a task has an address of its own: the port on the host is that of the container.",
    source: "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-taskdefinition-portmapping.html",
    cfn_lint: &["E3053"],
    run: Some(run_host_ports),
};

pub(super) static HEALTH_PORT: Check = Check {
    code: "dynamic-port-health",
    severity: Severity::Error,
    title: "health checks on a fixed port of containers whose port changes",
    docs: "A container with the host port 0 gets another port with each task. The target group has to check the port \
           that gets the traffic.",
    source: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html",
    cfn_lint: &["E3049"],
    run: Some(run_health_ports),
};

fn run_host_ports(context: &Context<'_>, findings: &mut Findings) {
    let conditions = &context.conditions;
    for task in context.of_type("AWS::ECS::TaskDefinition").flat_map(|task| select(context, task, &[])) {
        let modes = task.key("NetworkMode", conditions);
        for mode in modes.iter().filter(|mode| mode.value.as_str() == Some("awsvpc")) {
            let steps = ["ContainerDefinitions", "*", "PortMappings", "*"];
            for mapping in under(&task, &mode.env).select(&steps, conditions) {
                for host in mapping.key("HostPort", conditions) {
                    let ports = under(&mapping, &host.env).key("ContainerPort", conditions);
                    let container = ports.iter().find_map(|port| text(port.value));
                    let (Some(host_port), Some(container)) = (text(host.value), container) else { continue };
                    if host_port != container {
                        let message = format!("the port on the host is {host_port}, that of the container {container}");
                        let help = "leave `HostPort` out: with the network mode `awsvpc` both are the same";
                        findings.push(Finding::new(&HOST_PORT, &host.path(), message).help(help));
                    }
                }
            }
        }
    }
}

fn run_health_ports(context: &Context<'_>, findings: &mut Findings) {
    let conditions = &context.conditions;
    for service in pairs(context, "AWS::ECS::Service", &["TaskDefinition"], "AWS::ECS::TaskDefinition") {
        for balancer in service.from(context, &["LoadBalancers", "*"]) {
            if !has_dynamic_port(context, &service, &balancer) {
                continue;
            }
            for target in balancer.key("TargetGroupArn", conditions) {
                let group = super::related::target(context, target.value);
                let Some(group) = group.filter(|group| group.type_name == "AWS::ElasticLoadBalancingV2::TargetGroup")
                else {
                    continue;
                };
                let ports = select(context, group, &["HealthCheckPort"]);
                let fixed = |port: &Case<'_>| text(port.value).is_some_and(|port| port != "traffic-port");
                // Without one, traffic is checked where it goes.
                for port in ports.iter().filter(|port| fixed(port)) {
                    let message = "the containers have no fixed port, the health check has".to_owned();
                    findings.push(Finding::new(&HEALTH_PORT, &port.path(), message).help("write `traffic-port`"));
                }
            }
        }
    }
}

/// Whether the container that gets the traffic of a load balancer has any port of the host.
fn has_dynamic_port(context: &Context<'_>, service: &Pair<'_, '_>, balancer: &Case<'_>) -> bool {
    let of = |case: &Case<'_>, key: &str| case.map().and_then(|map| map.get(key)).and_then(text);
    let (name, port) = (of(balancer, "ContainerName"), of(balancer, "ContainerPort"));
    let containers = service.to(context, &["ContainerDefinitions", "*"]);
    let mut named = containers.into_iter().filter(|container| name.is_some() && of(container, "Name") == name);
    named.any(|container| {
        container.select(&["PortMappings", "*"], &context.conditions).iter().any(|mapping| {
            port.is_some() && of(mapping, "ContainerPort") == port && of(mapping, "HostPort").as_deref() == Some("0")
        })
    })
}
