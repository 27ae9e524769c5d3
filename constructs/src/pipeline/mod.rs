//! CodePipeline: stages, actions and artifacts as data.
//!
//! An [`Action`] says what is done: its provider, its configuration, the [`Artifact`]s it reads and
//! writes, and the permissions it needs. [`actions`] has a type for each provider that becomes one.

mod action;
pub mod actions;
mod artifact;
mod json;
mod provider;
mod variable;

pub use action::{Action, ActionRole, ActionType, IntoAction};
pub use artifact::{Artifact, Output};
pub use json::json_text;
pub use provider::{ConfigurationKey, OutputVariables, Provider};
pub use variable::{execution_id, output_variable};
