//! [`Check`]: one thing that is judged about a document.

use cfn_model::{Diagnostic, Severity};

/// One thing that is judged about a document of type `T`.
pub struct Check<T> {
    /// The name that its findings carry. It never changes its meaning.
    pub code: &'static str,
    /// How bad a finding is.
    pub severity: Severity,
    /// What it looks for, in one sentence.
    pub summary: &'static str,
    pub(crate) run: fn(&T, &mut Findings),
}

impl<T> Check<T> {
    /// What this check finds in `spec`.
    pub fn findings(&self, spec: &T) -> Vec<Diagnostic> {
        let mut findings = Findings { code: self.code, severity: self.severity, found: Vec::new() };
        (self.run)(spec, &mut findings);
        findings.found
    }
}

/// What one check has found so far.
pub(crate) struct Findings {
    code: &'static str,
    severity: Severity,
    found: Vec<Diagnostic>,
}

impl Findings {
    pub(crate) fn add(&mut self, path: impl Into<String>, message: impl Into<String>, help: impl Into<String>) {
        let finding = Diagnostic::new(self.severity, self.code, message).property(path).help(help);
        self.found.push(finding);
    }
}
