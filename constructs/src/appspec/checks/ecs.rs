//! Checks of deployments of ECS services.

use cfn_model::Severity;

use super::Check;
use crate::appspec::EcsAppspec;

/// What ECS takes at most.
///
/// See <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AwsVpcConfiguration.html> and
/// <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html>.
const MOST_SUBNETS: usize = 16;
const MOST_SECURITY_GROUPS: usize = 5;
const MOST_CAPACITY_PROVIDERS: usize = 20;
const MOST_BASE: u32 = 100_000;
const MOST_WEIGHT: u32 = 1_000;

/// The path of a property.
fn path(spec: &EcsAppspec, key: &str) -> String {
    format!("Resources.0.{}.Properties.{key}", spec.resource)
}

pub(super) static EMPTY: Check<EcsAppspec> = Check {
    code: "appspec-ecs-empty",
    severity: Severity::Error,
    summary: "The container has no name.",
    run: |spec, findings| {
        if spec.container_name.trim().is_empty() {
            let help = "give the name that the task definition has for it";
            findings.add(path(spec, "LoadBalancerInfo.ContainerName"), "the container has no name", help);
        }
    },
};

pub(super) static TASK_DEFINITION: Check<EcsAppspec> = Check {
    code: "appspec-task-definition",
    severity: Severity::Error,
    summary: "The task definition is neither an ARN nor what a pipeline replaces.",
    run: |spec, findings| {
        let task = &spec.task_definition;
        let replaced = task.starts_with('<') && task.ends_with('>');
        let arn = task.starts_with("arn:") && task.contains(":task-definition/");
        if !replaced && !arn {
            let message = format!("`{task}` is not the ARN of a task definition");
            let help = format!("give the ARN, or `{}` for a pipeline to replace", EcsAppspec::TASK_DEFINITION);
            findings.add(path(spec, "TaskDefinition"), message, help);
        }
    },
};

pub(super) static PORT: Check<EcsAppspec> = Check {
    code: "appspec-container-port",
    severity: Severity::Error,
    summary: "The container's port is 0.",
    run: |spec, findings| {
        if spec.container_port == 0 {
            let help = "give the port that the container listens at";
            findings.add(path(spec, "LoadBalancerInfo.ContainerPort"), "0 is no port, 1 to 65535 are", help);
        }
    },
};

pub(super) static NETWORK: Check<EcsAppspec> = Check {
    code: "appspec-network",
    severity: Severity::Error,
    summary: "Tasks have no subnets or security groups, or more than ECS takes.",
    run: |spec, findings| {
        let Some(vpc) = &spec.network else { return };
        let lists = [
            ("Subnets", "subnets", vpc.subnets.len(), MOST_SUBNETS),
            ("SecurityGroups", "security groups", vpc.security_groups.len(), MOST_SECURITY_GROUPS),
        ];
        for (key, what, count, most) in lists {
            if !(1..=most).contains(&count) {
                let path = path(spec, &format!("NetworkConfiguration.AwsvpcConfiguration.{key}"));
                let message = format!("{count} {what} are given, 1 to {most} are allowed");
                findings.add(path, message, "name them, or leave the network to the service");
            }
        }
    },
};

pub(super) static CAPACITY_PROVIDERS: Check<EcsAppspec> = Check {
    code: "appspec-capacity-providers",
    severity: Severity::Error,
    summary: "The strategy for capacity is one that ECS refuses.",
    run: |spec, findings| {
        let strategy = &spec.capacity_provider_strategy;
        let whole = path(spec, "CapacityProviderStrategy");
        if strategy.len() > MOST_CAPACITY_PROVIDERS {
            let count = strategy.len();
            let message = format!("{count} capacity providers are given, {MOST_CAPACITY_PROVIDERS} are allowed");
            findings.add(&whole, message, "take some out");
        }
        let bases = strategy.iter().filter(|provider| provider.base.is_some_and(|base| base > 0)).count();
        if bases > 1 {
            let message = format!("{bases} capacity providers have a base, 1 may have one");
            findings.add(&whole, message, "give only one of them a base");
        }
        if !strategy.is_empty() && strategy.iter().all(|provider| provider.weight.unwrap_or(0) == 0) {
            let message = "no capacity provider has a weight, so that none runs tasks beyond the base";
            findings.add(&whole, message, "give one of them a weight");
        }
        for (index, provider) in strategy.iter().enumerate() {
            for (key, value, most) in [("Base", provider.base, MOST_BASE), ("Weight", provider.weight, MOST_WEIGHT)] {
                if let Some(value) = value.filter(|value| *value > most) {
                    let message = format!("`{key}` is {value}, 0 to {most} are allowed");
                    findings.add(format!("{whole}.{index}.{key}"), message, "give a smaller number");
                }
            }
        }
    },
};

