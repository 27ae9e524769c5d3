//! The template's sections, and what stands beside the properties of resources.

mod no_resources;
mod null_metadata;
mod one_sided_policy;
mod shared_name;
mod unknown_version;
mod wrong_attribute;
mod wrong_init;
mod wrong_interface;
mod wrong_mapping;
mod wrong_module;
mod wrong_output;
mod wrong_parameter;
mod wrong_policy;
mod wrong_rule;
mod wrong_transform;
mod wrong_update_policy;

use crate::Check;

/// The checks of this folder.
pub(super) const CHECKS: &[&Check] = &[
    &no_resources::X,
    &unknown_version::X,
    &wrong_transform::X,
    &shared_name::X,
    &wrong_parameter::X,
    &wrong_parameter::UNKNOWN_TYPE,
    &wrong_rule::X,
    &wrong_mapping::X,
    &wrong_output::X,
    &wrong_output::NOT_TEXT,
    &wrong_attribute::X,
    &wrong_policy::X,
    &one_sided_policy::X,
    &wrong_update_policy::X,
    &wrong_update_policy::CREATION,
    &wrong_module::X,
    &null_metadata::X,
    &wrong_interface::X,
    &wrong_interface::UNKNOWN,
    &wrong_init::X,
];
