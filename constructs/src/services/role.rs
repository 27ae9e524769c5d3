//! [`Role`] and [`ManagedPolicy`].

use cfn_model::{Handle, Prop, iam};

use super::Grantee;
use crate::Stack;
use crate::iam::{MANAGED_POLICY_BYTES, Operator, PolicyDocument, Principal, ROLE_POLICIES_BYTES, Statement};
use crate::stack::MAIN;

/// An IAM role, and the policy that grants add to.
///
/// The policy is a resource of its own, made by the first grant, so that a role and what it may
/// use can refer to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Role {
    /// The role itself.
    pub handle: Handle<iam::Role>,
}

/// What a [`Role`] is made of.
#[derive(Clone, Debug)]
pub struct RoleProps {
    /// Who may assume the role.
    pub trust: PolicyDocument,
    /// What the role is for, at most 1,000 characters. None by default.
    pub description: Option<String>,
    /// Managed policies by ARN. None by default: what a role may do is granted to it.
    pub managed_policies: Vec<Prop<String>>,
}

impl RoleProps {
    /// A role that an AWS service, such as `codebuild.amazonaws.com`, assumes for this account's
    /// resources and for no other account's.
    ///
    /// It holds for services that tell for which account they act, as CodeBuild, CodePipeline,
    /// EventBridge and its scheduler do. For those that do not, such as EC2, use [`RoleProps::trusting`].
    ///
    /// See <https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html>.
    pub fn for_service(service: &str) -> Self {
        let statement = Statement::allow(["sts:AssumeRole"]).to([Principal::service(service)]).when(
            Operator::StringEquals,
            "aws:SourceAccount",
            [cfn_model::pseudo::account_id()],
        );
        RoleProps::trusting(statement)
    }

    /// A role whose trust policy is the statement.
    pub fn trusting(statement: Statement) -> Self {
        RoleProps { trust: PolicyDocument::new([statement]), description: None, managed_policies: Vec::new() }
    }

    /// With what the role is for.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }
}

impl Role {
    /// Adds a role.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: RoleProps) -> Self {
        stack.construct(id, |stack| {
            let mut role = iam::Role::new(props.trust);
            if let Some(description) = props.description {
                role = role.description(description);
            }
            if !props.managed_policies.is_empty() {
                role = role.managed_policy_arns(props.managed_policies);
            }
            Role { handle: stack.add(MAIN, role) }
        })
    }

    /// The role's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }

    /// The role's name.
    pub fn name(self) -> Prop<String> {
        self.handle.reference()
    }

    /// Lets the resource wait for what the role may do so far.
    pub fn before<T>(self, stack: &mut Stack, resource: Handle<T>) {
        if let Some(policy) = stack.beside(self.handle, |stack| stack.find::<iam::Policy>("Policy")) {
            stack.resource(resource).depends_on(policy);
        }
    }

    pub(crate) fn add_statement(self, stack: &mut Stack, statement: Statement) {
        if stack.own(self.handle.target()).is_none() {
            return;
        }
        let policy = stack.beside(self.handle, |stack| match stack.find("Policy") {
            Some(policy) => policy,
            None => {
                // The name is unique within the role, which is all that IAM asks for.
                let policy = iam::Policy::new(PolicyDocument::default(), "Policy").roles([self.name()]);
                let policy = stack.add("Policy", policy);
                stack.grow_policy(policy, "PolicyDocument", ROLE_POLICIES_BYTES);
                policy
            }
        });
        stack.add_statement(policy, statement);
    }
}

impl Grantee for Role {
    fn role(&self) -> Role {
        *self
    }
}

/// A managed policy: one that several roles share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ManagedPolicy {
    /// The policy itself.
    pub handle: Handle<iam::ManagedPolicy>,
}

impl ManagedPolicy {
    /// Adds a managed policy with the statements, attached to the roles.
    #[track_caller]
    pub fn new(
        stack: &mut Stack,
        id: impl Into<String>,
        roles: impl IntoIterator<Item = Role>,
        statements: impl IntoIterator<Item = Statement>,
    ) -> Self {
        stack.construct(id, |stack| {
            let roles: Vec<Prop<String>> = roles.into_iter().map(Role::name).collect();
            let policy = iam::ManagedPolicy::new(PolicyDocument::default()).roles(roles);
            let handle = stack.add(MAIN, policy);
            stack.grow_policy(handle, "PolicyDocument", MANAGED_POLICY_BYTES);
            statements.into_iter().for_each(|statement| stack.add_statement(handle, statement));
            ManagedPolicy { handle }
        })
    }

    /// Allows the roles that the policy is attached to what the statement says.
    pub fn allow(self, stack: &mut Stack, statement: Statement) {
        stack.add_statement(self.handle, statement);
    }
}
