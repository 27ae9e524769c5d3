//! Secrets in plain text.

use crate::Check;

/// The checks of this folder.
pub(super) const CHECKS: &[&Check] = &[];
