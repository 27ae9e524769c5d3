//! What CloudFormation may do in the smoke test: make a stack of the product, and delete it.
//!
//! Names of what it makes begin with that of the stack, `product-smoke-…`; what has no name before it is made belongs to
//! the account and region at least. `*` is for actions that know no resources.

use cfn_stacks::ami_release::StackTest;

pub(crate) fn product(test: StackTest) -> StackTest {
    [network, database, servers, identities, others].into_iter().fold(test, |test, allow| allow(test))
}

/// The ARN of something of a service, in the account and region.
fn own(service: &str, resource: &str) -> String {
    format!("arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:{resource}")
}

fn network(test: StackTest) -> StackTest {
    let make = "AllocateAddress AssociateRouteTable AttachInternetGateway AuthorizeSecurityGroupEgress \
        AuthorizeSecurityGroupIngress CreateFlowLogs CreateInternetGateway CreateNatGateway CreateRoute CreateRouteTable \
        CreateSecurityGroup CreateSubnet CreateTags CreateVpc CreateVpcEndpoint ModifySubnetAttribute ModifyVpcAttribute";
    let delete = "DeleteFlowLogs DeleteInternetGateway DeleteNatGateway DeleteRoute DeleteRouteTable DeleteSecurityGroup \
        DeleteSubnet DeleteTags DeleteVpc DeleteVpcEndpoints DetachInternetGateway DisassociateAddress DisassociateRouteTable \
        ReleaseAddress RevokeSecurityGroupEgress RevokeSecurityGroupIngress";
    let look = "DescribeAccountAttributes DescribeAddresses DescribeAvailabilityZones DescribeFlowLogs DescribeImages \
        DescribeInternetGateways DescribeLaunchTemplateVersions DescribeLaunchTemplates DescribeNatGateways \
        DescribeNetworkInterfaces DescribePrefixLists DescribeRouteTables DescribeSecurityGroupRules DescribeSecurityGroups \
        DescribeSubnets DescribeVpcAttribute DescribeVpcEndpoints DescribeVpcs";
    test.allow(actions("ec2", &[make, delete]), [own("ec2", "*/*")]).allow(actions("ec2", &[look]), ["*"])
}

fn database(test: StackTest) -> StackTest {
    let rds = "AddTagsToResource CreateDBInstance CreateDBParameterGroup CreateDBSnapshot CreateDBSubnetGroup \
        DeleteDBInstance DeleteDBParameterGroup DeleteDBSubnetGroup DescribeDBInstances DescribeDBParameterGroups \
        DescribeDBParameters DescribeDBSnapshots DescribeDBSubnetGroups ListTagsForResource ModifyDBInstance \
        ModifyDBParameterGroup";
    // RDS makes the password's secret for whoever makes the database.
    test.allow(actions("rds", &[rds]), [own("rds", "*")])
        .allow(actions("secretsmanager", &["CreateSecret TagResource"]), [own("secretsmanager", "secret:rds!*")])
        .allow(actions("kms", &["CreateKey"]), ["*"])
        .allow(
            actions(
                "kms",
                &["CreateGrant Decrypt DescribeKey EnableKeyRotation GenerateDataKey GetKeyPolicy \
                GetKeyRotationStatus ListResourceTags PutKeyPolicy ScheduleKeyDeletion TagResource"],
            ),
            [own("kms", "key/*")],
        )
}

fn servers(test: StackTest) -> StackTest {
    let balancer = "AddTags CreateListener CreateLoadBalancer CreateTargetGroup DeleteListener DeleteLoadBalancer \
        DeleteTargetGroup ModifyListener ModifyLoadBalancerAttributes ModifyTargetGroupAttributes SetSecurityGroups SetSubnets";
    let balancer_look = "DescribeListeners DescribeLoadBalancerAttributes DescribeLoadBalancers DescribeTags \
        DescribeTargetGroupAttributes DescribeTargetGroups DescribeTargetHealth";
    let group = "CreateAutoScalingGroup CreateOrUpdateTags DeleteAutoScalingGroup DeletePolicy DeleteTags PutScalingPolicy \
        UpdateAutoScalingGroup";
    let group_look = "DescribeAutoScalingGroups DescribePolicies DescribeScalingActivities DescribeTags";
    let start = "CreateLaunchTemplate CreateLaunchTemplateVersion DeleteLaunchTemplate RunInstances";
    let image = "arn:${AWS::Partition}:ec2:${AWS::Region}::image/*".to_owned();
    test.allow(actions("elasticloadbalancing", &[balancer]), [own("elasticloadbalancing", "*")])
        .allow(actions("elasticloadbalancing", &[balancer_look]), ["*"])
        .allow(actions("autoscaling", &[group]), [own("autoscaling", "*")])
        .allow(actions("autoscaling", &[group_look]), ["*"])
        .allow(actions("ec2", &[start]), [own("ec2", "*/*"), image])
}

/// The roles of the product, and those that services of AWS have in every account.
fn identities(test: StackTest) -> StackTest {
    let of_iam = |resource: &str| format!("arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:{resource}");
    let roles = "AttachRolePolicy CreateRole DeleteRole DeleteRolePolicy DetachRolePolicy GetRole GetRolePolicy PassRole \
        PutRolePolicy TagRole";
    let profiles = "AddRoleToInstanceProfile CreateInstanceProfile DeleteInstanceProfile GetInstanceProfile \
        RemoveRoleFromInstanceProfile";
    let (role, profile) = (of_iam("role/product-smoke-*"), of_iam("instance-profile/product-smoke-*"));
    test.allow(actions("iam", &[roles]), [role])
        .allow(actions("iam", &[profiles]), [profile])
        .allow(actions("iam", &["CreateServiceLinkedRole"]), [of_iam("role/aws-service-role/*")])
}

fn others(test: StackTest) -> StackTest {
    let logs = "CreateLogGroup DeleteLogGroup ListTagsForResource PutRetentionPolicy TagResource";
    let buckets = "CreateBucket DeleteBucketPolicy GetBucketPolicy GetEncryptionConfiguration GetLifecycleConfiguration \
        PutBucketOwnershipControls PutBucketPolicy PutBucketPublicAccessBlock PutBucketTagging PutBucketVersioning \
        PutEncryptionConfiguration PutLifecycleConfiguration";
    let topics = "CreateTopic DeleteTopic GetTopicAttributes SetTopicAttributes Subscribe TagResource Unsubscribe";
    let alarms = "DeleteAlarms DescribeAlarms PutMetricAlarm TagResource";
    test.allow(actions("logs", &[logs]), [own("logs", "log-group:product-smoke-*")])
        .allow(actions("logs", &["DescribeLogGroups"]), ["*"])
        .allow(actions("s3", &[buckets]), ["arn:${AWS::Partition}:s3:::product-smoke-*"])
        .allow(actions("sns", &[topics]), [own("sns", "product-smoke-*")])
        .allow(actions("cloudwatch", &[alarms]), [own("cloudwatch", "alarm:product-smoke-*")])
}

/// The actions of a service, by their names.
fn actions(service: &str, names: &[&str]) -> Vec<String> {
    names.iter().flat_map(|names| names.split_whitespace()).map(|name| format!("{service}:{name}")).collect()
}
