//! What AWS allows: schemas of the resource types, and what IAM knows of services.

use std::borrow::Cow;
use std::sync::LazyLock;

use crate::data::Node;
use crate::kept::Kept;

static SCHEMAS: LazyLock<Node> = LazyLock::new(|| Node::root(include_bytes!("../data/schemas.facts")));
static IAM: LazyLock<Node> = LazyLock::new(|| Node::root(include_bytes!("../data/iam.facts")));

static EXTENSIONS: LazyLock<Node> = LazyLock::new(|| Node::root(include_bytes!("../data/extensions.facts")));
static TEMPLATE: LazyLock<Node> = LazyLock::new(|| Node::root(include_bytes!("../data/template.facts")));
static RUNTIMES: LazyLock<Node> = LazyLock::new(|| Node::root(include_bytes!("../data/runtimes.facts")));

/// The schemas that a service applies to a resource type beyond the type's own, by name.
pub(crate) fn constraints(type_name: &str) -> impl Iterator<Item = (&'static str, Node)> + use<> {
    EXTENSIONS.get("types").and_then(|types| types.get(type_name)).into_iter().flat_map(Node::entries)
}

/// The schema that applies to the properties of whatever can be tagged.
pub(crate) fn tags() -> Node {
    EXTENSIONS.get("tags").unwrap_or(*EXTENSIONS)
}

/// What is over for a runtime of Lambda on the day of the facts: `deprecated`, `create` and `update` with their
/// dates, and the `successor`.
pub(crate) fn runtime(name: &str) -> Option<Node> {
    RUNTIMES.get(name)
}

/// The schema of a resource type, where AWS has such a type.
pub fn schema(type_name: &str) -> Option<Node> {
    SCHEMAS.get(type_name)
}

/// The form of a part of a template, such as `Parameter`.
pub(crate) fn part(name: &str) -> Option<Node> {
    TEMPLATE.get(name)
}

/// Every resource type that AWS has, sorted.
pub fn resource_types() -> impl Iterator<Item = &'static str> {
    SCHEMAS.entries().map(|(name, _)| name)
}

/// Types of which `Fn::GetAtt` gives every property, and not only those that AWS sets.
///
/// No schema says so; cfn-lint's authors have tried it out.
const READABLE: &[&str] = &[
    "AWS::Amplify::Branch",
    "AWS::Amplify::Domain",
    "AWS::AppSync::DomainName",
    "AWS::AppSync::FunctionConfiguration",
    "AWS::AppSync::Resolver",
    "AWS::AutoScaling::AutoScalingGroup",
    "AWS::Backup::BackupSelection",
    "AWS::Backup::BackupVault",
    "AWS::Backup::LogicallyAirGappedBackupVault",
    "AWS::CodeArtifact::Domain",
    "AWS::CodeArtifact::Repository",
    "AWS::EC2::CapacityReservation",
    "AWS::EC2::Instance",
    "AWS::EC2::SecurityGroup",
    "AWS::EC2::Subnet",
    "AWS::EC2::VPC",
    "AWS::EFS::MountTarget",
    "AWS::EKS::Nodegroup",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
    "AWS::EventSchemas::Discoverer",
    "AWS::EventSchemas::Registry",
    "AWS::EventSchemas::Schema",
    "AWS::Events::EventBus",
    "AWS::GameLift::GameSessionQueue",
    "AWS::GameLift::MatchmakingConfiguration",
    "AWS::GameLift::MatchmakingRuleSet",
    "AWS::Grafana::Workspace",
    "AWS::Greengrass::ConnectorDefinition",
    "AWS::Greengrass::CoreDefinition",
    "AWS::Greengrass::DeviceDefinition",
    "AWS::Greengrass::FunctionDefinition",
    "AWS::Greengrass::Group",
    "AWS::Greengrass::LoggerDefinition",
    "AWS::Greengrass::ResourceDefinition",
    "AWS::Greengrass::SubscriptionDefinition",
    "AWS::ImageBuilder::Component",
    "AWS::ImageBuilder::ContainerRecipe",
    "AWS::ImageBuilder::DistributionConfiguration",
    "AWS::ImageBuilder::ImagePipeline",
    "AWS::ImageBuilder::ImageRecipe",
    "AWS::ImageBuilder::InfrastructureConfiguration",
    "AWS::ManagedBlockchain::Node",
    "AWS::Neptune::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::RDS::DBParameterGroup",
    "AWS::RedshiftServerless::Workgroup",
    "AWS::RoboMaker::RobotApplication",
    "AWS::RoboMaker::SimulationApplication",
    "AWS::Route53Resolver::ResolverRule",
    "AWS::Route53Resolver::ResolverRuleAssociation",
    "AWS::S3::AccessPoint",
    "AWS::SNS::Topic",
    "AWS::SQS::Queue",
    "AWS::SSM::Parameter",
    "AWS::SageMaker::DataQualityJobDefinition",
    "AWS::SageMaker::ModelBiasJobDefinition",
    "AWS::SageMaker::ModelExplainabilityJobDefinition",
    "AWS::SageMaker::ModelQualityJobDefinition",
    "AWS::SageMaker::MonitoringSchedule",
    "AWS::StepFunctions::Activity",
];

