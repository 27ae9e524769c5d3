//! Policies: actions that exist, resources that fit them, who may assume a role.

use crate::Check;

/// The checks of this folder.
pub(super) const CHECKS: &[&Check] = &[];
