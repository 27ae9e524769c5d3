//! [`EcsAppspec`]: a deployment of an ECS service.

use std::collections::BTreeMap;

use cfn_model::{Diagnostic, Map, Value, emit};

use super::document::{check_version, read_resource, version};
use super::hooks::{read_functions, write_functions};
use super::{EcsHook, checks};
use crate::spec::{Fields, Writer};

/// What a deployment does with an ECS service: it moves traffic to a task set of another task definition.
///
/// See <https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-structure-resources.html>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EcsAppspec {
    /// What the document calls the service. `TargetService` by default.
    pub resource: String,
    /// The task definition, by ARN, or [`EcsAppspec::TASK_DEFINITION`] where a pipeline fills it in.
    pub task_definition: String,
    /// The container that takes traffic.
    pub container_name: String,
    /// The port of it that does.
    pub container_port: u16,
    /// The version of Fargate, such as `1.4.0`. Default: `LATEST`.
    pub platform_version: Option<String>,
    /// Where tasks are put in the network. Default: as the service has it.
    pub network: Option<AwsVpc>,
    /// Which capacity runs tasks. Default: as the service has it.
    pub capacity_provider_strategy: Vec<CapacityProvider>,
    /// The functions that check the deployment, by event: names, or ARNs.
    pub hooks: BTreeMap<EcsHook, String>,
}

/// Where tasks are put in the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwsVpc {
    /// The subnets, at most 16.
    pub subnets: Vec<String>,
    /// The security groups, at most 5.
    pub security_groups: Vec<String>,
    /// Whether tasks get public addresses.
    pub assign_public_ip: bool,
}

/// A share of the tasks that one kind of capacity runs.
///
/// See <https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapacityProvider {
    /// Its name: `FARGATE`, `FARGATE_SPOT` or one of your own.
    pub capacity_provider: String,
    /// How many tasks it runs at least, 0 to 100,000. Only one of a strategy has such a base. Default: 0.
    pub base: Option<u32>,
    /// How many of the rest it runs in proportion to the others, 0 to 1,000. Default: 0.
    pub weight: Option<u32>,
}

impl CapacityProvider {
    const KEYS: &[&str] = &["Base", "CapacityProvider", "Weight"];

    /// A share of that weight.
    pub fn new(capacity_provider: impl Into<String>, weight: u32) -> Self {
        CapacityProvider { capacity_provider: capacity_provider.into(), base: None, weight: Some(weight) }
    }

    /// Sets how many tasks it runs at least.
    #[must_use]
    pub fn base(mut self, base: u32) -> Self {
        self.base = Some(base);
        self
    }

    fn read(fields: &Fields<'_>) -> Self {
        CapacityProvider {
            capacity_provider: fields.required_text("CapacityProvider"),
            base: fields.number("Base"),
            weight: fields.number("Weight"),
        }
    }

    fn write(&self) -> Map {
        Writer::default()
            .value("Base", self.base)
            .value("CapacityProvider", Some(&self.capacity_provider))
            .value("Weight", self.weight)
            .finish()
    }
}

impl AwsVpc {
    const KEYS: &[&str] = &["Subnets", "SecurityGroups", "AssignPublicIp"];
    const ENABLED: &str = "ENABLED";
    const DISABLED: &str = "DISABLED";

    /// Tasks without public addresses.
    pub fn new(
        subnets: impl IntoIterator<Item = impl Into<String>>,
        security_groups: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        AwsVpc {
            subnets: subnets.into_iter().map(Into::into).collect(),
            security_groups: security_groups.into_iter().map(Into::into).collect(),
            assign_public_ip: false,
        }
    }

    fn read(fields: &Fields<'_>) -> Self {
        // CodeDeploy takes all three or none.
        Self::KEYS.iter().for_each(|key| {
            fields.require(key);
        });
        AwsVpc {
            subnets: fields.texts("Subnets"),
            security_groups: fields.texts("SecurityGroups"),
            assign_public_ip: fields
                .one_of("AssignPublicIp", &[true, false], |on| if on { Self::ENABLED } else { Self::DISABLED })
                .unwrap_or_default(),
        }
    }

    fn write(&self) -> Map {
        Map::from([
            ("Subnets", Value::from(self.subnets.clone())),
            ("SecurityGroups", Value::from(self.security_groups.clone())),
            ("AssignPublicIp", Value::from(if self.assign_public_ip { Self::ENABLED } else { Self::DISABLED })),
        ])
    }
}

