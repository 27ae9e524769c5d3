//! What CloudFormation and IAM allow in number and size.

use crate::Check;

/// The checks of this folder.
pub(super) const CHECKS: &[&Check] = &[];
