//! One type for each kind of rule, with the permissions AWS documents for it.
//!
//! What AWS says of each kind is in [`providers::rules`](super::providers::rules).

mod cloud_watch_alarm;
mod code_build;
mod commands;
mod deployment_window;
mod lambda_invoke;
mod variable_check;

pub use cloud_watch_alarm::{AlarmState, CloudWatchAlarmRule};
pub use code_build::CodeBuildRule;
pub use commands::CommandsRule;
pub use deployment_window::DeploymentWindowRule;
pub use lambda_invoke::LambdaInvokeRule;
pub use variable_check::{Comparison, VariableCheckRule};
