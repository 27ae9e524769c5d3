//! [`check_each`]: several templates at a time.

use std::cmp::Reverse;
use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use cfn_model::Map;
use cfn_model::template::Section;

use crate::{AppStack, Finding, check};

/// How much stack a thread has, in bytes: as much as a program's first one has on most systems.
const STACK: usize = 8 << 20;

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
    let next = AtomicUsize::new(0);
    let mut order: Vec<(usize, &AppStack<'_>)> = stacks.iter().enumerate().collect();
    // The largest first, so that none is left to one thread when the others are done.
    order.sort_by_key(|(_, stack)| Reverse(stack.template.section(Section::Resources).map_or(0, Map::len)));
    // Each thread takes the next template that nobody has taken.
    let take = || order.get(next.fetch_add(1, Ordering::Relaxed));
    let work = || -> Vec<(usize, Vec<Finding>)> {
        std::iter::from_fn(take).map(|(index, stack)| (*index, check(stack.template, stack.options))).collect()
    };
    let threads = thread::available_parallelism().map_or(1, usize::from).min(stacks.len());
    let mut found = thread::scope(|scope| {
        // Where no thread is to be had, this one does the work.
        let start = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).ok();
        let others: Vec<_> = (1..threads).filter_map(start).collect();
        let mut found = work();
        for other in others {
            found.extend(other.join().unwrap_or_else(|cause| panic::resume_unwind(cause)));
        }
        found
    });
    found.sort_unstable_by_key(|(index, _)| *index);
    found.into_iter().map(|(_, findings)| findings).collect()
}
