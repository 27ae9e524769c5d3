//! What refers to what: parameters, resources, conditions, mappings, exports.

use crate::Check;

/// The checks of this folder.
pub(super) const CHECKS: &[&Check] = &[];