/// Types whose attributes are the outputs of a template of their own: `Outputs.Name`.
const WITH_OUTPUTS: &[&str] = &[
    "AWS::CloudFormation::Stack",
    "AWS::Serverless::Application",
    "AWS::ServiceCatalog::CloudFormationProvisionedProduct",
];

/// What IAM knows of the service whose actions have the prefix: its `actions`, `resources` and condition `keys`.
pub fn iam_service(prefix: &str) -> Option<(&'static str, Node)> {
    IAM.entry(prefix)
}

/// The prefix of every service that IAM knows, sorted.
pub fn iam_prefixes() -> impl Iterator<Item = &'static str> {
    IAM.entries().map(|(prefix, _)| prefix)
}

/// What SAM makes of its types.
const SERVERLESS: &[(&str, &str)] = &[
    ("AWS::Serverless::Api", "AWS::ApiGateway::RestApi"),
    ("AWS::Serverless::Function", "AWS::Lambda::Function"),
    ("AWS::Serverless::HttpApi", "AWS::ApiGatewayV2::Api"),
    ("AWS::Serverless::LayerVersion", "AWS::Lambda::LayerVersion"),
    ("AWS::Serverless::SimpleTable", "AWS::DynamoDB::Table"),
    ("AWS::Serverless::StateMachine", "AWS::StepFunctions::StateMachine"),
];

/// The type of the resource that SAM makes of one of its types, and gives the same properties for the most part.
pub fn made_of(type_name: &str) -> Option<&'static str> {
    SERVERLESS.iter().find(|(serverless, _)| *serverless == type_name).map(|(_, made)| *made)
}

/// What an attribute of a resource type gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attribute {
    /// A value that a schema describes.
    Of(Node),
    /// A value of which no more is known.
    Unknown,
}

/// The attribute of a resource type by its name in `Fn::GetAtt`; `None` where the type has no such attribute.
///
/// Of types that are not AWS's own, every attribute may be there; of SAM's those of what is made of them.
pub fn attribute(type_name: &str, name: &str) -> Option<Attribute> {
    if let Some(made) = made_of(type_name) {
        // Versions and aliases are resources of their own, which SAM lets one name like attributes.
        let part = name.starts_with("Version") || name.starts_with("Alias");
        return if part { Some(Attribute::Unknown) } else { attribute(made, name) };
    }
    let Some(root) = schema(type_name).filter(|_| !type_name.starts_with("AWS::Serverless::")) else {
        return Some(Attribute::Unknown);
    };
    let output = WITH_OUTPUTS.contains(&type_name) && name.starts_with("Outputs.");
    if output || type_name == "AWS::CloudFormation::CustomResource" {
        return Some(Attribute::Unknown);
    }
    let described = property_at(root, name.split(['.', '/']));
    let named = named_attributes(root);
    let known = named.iter().any(|known| known == name)
        || described.is_some()
            && (READABLE.contains(&type_name)
                // A part of an object that only AWS sets is an attribute as well as the object.
                || named.iter().any(|known| is_below(name, known)));
    known.then(|| described.map_or(Attribute::Unknown, Attribute::Of))
}

