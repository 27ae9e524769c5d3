//! What services ask for beyond the schemas of their types, where that is a schema as well.
//!
//! `checks/data/extensions.facts` holds the schemas by name; here each name has its check and the reason that
//! is told with what the schema says. [`crate::schema`] applies them.

pub(crate) mod containers;
pub(crate) mod data;
pub(crate) mod functions;
pub(crate) mod hosts;
pub(crate) mod network;

use crate::Check;

/// A schema that services apply, by its name in the facts.
#[derive(Debug)]
pub(crate) struct Constraint {
    pub(crate) name: &'static str,
    pub(crate) check: &'static Check,
    /// Why the schema says so: the second half of a message.
    pub(crate) because: &'static str,
}

/// The name of the schema that applies to the properties of everything that can be tagged.
pub(crate) const TAGS: &str = "tagging";

/// Writes the checks of a file and what they are made of.
macro_rules! constraints {
    ($($check:ident $severity:ident $code:literal $title:literal [$($rule:literal),*] $docs:literal $source:literal {
        $($name:literal: $because:literal,)*
    })*) => {
        $(static $check: crate::Check = crate::Check {
            code: $code,
            severity: cfn_model::Severity::$severity,
            title: $title,
            docs: $docs,
            source: concat!("https://docs.aws.amazon.com/", $source),
            cfn_lint: &[$($rule),*],
            run: None,
        };)*

        pub(crate) const CHECKS: &[&crate::Check] = &[$(&$check),*];

        pub(super) const CONSTRAINTS: &[super::Constraint] =
            &[$($(super::Constraint { name: $name, check: &$check, because: $because },)*)*];
    };
}
use constraints;

/// The schema of a name.
pub(crate) fn named(name: &str) -> Option<&'static Constraint> {
    all().find(|constraint| constraint.name == name)
}

fn all() -> impl Iterator<Item = &'static Constraint> {
    [containers::CONSTRAINTS, data::CONSTRAINTS, functions::CONSTRAINTS, hosts::CONSTRAINTS, network::CONSTRAINTS]
        .into_iter()
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts;

    #[test]
    fn every_schema_of_the_facts_has_a_check_and_every_check_a_schema() {
        let of_facts: Vec<&str> = facts::resource_types().flat_map(facts::constraints).map(|(name, _)| name).collect();
        for name in &of_facts {
            assert!(named(name).is_some(), "`{name}` has no check");
        }
        for constraint in all().filter(|constraint| constraint.name != TAGS) {
            assert!(of_facts.contains(&constraint.name), "`{}` is not in the facts", constraint.name);
        }
        assert!(named(TAGS).is_some());
    }
}
