//! CodeBuild: environments, sources, artifacts, webhooks and buildspecs.

mod artifacts_and_source;
mod batch_configuration;
mod buildspec;
mod buildspec_file;
mod cache;
mod compute;
mod curated;
mod image;
mod limits;
mod privileged;
mod secondary;
mod source_location;
mod source_options;
mod webhook_filter;

use cfn_model::Map;

use crate::Check;
use crate::cases::Case;
use crate::context::{Context, Resource};
use crate::partial;
use crate::schema::scenarios::{self, Object};

/// The checks of this folder.
pub(super) const CHECKS: &[&Check] = &[
    &limits::X,
    &image::UNFIT,
    &image::UNKNOWN,
    &image::RETIRED,
    &image::CREDENTIALS,
    &compute::X,
    &privileged::X,
    &cache::X,
    &source_location::X,
    &artifacts_and_source::X,
    &source_options::X,
    &secondary::X,
    &webhook_filter::X,
    &batch_configuration::X,
    &buildspec::UNREADABLE,
    &buildspec::UNKNOWN_KEY,
    &buildspec_file::X,
];

/// The build projects of the template, each with its properties.
fn projects<'c, 'a>(context: &'c Context<'a>) -> impl Iterator<Item = (&'c Resource<'a>, Case<'a>)> {
    context.of_type("AWS::CodeBuild::Project").filter_map(|project| {
        let case = Case::properties(project)?;
        case.map().is_some().then_some((project, case))
    })
}

/// A part of a project in every combination of the conditions that it depends on.
fn parts<'a>(context: &Context<'a>, project: &Case<'a>, steps: &[&str]) -> Vec<(Case<'a>, Object<'a>)> {
    let objects = |case: Case<'a>| {
        let map: &'a Map = case.map()?;
        let objects = scenarios::objects(map, &context.conditions, &case.env);
        Some(objects.into_iter().map(move |object| (case.clone(), object)))
    };
    project.select(steps, &context.conditions).into_iter().filter_map(objects).flatten().collect()
}

/// What the choice of a property is, in capitals as CodeBuild documents them; it takes them in any case.
fn choice(object: &Object<'_>, key: &str) -> Option<String> {
    partial::known(object.get(key)?.value).map(|text| text.to_uppercase())
}

/// The text of a property, where all of it is known.
fn text(object: &Object<'_>, key: &str) -> Option<String> {
    partial::known(object.get(key)?.value).map(|text| text.into_owned())
}

#[cfg(test)]
mod tests {
    /// A template with a project of these properties, entries in YAML's flow style.
    pub(super) fn project(properties: &str) -> String {
        format!("Resources: {{Project: {{Type: 'AWS::CodeBuild::Project', Properties: {{{properties}}}}}}}\n")
    }
}
