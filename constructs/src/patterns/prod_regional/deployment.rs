//! What it takes to deploy the regional template, and nothing that it does not hold.
//!
//! Actions are those that CloudFormation's handlers of each type call, see
//! <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>.

use cfn_model::{Prop, sub};

use crate::iam::{Operator, Statement};

/// The services that the roles of the template are for.
const SERVICES: [&str; 3] = ["codebuild", "codepipeline", "events"];

const BUCKETS: [&str; 16] = [
    "s3:CreateBucket",
    "s3:DeleteBucket",
    "s3:DeleteBucketPolicy",
    "s3:GetBucket*",
    "s3:GetEncryptionConfiguration",
    "s3:GetLifecycleConfiguration",
    "s3:GetReplicationConfiguration",
    "s3:PutBucketNotification",
    "s3:PutBucketOwnershipControls",
    "s3:PutBucketPolicy",
    "s3:PutBucketPublicAccessBlock",
    "s3:PutBucketTagging",
    "s3:PutBucketVersioning",
    "s3:PutEncryptionConfiguration",
    "s3:PutLifecycleConfiguration",
    "s3:TagResource",
];

const ROLES: [&str; 12] = [
    "iam:CreateRole",
    "iam:DeleteRole",
    "iam:DeleteRolePolicy",
    "iam:GetRole",
    "iam:GetRolePolicy",
    "iam:ListAttachedRolePolicies",
    "iam:ListRolePolicies",
    "iam:PutRolePolicy",
    "iam:TagRole",
    "iam:UntagRole",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateRole",
];

const PROJECTS: [&str; 4] =
    ["codebuild:BatchGetProjects", "codebuild:CreateProject", "codebuild:DeleteProject", "codebuild:UpdateProject"];

const PIPELINES: [&str; 8] = [
    "codepipeline:CreatePipeline",
    "codepipeline:DeletePipeline",
    "codepipeline:GetPipeline",
    "codepipeline:GetPipelineState",
    "codepipeline:ListTagsForResource",
    "codepipeline:TagResource",
    "codepipeline:UntagResource",
    "codepipeline:UpdatePipeline",
];

const RULES: [&str; 8] = [
    "events:DeleteRule",
    "events:DescribeRule",
    "events:ListTargetsByRule",
    "events:PutRule",
    "events:PutTargets",
    "events:RemoveTargets",
    "events:TagResource",
    "events:UntagResource",
];

const LOG_GROUPS: [&str; 7] = [
    "logs:CreateLogGroup",
    "logs:DeleteLogGroup",
    "logs:DeleteRetentionPolicy",
    "logs:ListTagsForResource",
    "logs:PutRetentionPolicy",
    "logs:TagResource",
    "logs:UntagResource",
];

const TOPICS: [&str; 12] = [
    "sns:CreateTopic",
    "sns:DeleteTopic",
    "sns:GetDataProtectionPolicy",
    "sns:GetSubscriptionAttributes",
    "sns:GetTopicAttributes",
    "sns:ListSubscriptionsByTopic",
    "sns:ListTagsForResource",
    "sns:SetTopicAttributes",
    "sns:Subscribe",
    "sns:TagResource",
    "sns:Unsubscribe",
    "sns:UntagResource",
];

const KEYS: [&str; 11] = [
    "kms:DescribeKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateKeyDescription",
    "kms:DisableKeyRotation",
];

const NOTIFICATION_RULES: [&str; 7] = [
    "codestar-notifications:CreateNotificationRule",
    "codestar-notifications:DeleteNotificationRule",
    "codestar-notifications:DescribeNotificationRule",
    "codestar-notifications:ListTagsForResource",
    "codestar-notifications:TagResource",
    "codestar-notifications:UntagResource",
    "codestar-notifications:UpdateNotificationRule",
];

/// What the role that deploys the template may do: with what has a name, only where the name begins with that of
/// the set, and never with the roles that deploy it.
pub(super) fn permissions(name: &str, with_notifications: bool) -> Vec<Statement> {
    let roles: Vec<Prop<String>> =
        SERVICES.iter().map(|service| sub!("arn:{partition}:iam::{account}:role/{}-{}-*", name, *service)).collect();
    let services: Vec<String> = SERVICES.iter().map(|service| format!("{service}.amazonaws.com")).collect();
    let buckets = ["regional", "store"].map(|kind| sub!("arn:{partition}:s3:::{}-{}-*", name, kind));
    let mut statements = vec![
        Statement::allow(BUCKETS).on(buckets),
        Statement::allow(ROLES).on(roles.clone()),
        Statement::allow(["iam:PassRole"]).on(roles).when(Operator::StringEquals, "iam:PassedToService", services),
        Statement::allow(PROJECTS).on([sub!("arn:{partition}:codebuild:*:{account}:project/{}-publish*", name)]),
        Statement::allow(PIPELINES).on([sub!("arn:{partition}:codepipeline:*:{account}:{}-publish", name)]),
        // CloudFormation names rules after their stack, and shortens its name.
        Statement::allow(RULES).on([sub!("arn:{partition}:events:*:{account}:rule/StackSet-*")]),
        // Looking for a log group is looking through all of them.
        Statement::allow(["logs:DescribeLogGroups"]).on_all_resources(),
        Statement::allow(LOG_GROUPS)
            .on([sub!("arn:{partition}:logs:*:{account}:log-group:/aws/codebuild/{}-publish*", name)]),
    ];
    if with_notifications {
        statements.extend([
            Statement::allow(TOPICS).on([sub!("arn:{partition}:sns:*:{account}:{}-publish*", name)]),
            // A key has no name before it is there.
            Statement::allow(["kms:CreateKey"]).on_all_resources(),
            Statement::allow(KEYS).on([sub!("arn:{partition}:kms:*:{account}:key/*")]),
            Statement::allow(NOTIFICATION_RULES)
                .on([sub!("arn:{partition}:codestar-notifications:*:{account}:notificationrule/*")]),
            Statement::allow(["iam:CreateServiceLinkedRole"]).on([sub!(
                "arn:{partition}:iam::{account}:role/aws-service-role/codestar-notifications.amazonaws.com/*"
            )]),
        ]);
    }
    statements
}
