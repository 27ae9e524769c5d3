//! What the tests of the checks share.

use cfn_model::Template;
use cfn_model::parse::Limits;

use crate::{Check, Options};

/// Asserts where a check finds something in a template, by the paths in the order of the findings.
pub(crate) fn check(check: &Check, yaml: &str, expected: &[&str]) {
    let read = Template::read(yaml, "", &Limits::default()).unwrap_or_else(|problems| panic!("{yaml}: {problems:?}"));
    let findings = crate::check(&read.parsed.template, &Options::default());
    let found: Vec<String> =
        findings.iter().filter(|finding| finding.check.code == check.code).map(|finding| finding.path()).collect();
    assert_eq!(found, expected, "{yaml}");
}
