//! `check`: what is wrong with an app, or with templates that no app made.

#[cfg(feature = "cli")]
pub(super) mod files;

use cfn_model::{Diagnostic, Severity};

use super::command::{Call, Command, DENY, Opt};
use super::report::{self, Form, Report, Sources};
use super::{Failure, words};

pub(super) static COMMAND: Command = Command {
    name: "check",
    about: "print everything that is wrong with the app, or with templates, and write nothing",
    words: ("[PATH]...", usize::MAX),
    options: &[
        Opt::one("format", "FORMAT", Form::NAMES, "human, json, sarif, github or junit [default: human]"),
        Opt::flag("json", "the same as --format json"),
        DENY,
        #[cfg(feature = "cli")]
        Opt::text("account", "ID", "the account that the templates at PATH are deployed to, by its 12 digits"),
        #[cfg(feature = "cli")]
        Opt::text("region", "REGION", "the region that they are deployed to"),
        #[cfg(feature = "cli")]
        Opt::path("source", "DIR", "the source directory that builds run in, whose files templates may name"),
        Opt::text("explain", "CODE", "print what a check is about, and how to mend what it finds"),
        Opt::flag("list", "print the codes of all checks"),
    ],
    details: "\
PATH is a template, a folder with all templates in it, or `-` for standard input. Without one, the app is checked.
Exit codes: 0 no error; 1 an error was found, or a file cannot be read; 2 the command line makes no sense",
    run,
};

fn run(mut call: Call<'_>) -> Result<(), Failure> {
    if let Some(code) = call.options.text("explain") {
        let text = explain(code)?;
        return call.print(&text);
    }
    if call.options.has("list") {
        return call.print(&list());
    }
    #[cfg(feature = "cli")]
    if call.app.is_none() && !call.options.has("config") || !call.options.words().is_empty() {
        return files::run(call);
    }
    let app = call.app()?;
    let names: Vec<String> = app.stack_names().map(str::to_owned).collect();
    let mut problems = call.placed(match app.synth() {
        Ok(assembly) => assembly.diagnostics,
        Err(problems) => problems,
    });
    let mut sources = Sources::default();
    #[cfg(feature = "tool")]
    if let Some(config) = &call.config {
        sources.add(config.name(), config.text().to_owned());
    }
    finish(call, &names, &mut problems, &mut sources)
}

/// Prints the report, and fails where there is something to fail for.
fn finish(
    mut call: Call<'_>,
    subjects: &[String],
    problems: &mut [Diagnostic],
    sources: &mut Sources,
) -> Result<(), Failure> {
    let form = if call.options.has("json") { Form::Json } else { Form::named(call.options.text("format")) };
    report::sort(problems);
    let report = Report { subjects, problems };
    call.print(&form.write(&report, sources, super::colours()))?;
    refused(problems, call.options.has("deny")).map_or(Ok(()), |reason| Err(Failure::Refused(reason)))
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

fn list() -> String {
    let width = cfn_checks::checks().map(|check| check.code.len()).max().unwrap_or_default();
    cfn_checks::checks()
        .map(|check| format!("{:<7}  {:width$}  {}\n", check.severity, check.code, check.title))
        .collect()
}

fn explain(code: &str) -> Result<String, Failure> {
    let Some(check) = cfn_checks::checks().find(|check| check.code == code) else {
        let nearest = cfn_model::nearest(code, cfn_checks::checks().map(|check| check.code));
        let help = nearest.map_or("--list names them".to_owned(), |nearest| format!("did you mean `{nearest}`?"));
        return Err(Failure::Usage(format!("there is no check `{code}`; {help}")));
    };
    let mut text = format!("{} ({}): {}\n\n{}\n", check.code, check.severity, check.title, check.docs);
    if !check.source.is_empty() {
        text.push_str(&format!("\nSee {}\n", check.source));
    }
    Ok(text)
}
