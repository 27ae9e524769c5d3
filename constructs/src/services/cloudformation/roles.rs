//! The two roles of stack sets that have their own permissions: one that administers, one in each account.
//!
//! See <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-prereqs-self-managed.html>.

use cfn_model::{IntoProp, Prop, iam, pseudo, sub};

use super::super::{Grantee, Role, RoleProps};
use crate::Stack;
use crate::iam::{Operator, Principal, Statement};

/// The role that CloudFormation takes on in the administrator's account. It may take on the
/// execution role of each target account, and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AdministrationRole {
    /// The role itself.
    pub role: Role,
}

impl AdministrationRole {
    /// Adds the role for stack sets of this account that are deployed to those accounts, by their 12
    /// digits, with an execution role of that name.
    #[track_caller]
    pub fn new<A: IntoProp<String>>(
        stack: &mut Stack,
        id: impl Into<String>,
        execution_role_name: &str,
        accounts: impl IntoIterator<Item = A>,
    ) -> Self {
        let targets: Vec<Prop<String>> = accounts
            .into_iter()
            .map(|account| sub!("arn:{partition}:iam::{}:role/{}", account.into_prop(), execution_role_name))
            .collect();
        let stack_sets: Prop<String> = sub!("arn:{partition}:cloudformation:*:{account}:stackset/*");
        let trust = Statement::allow(["sts:AssumeRole"])
            .to([Principal::service("cloudformation.amazonaws.com")])
            .when(Operator::StringEquals, "aws:SourceAccount", [pseudo::account_id()])
            .when(Operator::ArnLike, "aws:SourceArn", [stack_sets]);
        stack.construct(id, |stack| {
            let what = "Takes on the execution roles of stack sets.";
            let role = Role::new(stack, crate::stack::MAIN, RoleProps::trusting(trust).description(what));
            role.allow(stack, Statement::allow(["sts:AssumeRole"]).on(targets));
            AdministrationRole { role }
        })
    }
}

/// The role that the administration role takes on in a target account, to deploy the stacks there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExecutionRole {
    /// The role itself.
    pub role: Role,
}

/// What an [`ExecutionRole`] is made of.
#[derive(Clone, Debug)]
pub struct ExecutionRoleProps {
    /// The role's name, which is the same in all accounts of a stack set.
    pub name: String,
    /// The ARN of the role that takes it on.
    pub administration_role: Prop<String>,
    /// The name of the stack set, whose stacks it may create, change and delete.
    pub stack_set_name: String,
    /// What the stacks' resources take to be created, changed and deleted.
    pub permissions: Vec<Statement>,
}

/// What CloudFormation does with the stacks of a set.
const STACKS: [&str; 12] = [
    "cloudformation:CancelUpdateStack",
    "cloudformation:ContinueUpdateRollback",
    "cloudformation:CreateChangeSet",
    "cloudformation:CreateStack",
    "cloudformation:DeleteStack",
    "cloudformation:DescribeStackEvents",
    "cloudformation:DescribeStackResources",
    "cloudformation:DescribeStacks",
    "cloudformation:GetTemplate",
    "cloudformation:SetStackPolicy",
    "cloudformation:UpdateStack",
    "cloudformation:UpdateTerminationProtection",
];

impl ExecutionRole {
    /// Adds the role. Two of one name cannot be in one account.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: ExecutionRoleProps) -> Self {
        let trust = Statement::allow(["sts:AssumeRole"]).to([Principal::arn(props.administration_role)]);
        stack.construct(id, |stack| {
            let what = format!("Deploys the stacks of the stack set {}.", props.stack_set_name);
            let role = Role::new(stack, crate::stack::MAIN, RoleProps::trusting(trust).description(what));
            let name = props.name;
            stack.modify(role.handle, |role: iam::Role| role.role_name(name));
            let stacks = sub!("arn:{partition}:cloudformation:*:{account}:stack/StackSet-{}-*/*", props.stack_set_name);
            role.allow(stack, Statement::allow(STACKS).on([stacks]));
            role.allow(stack, Statement::allow(["cloudformation:GetTemplateSummary"]).on(["*"]));
            props.permissions.into_iter().for_each(|statement| role.allow(stack, statement));
            ExecutionRole { role }
        })
    }
}
