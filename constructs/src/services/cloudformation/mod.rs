//! CloudFormation stack sets: one template in many accounts and regions.

mod instances;
mod preferences;
mod roles;
mod stack_set;
mod template;

pub use instances::{StackInstances, Targets};
pub use preferences::{Amount, OperationPreferences};
pub use roles::{AdministrationRole, ExecutionRole, ExecutionRoleProps};
pub use stack_set::{AutoDeployment, Permissions, StackSet, StackSetProps};
pub use template::{Capability, StackSetTemplate};
