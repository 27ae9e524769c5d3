//! How what an account has received reaches each region.

use cfn_model::s3::bucket::{
    DeleteMarkerReplication, DeleteMarkerReplicationStatus, ReplicationConfiguration, ReplicationDestination,
    ReplicationRule, ReplicationRuleFilter, ReplicationRuleStatus,
};
use cfn_model::{Prop, s3, sub};

use super::regional::bucket_name;
use crate::Stack;
use crate::iam::{Principal, Statement};
use crate::services::cloudformation::StackSet;
use crate::services::{Bucket, Grantee, Role, RoleProps};

/// Replicates what is put into the bucket to the buckets of the regions, which the stack set makes.
///
/// See <https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html> and, for the role,
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html>.
pub(super) fn replicate(
    stack: &mut Stack,
    bucket: Bucket,
    name: &str,
    account: &str,
    regions: &[String],
    stack_set: StackSet,
) -> Role {
    let targets: Vec<Prop<String>> = regions
        .iter()
        .map(|region| sub!("arn:{partition}:s3:::{}", bucket_name(name, account, region.as_str())))
        .collect();
    let role = role(stack, bucket, &targets);
    let rules: Vec<ReplicationRule> = (1i64..)
        .zip(regions)
        .zip(&targets)
        .map(|((priority, region), target)| rule(priority, region, target))
        .collect();
    let replication = ReplicationConfiguration::new(role.arn(), rules);
    stack.modify(bucket.handle, |bucket: s3::Bucket| bucket.replication_configuration(replication));
    // S3 takes no rule whose bucket is not there yet.
    stack.resource(bucket.handle).depends_on(stack_set.handle);
    role
}

fn rule(priority: i64, region: &str, target: &Prop<String>) -> ReplicationRule {
    let kept = DeleteMarkerReplication::new().status(DeleteMarkerReplicationStatus::Disabled);
    ReplicationRule::new(ReplicationDestination::new(target.clone()), ReplicationRuleStatus::Enabled)
        .id(region)
        .priority(priority)
        // Everything.
        .filter(ReplicationRuleFilter::new().prefix(""))
        .delete_marker_replication(kept)
}

fn role(stack: &mut Stack, bucket: Bucket, targets: &[Prop<String>]) -> Role {
    let trust = Statement::allow(["sts:AssumeRole"]).to([Principal::service("s3.amazonaws.com")]);
    let props = RoleProps::trusting(trust).description("Replicates what is to be published to each region.");
    let role = Role::new(stack, "ReplicationRole", props);
    let look = ["s3:GetReplicationConfiguration", "s3:ListBucket"];
    role.allow(stack, Statement::allow(look).on([bucket.arn()]));
    let read = ["s3:GetObjectVersionAcl", "s3:GetObjectVersionForReplication", "s3:GetObjectVersionTagging"];
    role.allow(stack, Statement::allow(read).on([bucket.objects("*")]));
    let objects = targets.iter().map(|target| sub!("{}/*", target.clone()));
    role.allow(stack, Statement::allow(["s3:ReplicateObject", "s3:ReplicateTags"]).on(objects));
    role
}