#[cfg(test)]
mod tests {
    use super::super::expect;
    use super::*;
    use crate::appspec::{AwsVpc, CapacityProvider};

    const AT: &str = "Resources.0.TargetService.Properties";

    fn spec() -> EcsAppspec {
        EcsAppspec::new("arn:aws:ecs:eu-west-1:111122223333:task-definition/web:1", "web", 80)
    }

    #[test]
    fn the_container_has_name_and_port() {
        expect(&EMPTY, &spec(), &[]);
        expect(&PORT, &spec(), &[]);
        let none = EcsAppspec { container_name: String::new(), container_port: 0, ..spec() };
        expect(&EMPTY, &none, &[&format!("{AT}.LoadBalancerInfo.ContainerName: the container has no name")]);
        expect(&PORT, &none, &[&format!("{AT}.LoadBalancerInfo.ContainerPort: 0 is no port, 1 to 65535 are")]);
    }

    #[test]
    fn the_task_definition_is_an_arn_or_replaced() {
        expect(&TASK_DEFINITION, &spec(), &[]);
        expect(&TASK_DEFINITION, &EcsAppspec::new(EcsAppspec::TASK_DEFINITION, "web", 80), &[]);
        let found = format!("{AT}.TaskDefinition: `web:1` is not the ARN of a task definition");
        expect(&TASK_DEFINITION, &EcsAppspec::new("web:1", "web", 80), &[&found]);
    }

    #[test]
    fn tasks_have_a_place_in_the_network() {
        let of = |vpc| EcsAppspec { network: Some(vpc), ..spec() };
        expect(&NETWORK, &of(AwsVpc::new(["subnet-1"], ["sg-1"])), &[]);
        let at = format!("{AT}.NetworkConfiguration.AwsvpcConfiguration");
        expect(
            &NETWORK,
            &of(AwsVpc::new(vec!["subnet-1"; 17], Vec::<String>::new())),
            &[
                &format!("{at}.Subnets: 17 subnets are given, 1 to 16 are allowed"),
                &format!("{at}.SecurityGroups: 0 security groups are given, 1 to 5 are allowed"),
            ],
        );
    }

    #[test]
    fn capacity_is_shared_as_ecs_can() {
        let of = |strategy: Vec<CapacityProvider>| EcsAppspec { capacity_provider_strategy: strategy, ..spec() };
        let fargate = |weight| CapacityProvider::new("FARGATE", weight);
        let at = format!("{AT}.CapacityProviderStrategy");
        expect(&CAPACITY_PROVIDERS, &of(vec![fargate(1).base(1), fargate(2).base(0)]), &[]);
        expect(
            &CAPACITY_PROVIDERS,
            &of(vec![fargate(0).base(1), fargate(0).base(2)]),
            &[
                &format!("{at}: 2 capacity providers have a base, 1 may have one"),
                &format!("{at}: no capacity provider has a weight, so that none runs tasks beyond the base"),
            ],
        );
        expect(
            &CAPACITY_PROVIDERS,
            &of(vec![fargate(1_001).base(100_001)]),
            &[
                &format!("{at}.0.Base: `Base` is 100001, 0 to 100000 are allowed"),
                &format!("{at}.0.Weight: `Weight` is 1001, 0 to 1000 are allowed"),
            ],
        );
        let found = format!("{at}: 21 capacity providers are given, 20 are allowed");
        expect(&CAPACITY_PROVIDERS, &of(vec![fargate(1); 21]), &[&found]);
    }
}
