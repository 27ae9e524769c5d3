//! [`CrossAccountRole`]: what a pipeline of another account runs actions with.

use cfn_model::{Diagnostic, IntoProp, Prop, Value, sub};

use super::logs::is_pipeline_name;
use super::store::Access;
use super::{ActionRole, BucketRef, IntoAction};
use crate::Stack;
use crate::iam::{Operator, Principal, Statement};
use crate::services::{Grantee, Role, RoleProps};

/// A role of this account that a pipeline of another account runs actions with.
///
/// The two know each other by name, so that neither has to be deployed first: the pipeline's stack
/// names the role, and this stack names the bucket of the pipeline's artifacts.
///
/// ```
/// use cfn_constructs::Stack;
/// use cfn_constructs::pipeline::actions::{CloudFormationAction, StackOperation};
/// use cfn_constructs::pipeline::{BucketRef, CrossAccountRole, CrossAccountRoleProps, IntoAction};
/// use cfn_model::Prop;
///
/// let mut production = Stack::new("Production").account("222222222222");
/// let deletes = Prop::new("arn:aws:iam::222222222222:role/deletes");
/// let clean = CloudFormationAction::new("Clean", "old", StackOperation::Delete(deletes));
/// let artifacts = BucketRef::named("acme-release-artifacts");
/// let props = CrossAccountRoleProps::new("release-pipeline", "111111111111", artifacts).allow(clean.clone());
/// let role = CrossAccountRole::new(&mut production, "Visitor", props);
/// // In the stage of the pipeline:
/// let action = clean.role(role.action_role());
/// ```
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossAccountRole {
    /// The role itself.
    pub role: Role,
    account: String,
    name: String,
}

/// What a [`CrossAccountRole`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct CrossAccountRoleProps {
    /// The role's name, by which the pipeline knows it.
    pub role_name: String,
    /// The 12 digits of the pipeline's account.
    pub pipeline_account: String,
    /// The bucket of the pipeline's artifacts, and its key. Where the key's ARN is not known, the role may use
    /// every key of the pipeline's account that lets it, and that only through S3.
    pub artifacts: BucketRef,
    /// Which roles of the pipeline's account may assume it, as the pattern of an ARN:
    /// `arn:aws:iam::111111111111:role/Release-*`. By default every role that its account lets.
    pub pipeline_roles: Option<Prop<String>>,
    permissions: Vec<Statement>,
    access: Access,
}

impl CrossAccountRoleProps {
    /// A role of that name, for pipelines of that account. It may do nothing yet.
    pub fn new(
        role_name: impl Into<String>,
        pipeline_account: impl Into<String>,
        artifacts: impl Into<BucketRef>,
    ) -> Self {
        CrossAccountRoleProps {
            role_name: role_name.into(),
            pipeline_account: pipeline_account.into(),
            artifacts: artifacts.into(),
            pipeline_roles: None,
            permissions: Vec::new(),
            access: Access { read: false, write: false },
        }
    }

    /// With all that the action needs.
    #[must_use]
    pub fn allow(mut self, action: impl IntoAction) -> Self {
        let action = action.into_action();
        self.access.read |= !action.inputs.is_empty();
        self.access.write |= !action.outputs.is_empty();
        self.permissions.extend(action.permissions.into_iter().map(for_any_pipeline));
        self
    }

    /// Only for roles of the pipeline's account whose ARN matches the pattern.
    #[must_use]
    pub fn only_for(mut self, pipeline_roles: impl IntoProp<String>) -> Self {
        self.pipeline_roles = Some(pipeline_roles.into_prop());
        self
    }
}

impl CrossAccountRole {
    /// Adds the role. Its stack's account has to be known.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: CrossAccountRoleProps) -> Self {
        stack.construct(id, |stack| {
            let account = stack.environment.account.clone().unwrap_or_else(|| {
                stack.report(
                    Diagnostic::error("pipeline-account", "the account of the role is not known")
                        .help("name the stack's account with `Stack::account`: the pipeline needs it"),
                );
                String::new()
            });
            let mut trust =
                Statement::allow(["sts:AssumeRole"]).to([Principal::account(props.pipeline_account.as_str())]);
            if let Some(pattern) = props.pipeline_roles {
                trust = trust.when(Operator::ArnLike, "aws:PrincipalArn", [pattern]);
            }
            let description = "What pipelines of another account may do here.";
            let role = Role::new(stack, "Role", RoleProps::trusting(trust).description(description));
            stack.modify(role.handle, |role| role.role_name(props.role_name.as_str()));
            props.permissions.into_iter().for_each(|statement| role.allow(stack, statement));
            for statement in props.artifacts.statements(props.access) {
                role.allow(stack, statement);
            }
            if props.artifacts.key.is_none() && (props.access.read || props.access.write) {
                role.allow(stack, unknown_key(&props.pipeline_account, props.access));
            }
            CrossAccountRole { role, account, name: props.role_name }
        })
    }

    /// The role, as the pipeline's actions name it.
    pub fn action_role(&self) -> ActionRole {
        ActionRole::OtherAccount(self.account.clone(), self.name.clone())
    }
}

impl Grantee for CrossAccountRole {
    fn role(&self) -> Role {
        self.role
    }
}

/// What the statement says of the pipeline by name, it says of all of them: the name is not known here.
fn for_any_pipeline(mut statement: Statement) -> Statement {
    let mut any = |value: Value| if is_pipeline_name(&value) { Value::from("*") } else { value };
    statement.resources = statement.resources.into_iter().map(|resource| resource.map_nodes(&mut any)).collect();
    statement
}

/// Leave to use keys of the pipeline's account through S3. The keys' own policies say which.
fn unknown_key(account: &str, access: Access) -> Statement {
    let keys = sub!("arn:{partition}:kms:{region}:{}:key/*", account);
    let through = sub!("s3.{region}.{url_suffix}");
    Statement::allow(access.on_key()).on([keys]).when(Operator::StringEquals, "kms:ViaService", [through])
}
