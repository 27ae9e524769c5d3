//! One type for each kind of rule, with the permissions AWS documents for it.

mod cloud_watch_alarm;
mod code_build;
mod commands;
mod deployment_window;
mod lambda_invoke;
mod variable_check;

pub use cloud_watch_alarm::{AlarmState, CLOUD_WATCH_ALARM, CloudWatchAlarmRule};
pub use code_build::{CODE_BUILD, CodeBuildRule};
pub use commands::{COMMANDS, CommandsRule};
pub use deployment_window::{DEPLOYMENT_WINDOW, DeploymentWindowRule};
pub use lambda_invoke::{LAMBDA_INVOKE, LambdaInvokeRule};
pub use variable_check::{Comparison, VARIABLE_CHECK, VariableCheckRule};

use super::RuleProvider;

/// Every kind of rule, in the order of their names.
pub static PROVIDERS: &[&RuleProvider] =
    &[&CLOUD_WATCH_ALARM, &CODE_BUILD, &COMMANDS, &DEPLOYMENT_WINDOW, &LAMBDA_INVOKE, &VARIABLE_CHECK];
