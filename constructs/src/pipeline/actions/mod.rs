//! One type for each kind of action: its configuration by name, and the permissions AWS documents for it.
//!
//! Each file holds a type that becomes an [`Action`](super::Action), and the [`Provider`] facts about its kind.

mod code_build;
mod manual_approval;

pub use code_build::{CODE_BUILD, CODE_BUILD_TEST, CodeBuildAction, CodeBuildBatch};
pub use manual_approval::{MANUAL_APPROVAL, ManualApprovalAction};

use super::Provider;

/// Every kind of action that has a type here, in the order of their names.
pub static PROVIDERS: &[&Provider] = &[&CODE_BUILD, &CODE_BUILD_TEST, &MANUAL_APPROVAL];
