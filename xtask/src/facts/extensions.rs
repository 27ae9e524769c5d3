//! What services ask for beyond the schemas of their types, as schemas of their own.
//!
//! Each is wrapped in the properties and lists above its place, so that it is applied to the
//! properties of a whole resource as any other schema is.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

/// The schemas that are taken, by folder and file of cfn-lint's `extensions`, and where each applies: to the
/// properties of a type, or to what stands below them at a path, in which `*` is any item of a list.
///
/// Left out are tables that change all the time and differ by region: types of instances and versions of
/// engines. What spans several resources is left out too: it is code.
pub(crate) const PLACES: &[(&str, &[&str])] = &[
    ("aws_apigateway_authorizer/ttl", &["AWS::ApiGateway::Authorizer"]),
    ("aws_apigateway_restapi/openapi_properties", &["AWS::ApiGateway::RestApi"]),
    ("aws_apigateway_stage/method_settings_resource_path", &["AWS::ApiGateway::Stage/MethodSettings/*"]),
    (
        "aws_cloudfront_distribution/forward_enum",
        &[
            "AWS::CloudFront::Distribution/DistributionConfig/DefaultCacheBehavior",
            "AWS::CloudFront::Distribution/DistributionConfig/CacheBehaviors/*",
        ],
    ),
    ("aws_cloudwatch_alarm/period", &["AWS::CloudWatch::Alarm"]),
    ("aws_codebuild_project/s3_locations", &["AWS::CodeBuild::Project/Artifacts", "AWS::CodeBuild::Project/Source"]),
    ("aws_dynamodb_table/billingmode_exclusive", &["AWS::DynamoDB::Table"]),
    ("aws_dynamodb_table/billingmode_provisioned_dependent", &["AWS::DynamoDB::Table"]),
    (
        "aws_ec2_instance/blockdevicemappings",
        &[
            "AWS::AutoScaling::LaunchConfiguration/BlockDeviceMappings/*/Ebs",
            "AWS::EC2::Instance/BlockDeviceMappings/*/Ebs",
            "AWS::EC2::LaunchTemplate/LaunchTemplateData/BlockDeviceMappings/*/Ebs",
            "AWS::EC2::SpotFleet/SpotFleetRequestConfigData/LaunchSpecifications/*/BlockDeviceMappings/*/Ebs",
        ],
    ),
    ("aws_ec2_instance/privateipaddress", &["AWS::EC2::Instance", "AWS::EC2::NetworkInterface"]),
    (
        "aws_ec2_instance/virtualname_ephemeral",
        &[
            "AWS::AutoScaling::LaunchConfiguration/BlockDeviceMappings/*",
            "AWS::EC2::Instance/BlockDeviceMappings/*",
            "AWS::EC2::LaunchTemplate/LaunchTemplateData/BlockDeviceMappings/*",
            "AWS::EC2::SpotFleet/SpotFleetRequestConfigData/LaunchSpecifications/*/BlockDeviceMappings/*",
        ],
    ),
    ("aws_ec2_securitygroup/all_to_and_from_ports", SECURITY_GROUP_RULES),
    ("aws_ec2_securitygroup/protocols_and_port_ranges_exclude", SECURITY_GROUP_RULES),
    ("aws_ec2_securitygroup/protocols_and_port_ranges_include", SECURITY_GROUP_RULES),
    ("aws_ecs_service/fargate", &["AWS::ECS::Service"]),
    ("aws_ecs_taskdefinition/containerdefinitions_essential", &["AWS::ECS::TaskDefinition/ContainerDefinitions"]),
    ("aws_ecs_taskdefinition/fargate_cpu_memory", &["AWS::ECS::TaskDefinition"]),
    ("aws_ecs_taskdefinition/fargate_properties", &["AWS::ECS::TaskDefinition"]),
    (
        "aws_ecs_taskdefinition/logging_configuration",
        &["AWS::ECS::TaskDefinition/ContainerDefinitions/*/LogConfiguration"],
    ),
    ("aws_elasticache_replicationgroup/transitencryptionenabled_valkey", &["AWS::ElastiCache::ReplicationGroup"]),
    ("aws_elasticloadbalancing_loadbalancer/certificate", &["AWS::ElasticLoadBalancing::LoadBalancer/Listeners/*"]),
    ("aws_elasticloadbalancingv2_listener/certificate", &["AWS::ElasticLoadBalancingV2::Listener"]),
    ("aws_elasticloadbalancingv2_loadbalancer/application_subnets", &["AWS::ElasticLoadBalancingV2::LoadBalancer"]),
    ("aws_elasticloadbalancingv2_targetgroup/healthcheckprotocol_restrictions", TARGET_GROUP),
    ("aws_elasticloadbalancingv2_targetgroup/protocol_restrictions", TARGET_GROUP),
    ("aws_elasticloadbalancingv2_targetgroup/targettype_restrictions", TARGET_GROUP),
    ("aws_fsx_filesystem/storage_capacity", &["AWS::FSx::FileSystem"]),
    ("aws_lambda_eventsourcemapping/eventsourcearn_sqs_exclusive", &["AWS::Lambda::EventSourceMapping"]),
    ("aws_lambda_eventsourcemapping/eventsourcearn_stream_inclusive", &["AWS::Lambda::EventSourceMapping"]),
    ("aws_lambda_function/capacity_provider_timeout", &["AWS::Lambda::Function"]),
    (
        "aws_lambda_function/environment_variable_keys",
        &["AWS::Lambda::Function/Environment/Variables", "AWS::Serverless::Function/Environment/Variables"],
    ),
    ("aws_lambda_function/loglevel_logformat", FUNCTION),
    ("aws_lambda_function/packagetype_image_exclusions", FUNCTION),
    ("aws_lambda_function/zipfile_runtime_enum", FUNCTION),
    ("aws_lambda_function/zipfile_runtime_exists", FUNCTION),
    ("aws_rds_dbcluster/aurora", &["AWS::RDS::DBCluster"]),
    ("aws_rds_dbcluster/aurora_warning", &["AWS::RDS::DBCluster"]),
    ("aws_rds_dbcluster/monitoring", &["AWS::RDS::DBCluster"]),
    ("aws_rds_dbcluster/multiaz", &["AWS::RDS::DBCluster"]),
    ("aws_rds_dbcluster/serverless_exclusive", &["AWS::RDS::DBCluster"]),
    ("aws_rds_dbcluster/snapshotidentifier", &["AWS::RDS::DBCluster"]),
    ("aws_rds_dbcluster/sourcedbclusteridentifier", &["AWS::RDS::DBCluster"]),
    ("aws_rds_dbinstance/aurora_exclusive", &["AWS::RDS::DBInstance"]),
    ("aws_rds_dbinstance/backupretentionperiod_maximum", &["AWS::RDS::DBInstance"]),
    ("aws_rds_dbinstance/kmskey_storageencrypted", &["AWS::RDS::DBInstance"]),
    ("aws_rds_dbinstance/replicamode_enum", &["AWS::RDS::DBInstance"]),
    ("aws_route53_healthcheck/healthcheckconfig_type_inclusive", &["AWS::Route53::HealthCheck/HealthCheckConfig"]),
    ("aws_route53_recordset/recordset_alias", RECORDS),
    ("aws_route53_recordset/recordset_pattern", RECORDS),
    ("aws_s3_bucket/ownershipcontrols", &["AWS::S3::Bucket"]),
    ("aws_sns_subscription/subscription_endpoint_protocol", &["AWS::SNS::Subscription"]),
    ("aws_sqs_queue/properties", &["AWS::SQS::Queue"]),
];

