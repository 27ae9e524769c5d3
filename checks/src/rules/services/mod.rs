//! What single services ask for beyond their schemas.

pub(crate) mod constraints;

use crate::Check;

/// The checks of this folder.
pub(super) const CHECKS: &[&Check] = &[];
