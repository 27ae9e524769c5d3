//! The checks beyond the schemas, one a file.

mod bounds;
mod builds;
mod functions;
mod iam;
mod limits;
mod pipelines;
pub(crate) mod references;
mod secrets;
mod services;
mod template;

use crate::Group;

pub(crate) use services::constraints;

/// The checks of each folder, in the order in which they run and are listed.
pub(crate) static GROUPS: &[Group] = &[
    Group { name: "template", title: "Templates", parts: &[template::CHECKS] },
    Group { name: "references", title: "References", parts: &[references::CHECKS] },
    Group { name: "functions", title: "Functions", parts: &[functions::CHECKS] },
    Group { name: "limits", title: "Limits", parts: &[limits::CHECKS] },
    Group { name: "iam", title: "IAM", parts: &[iam::CHECKS] },
    Group { name: "secrets", title: "Secrets", parts: &[secrets::CHECKS] },
    Group { name: "pipelines", title: "Pipelines", parts: &[pipelines::CHECKS] },
    Group { name: "builds", title: "Builds", parts: &[builds::CHECKS] },
    Group {
        name: "services",
        title: "Services",
        parts: &[
            services::CHECKS,
            constraints::containers::CHECKS,
            constraints::data::CHECKS,
            constraints::functions::CHECKS,
            constraints::hosts::CHECKS,
            constraints::network::CHECKS,
        ],
    },
];
