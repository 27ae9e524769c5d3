//! Single AWS services, with secure defaults and grants.
//!
//! Each construct is a small copyable handle. What it makes can be changed afterwards through
//! [`Stack::modify`], and a grant adds the narrowest statement to the role that gets it.

mod account;
#[cfg(any(feature = "apigateway", feature = "apigatewayv2"))]
mod api;
mod bucket;
#[cfg(any(feature = "ecr", feature = "events", feature = "scheduler"))]
#[cfg_attr(not(feature = "events"), allow(dead_code, reason = "repositories hold JSON text of unbounded length"))]
pub(crate) mod json_text;
mod key;
mod log_filters;
mod log_group;
mod role;
#[cfg(feature = "scheduler")]
mod schedule;
#[cfg(any(feature = "events", feature = "imagebuilder", feature = "scheduler"))]
mod schedule_expression;
mod secret;
mod units;

#[cfg(feature = "apigateway")]
pub mod apigateway;
#[cfg(feature = "apigatewayv2")]
pub mod apigatewayv2;
#[cfg(feature = "chatbot")]
pub mod chatbot;
#[cfg(feature = "cloudformation")]
pub mod cloudformation;
#[cfg(feature = "cloudtrail")]
pub mod cloudtrail;
#[cfg(feature = "cloudwatch")]
pub mod cloudwatch;
#[cfg(feature = "codeartifact")]
pub mod codeartifact;
#[cfg(feature = "codebuild")]
pub mod codebuild;
#[cfg(feature = "codecommit")]
pub mod codecommit;
#[cfg(feature = "codeconnections")]
pub mod codeconnections;
#[cfg(feature = "codedeploy")]
pub mod codedeploy;
#[cfg(feature = "codegurureviewer")]
pub mod codegurureviewer;
#[cfg(feature = "codestarnotifications")]
pub mod codestarnotifications;
#[cfg(feature = "dynamodb")]
pub mod dynamodb;
#[cfg(feature = "ecr")]
pub mod ecr;
#[cfg(feature = "events")]
pub mod events;
#[cfg(feature = "imagebuilder")]
pub mod imagebuilder;
#[cfg(feature = "lambda")]
pub mod lambda;
#[cfg(feature = "secretsmanager")]
pub mod secretsmanager;
#[cfg(feature = "sns")]
pub mod sns;
#[cfg(feature = "ssm")]
pub mod ssm;
#[cfg(feature = "stepfunctions")]
pub mod stepfunctions;

pub(crate) use account::check_account;
pub use bucket::{Bucket, BucketEncryption, BucketProps};
pub use key::{Key, KeyProps};
pub use log_filters::{LogDestination, MetricFilter, MetricFilterProps, SubscriptionFilter};
pub use log_group::{LogGroup, LogGroupProps};
pub use role::{ManagedPolicy, Role, RoleProps};
#[cfg(feature = "scheduler")]
pub use schedule::{Schedule, ScheduleProps, ScheduleTarget};
pub use secret::Secret;
pub use units::{Days, Mebibytes, Minutes, Seconds};

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
