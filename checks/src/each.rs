//! [`check_each`]: several templates at a time.

use std::cmp::Reverse;

use cfn_model::Map;
use cfn_model::template::Section;

use crate::{AppStack, Finding, check, in_parallel};

/// What [`check`] finds in the template of each stack, in the order of the stacks.
///
/// As many templates are looked at at the same time as there are processors.
///
/// ```
/// use cfn_checks::{AppStack, Options, check_each};
/// use cfn_model::Template;
///
/// let read = |text| Template::parse(text, "").expect("a template").template;
/// let right = read("Resources: {T: {Type: AWS::SNS::Topic}}");
/// let wrong = read("Resources: {T: {Type: AWS::SNS::Topics}}");
/// let options = Options::default();
/// let stack = |name, template| AppStack { name, template, options: &options };
/// let findings = check_each(&[stack("right", &right), stack("wrong", &wrong)]);
/// assert!(findings[0].is_empty());
/// assert_eq!(findings[1][0].path(), "Resources.T.Type");
/// ```
pub fn check_each(stacks: &[AppStack<'_>]) -> Vec<Vec<Finding>> {
    // The largest first, so that none is left to one thread when the others are done.
    let mut order: Vec<usize> = (0..stacks.len()).collect();
    let size = |index: &usize| stacks[*index].template.section(Section::Resources).map_or(0, Map::len);
    order.sort_by_key(|index| Reverse(size(index)));
    let found = in_parallel(&order, |index| check(stacks[*index].template, stacks[*index].options));
    let mut found: Vec<(usize, Vec<Finding>)> = order.into_iter().zip(found).collect();
    found.sort_unstable_by_key(|(index, _)| *index);
    found.into_iter().map(|(_, findings)| findings).collect()
}
