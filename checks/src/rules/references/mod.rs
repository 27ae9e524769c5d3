//! What refers to what, what is not there, and what nothing refers to.

mod circular_condition;
mod circular_import;
mod circular_reference;
mod conditional_reference;
mod early_reference;
mod needless_dependency;
mod no_such_attribute;
mod passed_on_import;
mod repeated_export;
mod undefined_condition;
mod undefined_dependency;
mod undefined_mapping;
mod undefined_reference;
mod unused_condition;
mod unused_mapping;
mod unused_parameter;

use crate::Check;

pub(crate) use circular_import::X as CIRCULAR_IMPORT;
pub(crate) use repeated_export::X as REPEATED_EXPORT;

/// The checks of this folder.
pub(super) const CHECKS: &[&Check] = &[
    &undefined_reference::X,
    &no_such_attribute::X,
    &early_reference::X,
    &undefined_condition::X,
    &undefined_mapping::X,
    &undefined_dependency::X,
    &circular_reference::X,
    &circular_condition::X,
    &conditional_reference::X,
    &unused_parameter::X,
    &unused_condition::X,
    &unused_mapping::X,
    &needless_dependency::X,
    &passed_on_import::X,
    &repeated_export::X,
    &circular_import::X,
];