const FUNCTION: &[&str] = &["AWS::Lambda::Function", "AWS::Serverless::Function"];
const RECORDS: &[&str] = &["AWS::Route53::RecordSet", "AWS::Route53::RecordSetGroup/RecordSets/*"];
const SECURITY_GROUP_RULES: &[&str] = &[
    "AWS::EC2::SecurityGroup/SecurityGroupEgress/*",
    "AWS::EC2::SecurityGroup/SecurityGroupIngress/*",
    "AWS::EC2::SecurityGroupEgress",
    "AWS::EC2::SecurityGroupIngress",
];
const TARGET_GROUP: &[&str] = &["AWS::ElasticLoadBalancingV2::TargetGroup"];

/// The schema that applies to every type that can be tagged.
pub(crate) const TAGS: &str = "tagging";

/// The facts: schemas by name, by resource type; those of every type that has tags are under `tags`.
pub(super) fn facts(extensions: &BTreeMap<String, Value>) -> Result<Value> {
    let schema = |name: &str| extensions.get(name).with_context(|| format!("xtask/extensions has no `{name}`"));
    let mut types: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for (name, places) in PLACES {
        for place in *places {
            let (type_name, path) = place.split_once('/').unwrap_or((place, ""));
            let of_type = types.entry(type_name).or_default();
            let schema = wrapped(path, schema(name)?);
            match of_type.get_mut(*name) {
                Some(other) => merge(other, schema),
                None => drop(of_type.insert((*name).to_owned(), schema)),
            }
        }
    }
    ensure!(
        extensions.len() == PLACES.len() + 1,
        "xtask/extensions holds {} schemas, {} have a place",
        extensions.len(),
        PLACES.len() + 1
    );
    Ok(json!({ "tags": schema(TAGS)?, "types": types }))
}

/// The schema of what is above a path. Definitions stay at the top, where references look for them.
fn wrapped(path: &str, schema: &Value) -> Value {
    let mut inner = schema.clone();
    let definitions = inner.as_object_mut().and_then(|map| map.remove("definitions"));
    let mut outer = path.split('/').filter(|step| !step.is_empty()).rev().fold(inner, |inner, step| match step {
        "*" => json!({ "items": inner }),
        name => json!({ "properties": { name: inner } }),
    });
    if let (Some(definitions), Some(map)) = (definitions, outer.as_object_mut()) {
        map.insert("definitions".to_owned(), definitions);
    }
    outer
}

/// Adds the properties of one schema to another.
fn merge(schema: &mut Value, other: Value) {
    match (schema, other) {
        (Value::Object(map), Value::Object(other)) => {
            for (key, value) in other {
                match map.get_mut(&key) {
                    Some(inner) => merge(inner, value),
                    None => drop(map.insert(key, value)),
                }
            }
        }
        (schema, other) => *schema = other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_is_wrapped_in_what_is_above_it() {
        let schema = json!({ "definitions": { "D": {} }, "required": ["A"] });
        let expected = json!({
            "definitions": { "D": {} },
            "properties": { "List": { "items": { "properties": { "Disk": { "required": ["A"] } } } } },
        });
        assert_eq!(wrapped("List/*/Disk", &schema), expected);
        assert_eq!(wrapped("", &schema), schema);
    }

    #[test]
    fn two_places_of_a_type_are_one_schema() {
        let mut schema = wrapped("In/*", &json!({ "required": ["A"] }));
        merge(&mut schema, wrapped("Out/*", &json!({ "required": ["A"] })));
        let items = json!({ "items": { "required": ["A"] } });
        assert_eq!(schema, json!({ "properties": { "In": items, "Out": items } }));
    }
}
