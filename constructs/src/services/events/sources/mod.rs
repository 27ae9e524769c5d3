//! The events of the services of a release pipeline, typed.
//!
//! Each is a struct whose fields narrow down the events; a field that is left empty allows anything.
//! [`RuleProps::on`](super::RuleProps::on) takes them as they are.

use cfn_model::Prop;

use super::{EventPattern, Filter};

/// Writes an enum of the states that events tell, which is a filter.
macro_rules! states {
    ($(#[$meta:meta])* $name:ident { $($(#[doc = $doc:literal])+ $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl $name {
            /// As it stands in an event.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text,)+ }
            }
        }

        impl From<$name> for Filter {
            fn from(state: $name) -> Self {
                state.as_str().into()
            }
        }
    };
}

mod artifacts;
mod builds;
mod deployments;
mod pipelines;
mod repositories;

pub use artifacts::{
    ImageAction, ImageActionKind, ImageReplication, ImageScan, ObjectCreated, ObjectDeleted, Severity, Success,
};
pub use builds::{BuildPhase, BuildPhaseChange, BuildPhaseStatus, BuildStateChange, BuildStatus};
pub use deployments::{DeploymentState, DeploymentStateChange, InstanceStateChange, StackStatusChange};
pub use pipelines::{
    ActionCategory, ActionExecutionState, ActionExecutionStateChange, PipelineExecutionState,
    PipelineExecutionStateChange, StageExecutionState, StageExecutionStateChange,
};
pub use repositories::{
    PullRequestEvent, PullRequestStateChange, ReferenceType, RepositoryEvent, RepositoryStateChange,
};

/// Clones of the names, as filters.
fn names(names: &[Prop<String>]) -> impl Iterator<Item = Filter> + '_ {
    names.iter().cloned().map(Filter::from)
}

/// Copies of the texts, as filters.
fn texts(texts: &[String]) -> impl Iterator<Item = Filter> + '_ {
    texts.iter().map(Filter::from)
}
