//! What the schema of a resource's type says about its properties.
//!
//! A validator of JSON Schema as far as AWS's schemas use it, over templates: a function may stand
//! for any value, and what depends on conditions is looked at in each combination that can be.

mod combinations;
mod constraints;
mod evaluate;
mod expression;
mod formats;
mod lists;
mod objects;
mod properties;
pub(crate) mod report;
mod scalars;
pub(crate) mod scenarios;

pub(crate) use evaluate::Validator;
pub(crate) use expression::{Kind, kind};
pub(crate) use report::{CHECKS, list, shown};
pub(crate) use scalars::text_of;

use crate::context::Context;
use crate::finding::Findings;

/// Looks at the properties of every resource, by the schema of its type and by what the service asks for beyond.
pub(crate) fn check(context: &Context<'_>, findings: &mut Findings) {
    for resource in &context.resources {
        properties::check(context, resource, findings);
        constraints::check(context, resource, findings);
    }
}