impl EcsAppspec {
    /// What a pipeline's `CodeDeployToECS` action replaces by the task definition that it has registered.
    pub const TASK_DEFINITION: &'static str = "<TASK_DEFINITION>";

    pub(super) const TYPE: &'static str = "AWS::ECS::Service";
    pub(super) const KEYS: &[&str] = &["version", "Resources", "Hooks"];
    const PROPERTIES: &[&str] =
        &["TaskDefinition", "LoadBalancerInfo", "PlatformVersion", "NetworkConfiguration", "CapacityProviderStrategy"];

    /// A deployment of a task definition, by ARN, whose container takes traffic at that port.
    pub fn new(task_definition: impl Into<String>, container_name: impl Into<String>, container_port: u16) -> Self {
        EcsAppspec {
            resource: "TargetService".to_owned(),
            task_definition: task_definition.into(),
            container_name: container_name.into(),
            container_port,
            platform_version: None,
            network: None,
            capacity_provider_strategy: Vec::new(),
            hooks: BTreeMap::new(),
        }
    }

    /// Sets the function that checks the deployment in a hook, by name or ARN.
    #[must_use]
    pub fn hook(mut self, hook: EcsHook, function: impl Into<String>) -> Self {
        self.hooks.insert(hook, function.into());
        self
    }

    /// What CodeDeploy or ECS would refuse in this document.
    pub fn check(&self) -> Vec<Diagnostic> {
        checks::run(checks::ECS, self)
    }

    /// The document as a tree, with its keys in the order of the reference.
    pub fn to_value(&self) -> Value {
        let load_balancer = Map::from([
            ("ContainerName", Value::from(&self.container_name)),
            ("ContainerPort", Value::from(self.container_port)),
        ]);
        let network = |vpc: &AwsVpc| Map::from([("AwsvpcConfiguration", vpc.write())]);
        let strategy: Vec<Map> = self.capacity_provider_strategy.iter().map(CapacityProvider::write).collect();
        let properties = Writer::default()
            .value("TaskDefinition", Some(&self.task_definition))
            .value("LoadBalancerInfo", Some(load_balancer))
            .text("PlatformVersion", &self.platform_version)
            .value("NetworkConfiguration", self.network.as_ref().map(network))
            .value("CapacityProviderStrategy", (!strategy.is_empty()).then_some(strategy))
            .finish();
        let resource = Map::from([("Type", Value::from(Self::TYPE)), ("Properties", properties.into())]);
        let map = Writer::default()
            .value("version", version())
            .value("Resources", Some([Map::from([(self.resource.clone(), resource)])]))
            .value("Hooks", write_functions(&self.hooks))
            .finish();
        Value::Map(map)
    }

    /// The document as YAML. The same document gives the same text.
    pub fn to_yaml(&self) -> String {
        emit::to_yaml(&self.to_value())
    }

    pub(super) fn read(fields: &Fields<'_>) -> Option<Self> {
        check_version(fields, true);
        let hooks = read_functions(fields);
        let (resource, spec) = read_resource(fields, Self::TYPE, |resource| {
            resource.section("Properties", Self::PROPERTIES, Self::read_properties)
        })?;
        Some(EcsAppspec { resource, hooks, ..spec })
    }

    fn read_properties(fields: &Fields<'_>) -> Self {
        fields.require("LoadBalancerInfo");
        let container = fields.section("LoadBalancerInfo", &["ContainerName", "ContainerPort"], |container| {
            (container.required_text("ContainerName"), read_port(container))
        });
        let (container_name, container_port) = container.unwrap_or_default();
        let vpc = |network: &Fields<'_>| network.section("AwsvpcConfiguration", AwsVpc::KEYS, AwsVpc::read);
        EcsAppspec {
            platform_version: fields.text("PlatformVersion"),
            network: fields.section("NetworkConfiguration", &["AwsvpcConfiguration"], vpc).flatten(),
            capacity_provider_strategy: fields
                .items("CapacityProviderStrategy", CapacityProvider::KEYS, CapacityProvider::read)
                .unwrap_or_default(),
            ..EcsAppspec::new(fields.required_text("TaskDefinition"), container_name, container_port)
        }
    }
}

fn read_port(fields: &Fields<'_>) -> u16 {
    let number = fields.required_number("ContainerPort");
    u16::try_from(number).unwrap_or_else(|_| {
        let message = format!("{number} is no port, 1 to 65535 are");
        fields.error("appspec-port", "ContainerPort", message, "give the port that the container listens at".into());
        0
    })
}
