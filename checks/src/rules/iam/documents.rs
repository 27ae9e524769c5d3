//! Where policies stand in a template.

use cfn_model::{Function, Map, Value, parse};

use crate::conditions::Env;
use crate::context::{Context, Resource};
use crate::path::Path;
use crate::schema::scenarios;

/// What a policy is attached to, which decides what it may say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Users, groups and roles: it says what they may do.
    Identity,
    /// A role: it says who may assume it.
    Trust,
    /// Another resource: it says who may do what with it.
    Resource(Naming),
}

/// Whether the statements of a resource's policy name the resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    Needed,
    Optional,
    Refused,
}

/// A property that holds policies: a type, the way through its properties (`*` for the items of a list), and the kind.
struct Place(&'static str, &'static [&'static str], Kind);

const NEEDED: Kind = Kind::Resource(Naming::Needed);
const OPTIONAL: Kind = Kind::Resource(Naming::Optional);
const REFUSED: Kind = Kind::Resource(Naming::Refused);

const PLACES: &[Place] = &[
    Place("AWS::IAM::Group", &["Policies", "*", "PolicyDocument"], Kind::Identity),
    Place("AWS::IAM::GroupPolicy", &["PolicyDocument"], Kind::Identity),
    Place("AWS::IAM::ManagedPolicy", &["PolicyDocument"], Kind::Identity),
    Place("AWS::IAM::Policy", &["PolicyDocument"], Kind::Identity),
    Place("AWS::IAM::Role", &["AssumeRolePolicyDocument"], Kind::Trust),
    Place("AWS::IAM::Role", &["Policies", "*", "PolicyDocument"], Kind::Identity),
    Place("AWS::IAM::RolePolicy", &["PolicyDocument"], Kind::Identity),
    Place("AWS::IAM::User", &["Policies", "*", "PolicyDocument"], Kind::Identity),
    Place("AWS::IAM::UserPolicy", &["PolicyDocument"], Kind::Identity),
    Place("AWS::EKS::PodIdentityAssociation", &["Policy"], Kind::Identity),
    Place("AWS::IoT::Policy", &["PolicyDocument"], Kind::Identity),
    Place("AWS::RolesAnywhere::Profile", &["SessionPolicy"], Kind::Identity),
    Place("AWS::SSO::PermissionSet", &["InlinePolicy"], Kind::Identity),
    Place("AWS::Transfer::User", &["Policy"], Kind::Identity),
    Place("AWS::Serverless::Function", &["AssumeRolePolicyDocument"], Kind::Trust),
    Place("AWS::Serverless::Function", &["Policies", "*"], Kind::Identity),
    Place("AWS::Serverless::StateMachine", &["Policies", "*"], Kind::Identity),
    Place("AWS::KMS::Key", &["KeyPolicy"], NEEDED),
    Place("AWS::KMS::ReplicaKey", &["KeyPolicy"], NEEDED),
    Place("AWS::OpenSearchService::Domain", &["AccessPolicies"], NEEDED),
    Place("AWS::Elasticsearch::Domain", &["AccessPolicies"], NEEDED),
    Place("AWS::S3::BucketPolicy", &["PolicyDocument"], NEEDED),
    Place("AWS::SNS::TopicPolicy", &["PolicyDocument"], NEEDED),
    Place("AWS::SNS::TopicInlinePolicy", &["PolicyDocument"], NEEDED),
    Place("AWS::SQS::QueuePolicy", &["PolicyDocument"], NEEDED),
    Place("AWS::SQS::QueueInlinePolicy", &["PolicyDocument"], NEEDED),
    Place("AWS::ECR::Repository", &["RepositoryPolicyText"], REFUSED),
    Place("AWS::ECR::PublicRepository", &["RepositoryPolicyText"], REFUSED),
    Place("AWS::ECR::RegistryPolicy", &["PolicyText"], OPTIONAL),
    Place("AWS::ECR::RepositoryCreationTemplate", &["RepositoryPolicy"], REFUSED),
    Place("AWS::APS::ResourcePolicy", &["PolicyDocument"], OPTIONAL),
    Place("AWS::ApiGateway::DomainNameV2", &["Policy"], OPTIONAL),
    Place("AWS::ApiGateway::RestApi", &["Policy"], OPTIONAL),
    Place("AWS::Backup::BackupVault", &["AccessPolicy"], OPTIONAL),
    Place("AWS::Backup::LogicallyAirGappedBackupVault", &["AccessPolicy"], OPTIONAL),
    Place("AWS::CloudTrail::ResourcePolicy", &["ResourcePolicy"], OPTIONAL),
    Place("AWS::CodeArtifact::Domain", &["PermissionsPolicyDocument"], OPTIONAL),
    Place("AWS::CodeArtifact::Repository", &["PermissionsPolicyDocument"], OPTIONAL),
    Place("AWS::DSQL::Cluster", &["PolicyDocument"], OPTIONAL),
    Place("AWS::DynamoDB::GlobalTable", &["Replicas", "*", "ResourcePolicy", "PolicyDocument"], OPTIONAL),
    Place("AWS::DynamoDB::Table", &["ResourcePolicy", "PolicyDocument"], OPTIONAL),
    Place("AWS::DynamoDB::Table", &["StreamSpecification", "ResourcePolicy", "PolicyDocument"], OPTIONAL),
    Place("AWS::EC2::VPCEndpoint", &["PolicyDocument"], OPTIONAL),
    Place("AWS::EFS::FileSystem", &["FileSystemPolicy"], OPTIONAL),
    Place("AWS::EventSchemas::RegistryPolicy", &["Policy"], OPTIONAL),
    Place("AWS::Events::EventBus", &["Policy"], OPTIONAL),
    Place("AWS::Kinesis::ResourcePolicy", &["ResourcePolicy"], OPTIONAL),
    Place("AWS::Lambda::ResourcePolicy", &["PolicyDocument"], OPTIONAL),
    Place("AWS::Logs::Destination", &["DestinationPolicy"], OPTIONAL),
    Place("AWS::Logs::LogGroup", &["ResourcePolicyDocument"], OPTIONAL),
    Place("AWS::Logs::ResourcePolicy", &["PolicyDocument"], OPTIONAL),
    Place("AWS::MSK::ClusterPolicy", &["Policy"], OPTIONAL),
    Place("AWS::MediaStore::Container", &["Policy"], OPTIONAL),
    Place("AWS::Oam::Sink", &["Policy"], OPTIONAL),
    Place("AWS::Redshift::Cluster", &["NamespaceResourcePolicy"], OPTIONAL),
    Place("AWS::RedshiftServerless::Namespace", &["NamespaceResourcePolicy"], OPTIONAL),
    Place("AWS::S3::AccessPoint", &["Policy"], OPTIONAL),
    Place("AWS::S3::MultiRegionAccessPointPolicy", &["Policy"], OPTIONAL),
    Place("AWS::S3Express::BucketPolicy", &["PolicyDocument"], OPTIONAL),
    Place("AWS::S3ObjectLambda::AccessPointPolicy", &["PolicyDocument"], OPTIONAL),
    Place("AWS::S3Outposts::AccessPoint", &["Policy"], OPTIONAL),
    Place("AWS::S3Outposts::BucketPolicy", &["PolicyDocument"], OPTIONAL),
    Place("AWS::SSM::ResourcePolicy", &["Policy"], OPTIONAL),
    Place("AWS::SageMaker::ModelPackageGroup", &["ModelPackageGroupPolicy"], OPTIONAL),
    Place("AWS::SecretsManager::ResourcePolicy", &["ResourcePolicy"], OPTIONAL),
    Place("AWS::VpcLattice::AuthPolicy", &["Policy"], OPTIONAL),
    Place("AWS::VpcLattice::ResourcePolicy", &["Policy"], OPTIONAL),
    Place("AWS::XRay::ResourcePolicy", &["PolicyDocument"], OPTIONAL),
];

/// A policy as it stands in a template: a map, text of JSON, or something else.
pub(crate) struct Document<'a> {
    pub(crate) kind: Kind,
    /// The resource that it belongs to.
    pub(crate) resource: &'a Resource<'a>,
    pub(crate) value: &'a Value,
    /// What holds where the policy stands.
    pub(crate) env: Env,
}

/// Every policy of the template, in its order.
pub(crate) fn find<'a>(context: &'a Context<'a>) -> Vec<Document<'a>> {
    let mut places: Vec<(usize, &Place)> = Vec::new();
    for (type_name, resources) in context.by_type() {
        for place in PLACES.iter().filter(|place| place.0 == type_name) {
            places.extend(resources.iter().map(|index| (*index, place)));
        }
    }
    // Those of one resource stay in their order.
    places.sort_by_key(|(index, _)| *index);
    let mut found = Vec::with_capacity(places.len());
    for (index, Place(_, steps, kind)) in places {
        let resource = &context.resources[index];
        if let Some(properties) = resource.properties() {
            let mut search = Search { context, resource, kind: *kind, found: &mut found };
            search.enter(properties, steps, &resource.env);
        }
    }
    found
}

struct Search<'s, 'a> {
    context: &'a Context<'a>,
    resource: &'a Resource<'a>,
    kind: Kind,
    found: &'s mut Vec<Document<'a>>,
}

impl<'a> Search<'_, 'a> {
    fn enter(&mut self, value: &'a Value, steps: &[&'static str], env: &Env) {
        match (value, steps) {
            (Value::Intrinsic(call), _) => {
                if let Some((name, branches)) = scenarios::branches(call) {
                    for (_, branch, holds) in branches {
                        if let Some(env) = self.context.conditions.assume(env, name, holds) {
                            self.enter(branch, steps, &env);
                        }
                    }
                } else if let (Function::ToJsonString, [], Value::Map(_)) = (call.function, steps, &call.argument) {
                    self.found(&call.argument, env);
                } else if let (Function::Sub, [], Some(_)) = (call.function, steps, call.argument.as_str()) {
                    self.found(value, env);
                }
            }
            (Value::List(items), ["*", rest @ ..]) => {
                items.iter().for_each(|item| self.enter(item, rest, env));
            }
            (Value::Map(map), [step, rest @ ..]) => {
                if let Some(value) = map.get(step) {
                    self.enter(value, rest, env);
                }
            }
            (_, []) => self.found(value, env),
            _ => {}
        }
    }

    fn found(&mut self, value: &'a Value, env: &Env) {
        // SAM lists names of policies and templates of policies beside policies.
        let is_other = |map: &Map| !map.contains_key("Statement");
        if self.resource.type_name.starts_with("AWS::Serverless::") && value.as_map().is_none_or(is_other) {
            return;
        }
        self.found.push(Document { kind: self.kind, resource: self.resource, value, env: env.clone() });
    }
}

