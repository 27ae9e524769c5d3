//! ECR: repositories for container images, and what their registry does with all of them.
//!
//! ```
//! use cfn_constructs::Stack;
//! use cfn_constructs::services::ecr::{
//!     AnyRepository, Images, LifecycleRule, Repository, RepositoryProps, TagMutability,
//! };
//! use cfn_constructs::services::{Days, Role, RoleProps};
//!
//! let mut stack = Stack::new("Images");
//! let props = RepositoryProps {
//!     tags: TagMutability::ImmutableExcept(vec!["latest".into()]),
//!     lifecycle: vec![LifecycleRule::expire_after(Images::Untagged, Days(14))],
//!     ..RepositoryProps::default()
//! };
//! let images = Repository::new(&mut stack, "Images", props);
//! let role = Role::new(&mut stack, "Runner", RoleProps::for_service("ecs-tasks.amazonaws.com"));
//! images.grant_pull(&mut stack, &role);
//! stack.output("Uri", images.uri());
//! ```

mod any;
mod cache;
mod lifecycle;
mod registry_policy;
mod replication;
mod repository;
mod scanning;
mod settings;
mod template;

pub use any::{AnyRepository, ImportedRepository};
pub use cache::{PullThroughCache, PullThroughCacheProps, Upstream};
pub use lifecycle::{Images, LifecycleAction, LifecycleCount, LifecycleRule};
pub use registry_policy::RegistryPolicy;
pub use replication::{Replication, ReplicationDestination, ReplicationRule};
pub use repository::{Repository, RepositoryProps};
pub use scanning::{Scanning, ScanningConfiguration};
pub use settings::{RepositoryEncryption, TagMutability};
pub use template::{AppliedFor, CreationTemplate, CreationTemplateProps};

use cfn_model::Diagnostic;

use super::account::check_account;
use crate::Stack;

/// Reports that there are more of something than ECR takes.
fn check_count(stack: &mut Stack, property: &str, what: &str, count: usize, most: usize) {
    if count > most {
        stack.report(
            Diagnostic::error("ecr-limit", format!("{count} {what} are given, {most} are allowed"))
                .property(property)
                .help(format!("take some of the {what} out")),
        );
    }
}
