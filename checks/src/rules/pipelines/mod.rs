//! CodePipeline: stages, actions, artifacts, variables.

use crate::Check;

/// The checks of this folder.
pub(super) const CHECKS: &[&Check] = &[];
