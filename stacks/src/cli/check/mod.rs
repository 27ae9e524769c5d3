//! `check`: what is wrong with an app, or with templates that no app made.

#[cfg(feature = "cli")]
pub(super) mod files;

use std::io::Write;

use cfn_model::{Diagnostic, Severity};

use super::arguments::Arguments;
use super::report::{self, Form, Report, Sources};
use super::{App, Failure, print, words};

/// Reports what is wrong with the app.
pub(super) fn run(app: App, arguments: &Arguments, out: &mut dyn Write) -> Result<(), Failure> {
    let form = arguments.form().map_err(Failure::Usage)?;
    let names: Vec<String> = app.stack_names().map(str::to_owned).collect();
    let mut problems = match app.synth() {
        Ok(assembly) => assembly.diagnostics,
        Err(problems) => problems,
    };
    finish(form, &names, &mut problems, &mut Sources::default(), arguments.deny_warnings, out)
}

/// Prints the report, and fails where there is something to fail for.
pub(super) fn finish(
    form: Form,
    subjects: &[String],
    problems: &mut [Diagnostic],
    sources: &mut Sources,
    deny_warnings: bool,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    report::sort(problems);
    let report = Report { subjects, problems };
    print(&form.write(&report, sources, super::colours()), out)?;
    refused(problems, deny_warnings).map_or(Ok(()), |reason| Err(Failure::Refused(reason)))
}

/// Why problems are a reason to stop, where they are one.
pub(super) fn refused(problems: &[Diagnostic], deny_warnings: bool) -> Option<String> {
    let errors = report::count(problems, Severity::Error);
    let warnings = report::count(problems, Severity::Warning);
    match (errors, warnings) {
        (0, 0) => None,
        (0, _) if !deny_warnings => None,
        (0, _) => Some(format!("{} found, and warnings are denied", words(warnings, "warning"))),
        (_, 0) => Some(format!("{} found", words(errors, "error"))),
        _ => Some(format!("{} and {} found", words(errors, "error"), words(warnings, "warning"))),
    }
}
