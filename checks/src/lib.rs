//! Finds the mistakes in a CloudFormation template before AWS does.
//!
//! [`check`] looks at a [`Template`], wherever it came from, and returns every [`Finding`]: a path in
//! the template, what is wrong there, and what to do. Each kind of finding is a [`Check`] with a
//! code, a description and a file of its own; [`checks`] lists them all.
//!
//! Nothing here reads files, prints, or asks the network. What AWS allows is in files of facts that
//! are part of the crate, see [`facts`].

mod app;
mod cases;
mod check;
mod conditions;
mod context;
pub mod data;
mod each;
pub mod facts;
mod finding;
mod kept;
mod mentions;
mod names;
mod networks;
mod parallel;
mod partial;
mod path;
mod pattern;
mod pipelines;
pub mod providers;
mod rules;
mod schema;
mod spots;
mod suppressions;
#[cfg(test)]
mod testing;
mod walk;

pub use app::{AppStack, check_app, stack_needs};
pub use check::Check;
pub use context::Options;
pub use each::check_each;
pub use finding::Finding;
pub use parallel::in_parallel;
pub use suppressions::METADATA;

use cfn_model::Template;

/// Everything that the checks find in a template, in the order of the checks.
///
/// ```
/// use cfn_checks::{Options, check};
/// use cfn_model::Template;
///
/// let text = "Resources: {Topic: {Type: AWS::SNS::Topic, Properties: {TopicNmae: releases}}}";
/// let read = Template::parse(text, "topic.yaml").expect("this is a template");
/// let findings = check(&read.template, &Options::default());
/// assert_eq!(findings[0].path(), "Resources.Topic.Properties.TopicNmae");
/// assert_eq!(findings[0].help.as_deref(), Some("did you mean `TopicName`?"));
/// ```
pub fn check(template: &Template, options: &Options) -> Vec<Finding> {
    let context = context::Context::new(template, options);
    let mut findings = finding::Findings::default();
    schema::check(&context, &mut findings);
    for run in checks().filter_map(|check| check.run) {
        run(&context, &mut findings);
    }
    suppressions::apply(&context, findings.into_sorted())
}

/// Checks of one subject.
#[derive(Debug)]
#[non_exhaustive]
pub struct Group {
    /// What names it: `schemas`, `pipelines`.
    pub name: &'static str,
    /// Its heading.
    pub title: &'static str,
    parts: &'static [&'static [&'static Check]],
}

impl Group {
    /// Its checks.
    pub fn checks(&self) -> impl Iterator<Item = &'static Check> + use<> {
        self.parts.iter().copied().flatten().copied()
    }
}

/// The checks by their subject, in the order in which they are listed.
pub fn groups() -> impl Iterator<Item = &'static Group> {
    static FIRST: Group = Group { name: "schemas", title: "Schemas", parts: &[schema::CHECKS] };
    static LAST: Group = Group { name: "suppressions", title: "Suppressions", parts: &[suppressions::CHECKS] };
    std::iter::once(&FIRST).chain(rules::GROUPS).chain(std::iter::once(&LAST))
}

/// Every check, in the order in which they are listed.
pub fn checks() -> impl Iterator<Item = &'static Check> {
    groups().flat_map(Group::checks)
}
