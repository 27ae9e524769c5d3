//! What Packer needs to build machine images with its builder `amazon-ebs`.

use cfn_model::sub;

use crate::iam::Statement;

/// On what belongs to the account in the pipeline's region, and on images and snapshots, which belong to none by their ARNs.
///
/// See <https://developer.hashicorp.com/packer/integrations/hashicorp/amazon#iam-task-or-instance-role>.
pub(super) fn packer_permissions() -> Vec<Statement> {
    // Looking for what is there knows no resources.
    let look = [
        "ec2:DescribeImages",
        "ec2:DescribeInstanceStatus",
        "ec2:DescribeInstanceTypeOfferings",
        "ec2:DescribeInstances",
        "ec2:DescribeRegions",
        "ec2:DescribeSecurityGroups",
        "ec2:DescribeSnapshots",
        "ec2:DescribeSubnets",
        "ec2:DescribeTags",
        "ec2:DescribeVolumes",
        "ec2:DescribeVpcs",
    ];
    let own = |kind: &str| sub!("arn:{partition}:ec2:{region}:{account}:{}/*", kind);
    let image = || sub!("arn:{partition}:ec2:{region}::image/*");
    let snapshot = || sub!("arn:{partition}:ec2:{region}::snapshot/*");
    let machines = [
        own("instance"),
        own("key-pair"),
        own("network-interface"),
        own("security-group"),
        own("subnet"),
        own("volume"),
        own("vpc"),
    ];
    let build = [
        "ec2:AuthorizeSecurityGroupIngress",
        "ec2:CreateImage",
        "ec2:CreateKeyPair",
        "ec2:CreateSecurityGroup",
        "ec2:CreateSnapshot",
        "ec2:CreateTags",
        "ec2:DeleteKeyPair",
        "ec2:DeleteSecurityGroup",
        "ec2:DeleteSnapshot",
        "ec2:DeleteVolume",
        "ec2:DeregisterImage",
        "ec2:ImportKeyPair",
        "ec2:ModifyImageAttribute",
        "ec2:ModifyInstanceAttribute",
        "ec2:ModifySnapshotAttribute",
        "ec2:RunInstances",
        "ec2:StopInstances",
        "ec2:TerminateInstances",
    ];
    vec![
        Statement::allow(look).on_all_resources(),
        Statement::allow(build).on(machines.into_iter().chain([image(), snapshot()])),
    ]
}
