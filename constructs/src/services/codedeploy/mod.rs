//! CodeDeploy: applications, deployment groups and how fast they deploy.
//!
//! Everything is typed with the compute platform it is for: servers, Lambda functions or ECS services.
//! What belongs to one platform cannot be given to another.
//!
//! ```
//! use cfn_constructs::Stack;
//! use cfn_constructs::services::Minutes;
//! use cfn_constructs::services::codedeploy::{
//!     Instances, LoadBalancers, ServerDeploymentConfig, ServerDeploymentGroup, ServerDeploymentGroupProps,
//! };
//!
//! let mut stack = Stack::new("Web");
//! let group = ServerDeploymentGroup::new(
//!     &mut stack,
//!     "Deployment",
//!     ServerDeploymentGroupProps {
//!         config: ServerDeploymentConfig::HALF_AT_A_TIME,
//!         load_balancers: LoadBalancers::target_groups(["web"]),
//!         ..ServerDeploymentGroupProps::new(Instances::auto_scaling_groups(["web"]))
//!     },
//! );
//! stack.output("Group", group.name());
//! ```

mod application;
mod blue_green;
mod config;
mod deployer;
mod ecs_group;
mod group;
mod instances;
mod lambda_group;
mod load_balancers;
mod platform;
mod safety;
mod server_config;
mod server_group;
mod server_policy;
mod traffic;

pub use application::{Application, ApplicationProps, EcsApplication, LambdaApplication, ServerApplication};
pub use blue_green::{BlueGreen, BlueInstances, GreenFleet, Ready};
pub use config::{DeploymentConfig, EcsDeploymentConfig, LambdaDeploymentConfig, ServerDeploymentConfig};
pub use deployer::{Deployer, DeployerProps, Revisions, share_revisions};
pub use ecs_group::{EcsDeploymentGroup, EcsDeploymentGroupProps, EcsRouting, EcsService};
pub use group::DeploymentGroup;
pub use instances::{Instances, TagFilter, TagSet};
#[cfg(feature = "lambda")]
pub use lambda_group::AliasHooks;
pub use lambda_group::{LambdaDeploymentGroup, LambdaDeploymentGroupProps};
pub use load_balancers::LoadBalancers;
pub use platform::{Ecs, Lambda, Platform, Server};
pub use safety::{AutoRollback, Safety, Trigger, TriggerEvent};
pub use server_config::{MinimumHealthyHosts, ServerDeploymentConfigProps, ZonalConfig};
pub use server_group::{OutdatedInstances, ServerDeploymentGroup, ServerDeploymentGroupProps, ServerDeploymentStyle};
pub use traffic::{TrafficConfigProps, TrafficRouting};
