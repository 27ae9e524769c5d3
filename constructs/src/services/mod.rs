//! Single AWS services, with secure defaults and grants.
//!
//! Each construct is a small copyable handle. What it makes can be changed afterwards through
//! [`Stack::modify`], and a grant adds the narrowest statement to the role that gets it.

mod bucket;
pub mod codebuild;
mod key;
mod log_group;
mod role;
mod schedule;
mod secret;
mod units;

pub use bucket::{Bucket, BucketEncryption, BucketProps};
pub use key::{Key, KeyProps};
pub use log_group::{LogGroup, LogGroupProps};
pub use role::{ManagedPolicy, Role, RoleProps};
pub use schedule::{Schedule, ScheduleProps, ScheduleTarget};
pub use secret::Secret;
pub use units::{Days, Minutes};

use crate::Stack;
use crate::iam::Statement;

/// Whatever acts through a role and so can be granted something: a role, a build project.
pub trait Grantee {
    /// The role it acts through.
    fn role(&self) -> Role;

    /// Allows it what the statement says. `stack` is the one that holds the role.
    fn allow(&self, stack: &mut Stack, statement: Statement) {
        self.role().add_statement(stack, statement);
    }
}
