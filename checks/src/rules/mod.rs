//! The checks beyond the schemas, one a file.

mod builds;
mod functions;
mod iam;
mod limits;
mod pipelines;
mod references;
mod secrets;
mod services;
mod template;

use crate::Check;

pub(crate) use services::constraints;

/// The checks of each folder, in the order in which they run and are listed.
pub(crate) const GROUPS: &[&[&Check]] = &[
    template::CHECKS,
    references::CHECKS,
    functions::CHECKS,
    limits::CHECKS,
    iam::CHECKS,
    secrets::CHECKS,
    pipelines::CHECKS,
    builds::CHECKS,
    services::CHECKS,
    constraints::containers::CHECKS,
    constraints::data::CHECKS,
    constraints::functions::CHECKS,
    constraints::hosts::CHECKS,
    constraints::network::CHECKS,
];
