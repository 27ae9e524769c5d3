//! The template's sections, and what stands beside the properties of resources.

use crate::Check;

/// The checks of this folder.
pub(super) const CHECKS: &[&Check] = &[];
