//! What single services ask for beyond their schemas.

use crate::Check;

/// The checks of this folder.
pub(super) const CHECKS: &[&Check] = &[];
