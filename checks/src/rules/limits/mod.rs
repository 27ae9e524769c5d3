//! Names, sizes and numbers within what CloudFormation allows.

mod large_template;
mod long_description;
mod too_many_entries;
mod wrong_default;
mod wrong_name;

use crate::Check;

/// The checks of this folder.
pub(super) const CHECKS: &[&Check] = &[
    &large_template::X,
    &long_description::X,
    &too_many_entries::X,
    &too_many_entries::NEAR,
    &wrong_name::X,
    &wrong_default::X,
    &wrong_default::CONSTRAINTS,
];
