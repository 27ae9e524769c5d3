//! Schemas that services apply beyond that of the type.

use cfn_model::Value;

use super::{Schema, Validator};
use crate::context::{Context, Resource};
use crate::data::Node;
use crate::facts;
use crate::finding::{Finding, Findings};
use crate::rules::constraints::{self, TAGS};

/// Applies what is asked of a type beyond its schema. What the schema refuses already is not told again.
pub(super) fn check(context: &Context<'_>, resource: &Resource<'_>, findings: &mut Findings) {
    let Some(properties) = resource.properties() else { return };
    let taggable = |schema: Node| schema.get("tagging")?.get("taggable")?.as_bool();
    let tags = resource.schema.and_then(taggable).unwrap_or_default().then(|| (TAGS, facts::tags()));
    for (name, schema) in facts::constraints(resource.type_name).chain(tags) {
        apply(context, resource, properties, name, schema, findings);
    }
}

fn apply<'a>(
    context: &Context<'a>,
    resource: &Resource<'a>,
    properties: &'a Value,
    name: &str,
    schema: Node,
    findings: &mut Findings,
) {
    let Some(constraint) = constraints::named(name) else { return };
    let mut validator = Validator::new(context, resource.properties_path());
    validator.value(Schema::of(schema), properties, &resource.env);
    let told = findings.len();
    for found in validator.into_findings().into_iter() {
        if findings.has_error_at(&found.steps, told) {
            continue;
        }
        let message = format!("{}: {}", found.message, constraint.because);
        let check = constraint.check;
        // What is only likely wrong stays so.
        let severity = check.severity.min(found.severity);
        findings.push(Finding { check, severity, message, ..found });
    }
}
