//! [`RegistryPolicy`]: what other accounts may do with a registry.

use cfn_model::{Handle, Map, ecr, sub};

use super::check_account;
use super::repository::POLICY_BYTES;
use crate::Stack;
use crate::iam::{Principal, Statement};
use crate::stack::MAIN;

/// What other accounts may do with the registry of an account and region.
/// There is one such policy, so it goes into a stack of its own.
///
/// See <https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegistryPolicy {
    /// The policy itself.
    pub handle: Handle<ecr::RegistryPolicy>,
}

impl RegistryPolicy {
    /// Adds the policy, which allows nothing yet. A second one in the same account and region is an error.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>) -> Self {
        stack.construct(id, |stack| {
            stack.claim("policy of its ECR registry");
            let handle = stack.add(MAIN, ecr::RegistryPolicy::new(Map::new()));
            stack.grow_policy(handle, "PolicyText", POLICY_BYTES);
            RegistryPolicy { handle }
        })
    }

    /// Adds a statement. Registries know replication, pull-through caches and their repositories.
    pub fn add_to_policy(self, stack: &mut Stack, statement: Statement) {
        stack.add_statement(self.handle, statement);
    }

    /// Lets an account, by its 12 digits, copy images into repositories whose names match the pattern, in which `*`
    /// stands for anything. Repositories that are missing are created.
    pub fn allow_replication_from(self, stack: &mut Stack, account: &str, repositories: &str) {
        stack.beside(self.handle, |stack| check_account(stack, "PolicyText", account));
        let replicate = Statement::allow(["ecr:CreateRepository", "ecr:ReplicateImage"])
            .to([Principal::account(account)])
            .on([sub!("arn:{partition}:ecr:{region}:{account}:repository/{}", repositories)]);
        self.add_to_policy(stack, replicate);
    }
}