impl<'a> Document<'a> {
    /// The path of the policy, or of its text.
    pub(crate) fn path(&self) -> Path<'a> {
        let mut path = self.resource.properties_path();
        if let Some(properties) = self.resource.properties() {
            path.extend_to(self.value, properties);
        }
        if let Value::Intrinsic(call) = self.value {
            path.push(call.function.name());
        }
        path
    }

    /// The policy that the text is, where it is text: JSON, with the variables of `Fn::Sub` where that is around it.
    ///
    /// `Err` where it is text of something else.
    pub(crate) fn parse(&self) -> Result<Option<Value>, ()> {
        let (text, is_template) = match self.value {
            Value::String(text) => (text.as_str(), false),
            Value::Intrinsic(call) => (call.argument.as_str().unwrap_or_default(), true),
            _ => return Ok(None),
        };
        if text.contains("{{resolve:") {
            return Ok(Some(Value::Null));
        }
        let is_json = text.trim_start().starts_with('{');
        match parse::document(text, "", &parse::Limits::default()) {
            Ok(_) if !is_json && !is_template => Err(()),
            Ok(read) if read.value.as_map().is_some() => Ok(Some(read.value.map_nodes(&mut |node| match node {
                Value::String(text) if is_template && text.contains("${") => {
                    cfn_model::Intrinsic::new(Function::Sub, text).into()
                }
                other => other,
            }))),
            // A variable may stand where JSON has a value that is no string.
            _ if is_template => Ok(Some(Value::Null)),
            _ => Err(()),
        }
    }
}
