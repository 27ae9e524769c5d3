//! Functions: what they are applied to, what may stand in them, and where they may stand.

mod constant_comparison;
mod forms;
mod misplaced_dynamic_reference;
mod misplaced_function;
mod missing_sub;
mod needless_sub;
mod needs_language_extensions;
mod raw_pseudo_parameter;
mod secret_for_arn;
mod unknown_function;
mod unknown_region;
mod unreachable_branch;
mod unused_variable;
mod wrong_arguments;
mod wrong_dynamic_reference;

use crate::Check;

/// The checks of this folder.
pub(super) const CHECKS: &[&Check] = &[
    &unknown_function::X,
    &wrong_arguments::X,
    &misplaced_function::X,
    &needs_language_extensions::X,
    &unknown_region::X,
    &missing_sub::X,
    &unused_variable::X,
    &needless_sub::X,
    &constant_comparison::X,
    &unreachable_branch::X,
    &raw_pseudo_parameter::X,
    &wrong_dynamic_reference::X,
    &misplaced_dynamic_reference::X,
    &secret_for_arn::X,
];
