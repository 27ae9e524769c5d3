//! Types whose changes interrupt them, and what their removal does to data.

/// Properties whose change stops a resource for a while, by type. The schemas do not say so.
///
/// See the page of each type, such as
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html>.
const INTERRUPTIONS: &[(&str, &[&str])] = &[
    ("AWS::AmazonMQ::Broker", &["EngineVersion", "HostInstanceType"]),
    ("AWS::EC2::Instance", &["InstanceType", "KernelId", "RamdiskId", "UserData"]),
    ("AWS::ElastiCache::CacheCluster", &["CacheNodeType", "EngineVersion"]),
    ("AWS::ElastiCache::ReplicationGroup", &["CacheNodeType", "EngineVersion"]),
    ("AWS::OpenSearchService::Domain", &["ClusterConfig", "EngineVersion"]),
    ("AWS::RDS::DBCluster", &["EngineVersion", "Port"]),
    ("AWS::RDS::DBInstance", &["DBInstanceClass", "DBParameterGroupName", "EngineVersion", "OptionGroupName"]),
    ("AWS::Redshift::Cluster", &["ClusterParameterGroupName", "ClusterVersion", "NodeType", "NumberOfNodes"]),
];

/// Whether a change of the property, by its first name, stops the resource for a while.
pub(crate) fn interrupts(type_name: &str, property: &str) -> bool {
    let of_type = INTERRUPTIONS.iter().find(|(name, _)| *name == type_name);
    of_type.is_some_and(|(_, properties)| properties.contains(&property))
}

/// What CloudFormation does with a resource that says nothing about its deletion: databases leave a snapshot.
///
/// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html>.
pub(crate) fn default_deletion(type_name: &str, in_a_cluster: bool) -> &'static str {
    match type_name {
        "AWS::RDS::DBCluster" => "Snapshot",
        "AWS::RDS::DBInstance" if !in_a_cluster => "Snapshot",
        _ => "Delete",
    }
}
