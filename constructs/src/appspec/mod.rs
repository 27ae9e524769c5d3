//! The typed AppSpec file: what a CodeDeploy deployment does, as a value that is parsed, checked and emitted.
//!
//! Each compute platform has a document of its own: [`ServerAppspec`], [`LambdaAppspec`], [`EcsAppspec`].
//! Each takes just the hooks that its deployments have; [`Appspec`] is any of them.
//!
//! ```
//! use cfn_constructs::appspec::{Os, Script, ServerAppspec, ServerHook};
//!
//! let spec = ServerAppspec::new(Os::Linux)
//!     .file("app", "/srv/app")
//!     .hook(ServerHook::ApplicationStart, [Script::new("scripts/start.sh").run_as("app")]);
//! assert!(spec.check().is_empty());
//! assert!(spec.to_yaml().starts_with("version: 0.0\nos: linux\n"));
//! ```
//!
//! Facts come from the
//! [AppSpec reference](https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file.html) and, for
//! servers, from what the [agent](https://github.com/aws/aws-codedeploy-agent) takes.

pub mod checks;
mod document;
mod ecs;
mod hooks;
mod lambda;
mod permission;
mod server;

pub use document::Appspec;
pub use ecs::{AwsVpc, CapacityProvider, EcsAppspec};
pub use hooks::{EcsHook, Hook, LambdaHook, ServerHook};
pub use lambda::LambdaAppspec;
pub use permission::{Mode, ObjectType, Permission, SeLinuxContext};
pub use server::{FileExistsBehavior, FileMapping, Os, Script, ServerAppspec};
