//! [`Handover`]: what two accounts know of each other, by name, so that neither has to be deployed first.

use cfn_model::{Diagnostic, IntoProp, Prop, sub};

use crate::Stack;
use crate::iam::{Operator, Principal, Statement};
use crate::pipeline::actions::S3DeployAction;
use crate::pipeline::{Action, Artifact, BucketRef, CrossAccountRole, CrossAccountRoleProps, IntoAction};
use crate::services::{Bucket, BucketProps};

/// How a pipeline of one account hands a tested zip file over to another account.
///
/// The pipeline's side names the role and the bucket of the receiving side, which names the role and
/// the artifacts of the pipeline. Policies that name an account and compare ARNs do not ask whether what they
/// name is there already, so that either side can be deployed first.
///
/// See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handover {
    /// The account of the pipeline, by its 12 digits.
    pub sender: String,
    /// The account that receives, by its 12 digits.
    pub receiver: String,
    /// The name of the pipeline's role, at most 64 characters.
    pub pipeline_role: String,
    /// The name of the bucket that holds the pipeline's artifacts.
    pub artifacts_bucket: String,
    /// The name of the role in the receiving account that the pipeline assumes, at most 64 characters.
    pub entrance_role: String,
    /// The name of the bucket in the receiving account.
    pub bucket: String,
    /// The key of the zip file in that bucket.
    pub key: String,
}

impl Handover {
    /// A handover whose names all begin with `prefix`, which is at most 24 lower-case letters, digits and
    /// hyphens. Names of buckets are one for the whole world: they end with account and region.
    pub fn named(prefix: &str, sender: &str, receiver: &str, region: &str) -> Self {
        Handover {
            sender: sender.to_owned(),
            receiver: receiver.to_owned(),
            pipeline_role: format!("{prefix}-beta-pipeline"),
            artifacts_bucket: format!("{prefix}-artifacts-{sender}-{region}"),
            entrance_role: format!("{prefix}-publish-entrance"),
            bucket: format!("{prefix}-publish-{receiver}-{region}"),
            key: "source.zip".to_owned(),
        }
    }

    /// The ARN of the pipeline's role.
    pub fn pipeline_role_arn(&self) -> Prop<String> {
        sub!("arn:{partition}:iam::{}:role/{}", self.sender.as_str(), self.pipeline_role.as_str())
    }

    /// The action that copies the artifact, run with the role of the pipeline.
    fn copy(&self, input: Artifact) -> S3DeployAction {
        S3DeployAction::zip("Publish", BucketRef::named(self.bucket.as_str()), input, self.key.as_str())
    }

    /// The action that copies the artifact, run with the role of the receiving account.
    pub(super) fn action(&self, input: Artifact) -> Action {
        let role = crate::pipeline::ActionRole::OtherAccount(self.receiver.clone(), self.entrance_role.clone());
        self.copy(input).role(role)
    }

    /// Reports names that are too long or of other characters.
    pub(super) fn check(&self, stack: &mut Stack) {
        let roles = [("pipeline_role", &self.pipeline_role), ("entrance_role", &self.entrance_role)];
        let buckets = [("artifacts_bucket", &self.artifacts_bucket), ("bucket", &self.bucket)];
        let sized = roles.map(|role| (role, 64)).into_iter().chain(buckets.map(|bucket| (bucket, 63)));
        for ((property, name), most) in sized {
            if name.is_empty() || name.len() > most {
                let length = name.len();
                stack.report(
                    Diagnostic::error(
                        "handover-name",
                        format!("the name `{name}` has {length} characters, 1 to {most} are allowed"),
                    )
                    .property(property)
                    .help("choose a shorter prefix"),
                );
            }
        }
    }
}

/// Where an account receives what the pipeline of another account hands over: a bucket, and the role
/// that alone may put objects into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishEntrance {
    /// The bucket.
    pub bucket: Bucket,
    /// The role.
    pub role: CrossAccountRole,
    /// What both sides know.
    pub handover: Handover,
}

impl PublishEntrance {
    /// Adds the bucket and the role. The stack's account has to be the receiving one.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, handover: Handover) -> Self {
        stack.construct(id, |stack| {
            handover.check(stack);
            let bucket = BucketProps { name: Some(handover.bucket.clone()), ..BucketProps::default() };
            let bucket = Bucket::new(stack, "Bucket", bucket);
            let action = S3DeployAction { bucket: bucket.into(), ..handover.copy(Artifact::new("Source")) };
            let artifacts = BucketRef::named(handover.artifacts_bucket.as_str());
            let props =
                CrossAccountRoleProps::new(handover.entrance_role.as_str(), handover.sender.as_str(), artifacts)
                    .allow(action)
                    .only_for(handover.pipeline_role_arn());
            let role = CrossAccountRole::new(stack, "Role", props);
            let entrance = sub!("arn:{partition}:iam::{account}:role/{}", handover.entrance_role.as_str());
            bucket.add_to_policy(stack, only(entrance, bucket));
            PublishEntrance { bucket, role, handover }
        })
    }
}

/// Nobody but the role puts objects into the bucket, whatever else is allowed.
fn only(role: impl IntoProp<String>, bucket: Bucket) -> Statement {
    Statement::deny(["s3:PutObject"])
        .to([Principal::anyone()])
        .on([bucket.objects("*")])
        .when(Operator::ArnNotLike, "aws:PrincipalArn", [role])
        .sid("OnlyTheEntranceRolePuts")
}
