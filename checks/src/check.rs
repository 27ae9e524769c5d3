//! [`Check`]: one kind of mistake.

use cfn_model::Severity;

use crate::context::Context;
use crate::finding::Findings;

/// One kind of mistake: its code, what it means, and how it is found.
///
/// Below `checks/fixtures` each has a folder of its code with the smallest template that has the mistake and the
/// nearest that does not. The pages of `docs/checks` are made of all this.
#[derive(Debug)]
#[non_exhaustive]
pub struct Check {
    /// What names it in diagnostics and where it is suppressed. Never used for anything else, also not later.
    pub code: &'static str,
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong, in half a sentence.
    pub title: &'static str,
    /// What it means and what to do, in whole sentences.
    pub docs: &'static str,
    /// The page of AWS that says so.
    pub source: &'static str,
    /// The rules of cfn-lint that find the same.
    pub cfn_lint: &'static [&'static str],
    /// Finds it; `None` for what is found on the way by another.
    pub(crate) run: Option<fn(&Context<'_>, &mut Findings)>,
}