/// The names of the attributes of a resource type, as far as they are listed somewhere.
pub fn attributes(type_name: &str) -> Vec<String> {
    let type_name = made_of(type_name).unwrap_or(type_name);
    let Some(root) = schema(type_name) else { return Vec::new() };
    let mut names: Vec<String> = named_attributes(root).iter().map(|name| name.clone().into_owned()).collect();
    if READABLE.contains(&type_name) {
        names.extend(root.get("properties").into_iter().flat_map(Node::entries).map(|(name, _)| name.to_owned()));
    }
    names.retain(|name| !name.contains('*'));
    names.sort_unstable();
    names.dedup();
    names
}

/// What only AWS sets, and what its documentation names besides.
fn named_attributes(root: Node) -> &'static [Cow<'static, str>] {
    static NAMES: Kept<Node, Vec<Cow<'static, str>>> = Kept::new();
    NAMES.get(root, || {
        let read_only = root.get("readOnlyProperties").into_iter().flat_map(Node::strings).map(|pointer| {
            let path = pointer.strip_prefix("/properties/").unwrap_or(pointer);
            if path.contains('/') { path.replace("/properties/", ".").replace('/', ".").into() } else { path.into() }
        });
        let documented = root.get("serviceSpec").and_then(|spec| spec.get("attributes"));
        read_only.chain(documented.into_iter().flat_map(Node::strings).map(Into::into)).collect()
    })
}

fn is_below(name: &str, object: &str) -> bool {
    name.strip_prefix(object).is_some_and(|rest| rest.starts_with('.'))
}

/// The schema of what `Ref` gives for a resource type, where that is one of its properties.
pub fn reference(type_name: &str) -> Option<Node> {
    let root = schema(type_name)?;
    match &root.get("primaryIdentifier")?.strings().collect::<Vec<_>>()[..] {
        [pointer] => property(root, pointer),
        _ => None,
    }
}

/// The schema of a definition's property, through references within the same type.
pub fn resolve(root: Node, schema: Node) -> Node {
    let mut schema = schema;
    // Definitions that only name each other would go on for ever.
    for _ in 0..16 {
        let name = schema.get("$ref").and_then(Node::as_str).and_then(|target| target.strip_prefix("#/definitions/"));
        match name.and_then(|name| root.get("definitions")?.get(name)) {
            Some(target) => schema = target,
            None => break,
        }
    }
    schema
}

/// The schema of a property by the pointer that schemas use: `/properties/Endpoint/Address`, with `*` for the items of a list.
pub fn property(root: Node, pointer: &str) -> Option<Node> {
    property_at(root, pointer.strip_prefix("/properties/")?.split('/'))
}

/// The schema of a property by the steps to it.
fn property_at<'s>(root: Node, steps: impl Iterator<Item = &'s str>) -> Option<Node> {
    let mut steps = steps.filter(|step| *step != "properties");
    steps.try_fold(root, |schema, step| {
        let schema = resolve(root, schema);
        let schema =
            if step == "*" || step == "items" { schema.get("items")? } else { schema.get("properties")?.get(step)? };
        Some(resolve(root, schema))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_what_aws_sets_or_documents() {
        for (type_name, name, expected) in [
            ("AWS::S3::Bucket", "Arn", true),
            ("AWS::S3::Bucket", "BucketName", false),
            ("AWS::S3::Bucket", "Nope", false),
            ("AWS::RDS::DBInstance", "Endpoint.Address", true),
            ("AWS::SQS::Queue", "QueueName", true),
            ("AWS::SQS::Queue", "DelaySeconds", true),
            ("AWS::CloudFormation::Stack", "Outputs.Any", true),
            ("AWS::CloudFormation::Stack", "Any", false),
            ("AWS::CloudFormation::CustomResource", "Any", true),
            ("Custom::Own", "Any", true),
            ("AWS::Serverless::Function", "Arn", true),
            ("AWS::Serverless::Function", "Alias.Any", true),
            ("AWS::Serverless::Function", "Any", false),
        ] {
            assert_eq!(attribute(type_name, name).is_some(), expected, "{type_name} {name}");
        }
        assert!(attributes("AWS::S3::Bucket").contains(&"Arn".to_owned()));
    }
}
