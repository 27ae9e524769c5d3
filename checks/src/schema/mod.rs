//! What the schema of a resource's type says about its properties.
//!
//! A validator of JSON Schema as far as AWS's schemas use it, over templates: a function may stand
//! for any value, and what depends on conditions is looked at in each combination that can be.

mod combinations;
mod compiled;
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
mod sources;

use compiled::Schema;
use evaluate::Validator;
pub(crate) use expression::{Kind, kind, kind_of_ref};
pub(crate) use report::{CHECKS, list, shown};
use scalars::Type;
pub(crate) use scalars::text_of;

use cfn_model::Value;

use crate::Check;
use crate::conditions::Env;
use crate::context::Context;
use crate::data::Node;
use crate::finding::Findings;
use crate::path::Path;

/// Looks at the properties of every resource, by the schema of its type and by what the service asks for beyond.
pub(crate) fn check(context: &Context<'_>, findings: &mut Findings) {
    for resource in &context.resources {
        properties::check(context, resource, findings);
        constraints::check(context, resource, findings);
    }
}

/// Looks at a part of a template by its form. Whatever is wrong is a finding of `check`.
pub(crate) fn part<'a>(
    context: &Context<'a>,
    check: &'static Check,
    form: Node,
    value: &'a Value,
    place: (Path<'a>, &Env),
    findings: &mut Findings,
) {
    let (path, env) = place;
    let mut validator = Validator::new(context, path);
    validator.value(Schema::of(form), value, env);
    findings.append(validator.into_findings().told_as(check));
}
