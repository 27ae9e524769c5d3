//! Stacks inside other stacks, and stack sets: one template in many accounts and regions.

mod instances;
mod interface;
mod nested_stack;
mod preferences;
mod roles;
mod stack_set;
mod template;

pub use instances::{StackInstances, Targets};
pub use interface::Interface;
pub use nested_stack::{NestedStack, NestedStackProps, NestedTemplate};
pub use preferences::{Amount, OperationPreferences};
pub use roles::{AdministrationRole, ExecutionRole, ExecutionRoleProps};
pub use stack_set::{AutoDeployment, Permissions, StackSet, StackSetProps};
pub use template::{Capability, StackSetTemplate};
