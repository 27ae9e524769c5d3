//! [`Finding`]: a mistake at a place of a template.

use std::collections::HashSet;

use cfn_model::Severity;

use crate::check::Check;
use crate::path::Path;

/// A mistake at a place of a template.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Finding {
    /// The kind of mistake.
    pub check: &'static Check,
    /// How grave it is, which for some checks depends on what was found.
    pub severity: Severity,
    /// The way from the root of the template: keys, indices, and functions by their long names.
    pub steps: Vec<String>,
    /// What is wrong: what, the value given, what is allowed.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Finding {
    pub(crate) fn new(check: &'static Check, path: &Path<'_>, message: impl Into<String>) -> Self {
        let severity = check.severity;
        Finding { check, severity, steps: path.to_steps(), message: message.into(), help: None }
    }

    #[must_use]
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With another severity than its check has as a rule.
    #[must_use]
    pub(crate) fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The steps joined by dots: `Resources.Build.Properties.Source.Type`.
    pub fn path(&self) -> String {
        self.steps.join(".")
    }
}

/// The findings so far.
#[derive(Debug, Default)]
pub(crate) struct Findings(Vec<Finding>);

impl Findings {
    pub(crate) fn push(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    pub(crate) fn extend(&mut self, findings: impl IntoIterator<Item = Finding>) {
        self.0.extend(findings);
    }

    /// Whether one of the first `count` findings is something grave at a place.
    pub(crate) fn has_error_at(&self, steps: &[String], count: usize) -> bool {
        self.0.iter().take(count).any(|finding| finding.severity == Severity::Error && finding.steps == steps)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// What the first finding says.
    pub(crate) fn first_message(&self) -> Option<&str> {
        self.0.first().map(|finding| finding.message.as_str())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter()
    }

    pub(crate) fn into_iter(self) -> impl Iterator<Item = Finding> {
        self.0.into_iter()
    }

    /// The same, as findings of another check.
    pub(crate) fn told_as(mut self, check: &'static Check) -> Self {
        for finding in &mut self.0 {
            finding.check = check;
            // What is only likely wrong stays so.
            finding.severity = finding.severity.min(check.severity);
        }
        self
    }

    pub(crate) fn append(&mut self, mut other: Findings) {
        self.0.append(&mut other.0);
    }

    /// Each once: what is wrong in several branches of a condition is told for the first.
    pub(crate) fn into_sorted(self) -> Vec<Finding> {
        let mut seen = HashSet::with_capacity(self.0.len());
        let mut kept = self.0;
        kept.retain(|finding| seen.insert((finding.check.code, finding.steps.clone(), finding.message.clone())));
        kept
    }
}
