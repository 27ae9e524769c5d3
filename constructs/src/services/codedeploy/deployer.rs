//! [`Deployer`]: a role with which another account deploys here.

use cfn_model::{Diagnostic, IntoProp, Prop, sub};

use crate::Stack;
use crate::iam::{Operator, Principal, Statement};
use crate::services::{Bucket, Grantee, Role, RoleProps};

/// A role that others, such as a pipeline of another account, assume to deploy into this one.
///
/// It may read the revisions that it is told of, and deploy to the groups that
/// [`grant_deploy`](super::DeploymentGroup::grant_deploy) names:
///
/// ```
/// use cfn_constructs::Stack;
/// use cfn_constructs::services::codedeploy::{
///     Deployer, DeployerProps, Instances, Revisions, ServerDeploymentGroup, ServerDeploymentGroupProps,
/// };
///
/// let mut prod = Stack::new("Prod").account("444455556666");
/// let servers = ServerDeploymentGroupProps::new(Instances::auto_scaling_groups(["web"]));
/// let group = ServerDeploymentGroup::new(&mut prod, "Web", servers);
/// let pipeline = "arn:aws:iam::111122223333:role/pipeline";
/// let deployer = Deployer::new(
///     &mut prod,
///     "Deployer",
///     DeployerProps {
///         name: Some("deployer".into()),
///         revisions: vec![Revisions::new("arn:aws:s3:::ci-artifacts", "*")],
///         ..DeployerProps::new([pipeline])
///     },
/// );
/// group.grant_deploy(&mut prod, &deployer);
/// ```
///
/// In the account of the bucket, [`share_revisions`] opens it to the role.
/// Servers fetch the revision themselves: the role of their instance profile needs to read it, too.
///
/// See <https://docs.aws.amazon.com/codedeploy/latest/userguide/deployments-cross-account.html> and
/// <https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deployer {
    /// The role.
    pub role: Role,
}

/// What a [`Deployer`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct DeployerProps {
    /// The roles or users that may assume it, by ARN.
    pub trusted: Vec<Prop<String>>,
    /// The role's name, so that those who assume it can know it. By default CloudFormation makes one.
    pub name: Option<String>,
    /// The id that those who assume it must give. None by default; CodePipeline gives none.
    pub external_id: Option<String>,
    /// Where the revisions are that it deploys. None by default.
    pub revisions: Vec<Revisions>,
}

/// Where revisions are: objects of a bucket, which may be another account's.
#[derive(Clone, Debug, PartialEq)]
pub struct Revisions {
    /// The bucket, by ARN.
    pub bucket: Prop<String>,
    /// The keys of its objects, such as `web/*`.
    pub pattern: String,
    /// The key that they are encrypted with, by ARN. `None` for keys that S3 manages.
    pub key: Option<Prop<String>>,
}

impl Revisions {
    /// The objects of a bucket, by its ARN, whose keys match `pattern`.
    pub fn new(bucket: impl IntoProp<String>, pattern: impl Into<String>) -> Self {
        Revisions { bucket: bucket.into_prop(), pattern: pattern.into(), key: None }
    }

    /// Encrypted with that key, by ARN.
    #[must_use]
    pub fn key(mut self, key: impl IntoProp<String>) -> Self {
        self.key = Some(key.into_prop());
        self
    }

    /// Lets `grantee` read them, as far as its own account is concerned.
    pub fn grant_read(&self, stack: &mut Stack, grantee: &impl Grantee) {
        let objects = sub!("{}/{}", self.bucket.clone(), &self.pattern);
        grantee.allow(stack, Statement::allow(OBJECT_ACTIONS).on([objects]));
        grantee.allow(stack, Statement::allow(BUCKET_ACTIONS).on([self.bucket.clone()]));
        if let Some(key) = &self.key {
            grantee.allow(stack, Statement::allow(KEY_ACTIONS).on([key.clone()]));
        }
    }
}

const OBJECT_ACTIONS: [&str; 2] = ["s3:GetObject", "s3:GetObjectVersion"];
const BUCKET_ACTIONS: [&str; 2] = ["s3:GetBucketLocation", "s3:ListBucket"];
const KEY_ACTIONS: [&str; 2] = ["kms:Decrypt", "kms:DescribeKey"];

impl DeployerProps {
    /// A role for those roles or users, by ARN, everything else by default.
    pub fn new<A: IntoProp<String>>(trusted: impl IntoIterator<Item = A>) -> Self {
        DeployerProps {
            trusted: trusted.into_iter().map(IntoProp::into_prop).collect(),
            name: None,
            external_id: None,
            revisions: Vec::new(),
        }
    }
}

impl Deployer {
    /// Adds the role.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: DeployerProps) -> Self {
        stack.construct(id, |stack| {
            check_trusted(stack, &props.trusted);
            let trusted = props.trusted.into_iter().map(Principal::arn);
            let mut trust = Statement::allow(["sts:AssumeRole"]).to(trusted);
            if let Some(id) = props.external_id {
                trust = trust.when(Operator::StringEquals, "sts:ExternalId", [id]);
            }
            let about = RoleProps::trusting(trust).description("Deploys here for another account.");
            let role = Role::new(stack, "Role", about);
            if let Some(name) = props.name {
                stack.modify(role.handle, |role| role.role_name(name));
            }
            props.revisions.iter().for_each(|revisions| revisions.grant_read(stack, &role));
            Deployer { role }
        })
    }

    /// The role's ARN.
    pub fn arn(self) -> Prop<String> {
        self.role.arn()
    }
}

impl Grantee for Deployer {
    fn role(&self) -> Role {
        self.role
    }
}

fn check_trusted(stack: &mut Stack, trusted: &[Prop<String>]) {
    if trusted.is_empty() {
        stack.report(
            Diagnostic::error("codedeploy-trust", "nobody may assume the role")
                .property("AssumeRolePolicyDocument")
                .help("name the role of the pipeline that deploys, by ARN"),
        );
    }
    for arn in trusted.iter().filter_map(|arn| arn.value().as_str()) {
        if !arn.starts_with("arn:") || arn.contains('*') {
            stack.report(
                Diagnostic::error("codedeploy-trust", format!("`{arn}` does not name one role or user"))
                    .property("AssumeRolePolicyDocument")
                    .help("give a whole ARN, such as `arn:aws:iam::111122223333:role/pipeline`"),
            );
        }
    }
}

/// Opens the objects of a bucket whose keys match `pattern` to roles of other accounts, by ARN: those of
/// [`Deployer`]s and of instance profiles.
///
/// The bucket's policy and that of its key allow them to read; what their own account allows them,
/// [`Revisions::grant_read`] says there. A bucket that other accounts read has to be encrypted with a key of your own
/// or with keys that S3 manages, never with the account's own `aws/s3`.
pub fn share_revisions<A: IntoProp<String>>(
    stack: &mut Stack,
    bucket: Bucket,
    pattern: &str,
    roles: impl IntoIterator<Item = A>,
) {
    let roles: Vec<Principal> = roles.into_iter().map(Principal::arn).collect();
    let objects = Statement::allow(OBJECT_ACTIONS).to(roles.clone()).on([bucket.objects(pattern)]);
    bucket.add_to_policy(stack, objects);
    bucket.add_to_policy(stack, Statement::allow(BUCKET_ACTIONS).to(roles.clone()).on([bucket.arn()]));
    if let Some(key) = bucket.key {
        key.add_to_policy(stack, Statement::allow(KEY_ACTIONS).to(roles));
    }
}
