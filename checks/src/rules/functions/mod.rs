//! Intrinsic functions: their arguments, and where they may stand.

use crate::Check;

/// The checks of this folder.
pub(super) const CHECKS: &[&Check] = &[];
