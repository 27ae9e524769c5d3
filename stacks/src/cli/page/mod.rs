//! `report`: a page about an app, or about templates, that needs nothing else.

mod sections;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::path::PathBuf;

use cfn_model::{Diagnostic, Map, Value, emit};

use super::command::{Call, Command, JSON, Opt, STACK};
use super::diff::{self, Entry};
use super::folder;
use super::html::escaped;
use super::permissions::{Permission, permissions};
use super::subjects::{Origin, Subject, subjects_with_problems};
use super::{Failure, check};

pub(super) static COMMAND: Command = Command {
    name: "report",
    about: "write a page about the app, or about templates: pictures, stacks, checks, differences and permissions",
    words: ("[PATH]...", usize::MAX),
    options: &[
        STACK,
        JSON,
        Opt::path("out", "FILE", "the file to write [default: report.html]").short('o'),
        Opt::path(
            "against",
            "OLD",
            "what the differences are to: a template, a folder of them, or REV:PATH of git [default for an app: cfn.out, \
             where it is there]",
        ),
    ],
    details: "\
PATH is a template, a folder with all templates in it, or `-` for standard input. Without one, it is about the app.
The page is one file of HTML. It asks nothing of any other, and follows the reader's light or dark scheme.",
    run,
};

/// What an app is compared with by itself.
const OUTPUT: &str = "cfn.out";

/// What a page tells.
struct Page<'a> {
    title: String,
    subjects: &'a [Subject],
    problems: Vec<Diagnostic>,
    /// What the templates were compared with, and the differences.
    changes: Option<(String, Vec<Entry>)>,
    /// The permissions of each subject.
    permissions: Vec<Vec<Permission>>,
}

fn run(mut call: Call<'_>) -> Result<(), Failure> {
    let paths = call.options.words().to_vec();
    let is_app = paths.is_empty() && (call.app.is_some() || call.options.has("config"));
    if !is_app && paths.is_empty() {
        let message = "report has to know what to look at; name templates or folders, or `-` for standard input";
        return Err(Failure::Usage(message.into()));
    }
    let (subjects, mut problems) = subjects_with_problems(&mut call, &paths)?;
    if subjects.is_empty() {
        return Err(Failure::Refused("there is nothing to tell of: no template was found".into()));
    }
    if !is_app {
        problems = findings(&subjects);
    }
    let page = Page {
        title: call.program.name.clone(),
        changes: changes(&call, &subjects, is_app)?,
        permissions: subjects.iter().map(|subject| permissions(&subject.template)).collect(),
        subjects: &subjects,
        problems,
    };
    let out = call.options.path("out").unwrap_or_else(|| PathBuf::from("report.html"));
    folder::write_file(&out, page.write().as_bytes()).map_err(Failure::Io)?;
    if !call.options.has("json") {
        return call.print(&format!("{}\n", out.display()));
    }
    let told = Map::from([("out", Value::from(out.display().to_string())), ("stacks", page.subjects.len().into())]);
    call.print(&emit::to_json(&told.into()))
}

/// What is wrong with templates of files.
fn findings(subjects: &[Subject]) -> Vec<Diagnostic> {
    let options = cfn_checks::Options::default();
    let of = |subject: &Subject| {
        let findings = cfn_checks::check(&subject.template, &options);
        let place = |finding| match &subject.origin {
            Origin::File(places) => Some(check::files::diagnostic(finding, places)),
            Origin::App { .. } => None,
        };
        findings.into_iter().filter_map(place).collect::<Vec<_>>()
    };
    subjects.iter().flat_map(of).collect()
}

fn changes(call: &Call<'_>, subjects: &[Subject], is_app: bool) -> Result<Option<(String, Vec<Entry>)>, Failure> {
    let old = match call.options.path("against") {
        Some(old) => old,
        None if is_app && PathBuf::from(OUTPUT).is_dir() => OUTPUT.into(),
        None => return Ok(None),
    };
    let new: diff::Named =
        subjects.iter().map(|subject| (subject.name.clone(), subject.template.clone().into())).collect();
    let name = old.display().to_string();
    let entries = diff::against(call, &OsString::from(old), new)?;
    Ok(Some((name, entries)))
}

impl Page<'_> {
    fn write(&self) -> String {
        let sections = sections::all(self);
        let links: String =
            sections.iter().map(|(id, title, _)| format!("<li><a href=\"#{id}\">{title}</a>\n")).collect();
        let bodies: String = sections
            .iter()
            .map(|(id, title, body)| {
                format!("<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{title}</h2>\n{body}</section>\n")
            })
            .collect();
        let (title, style) = (escaped(&self.title), include_str!("style.css"));
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style>\n{style}</style>\n\
             <a class=\"skip\" href=\"#summary\">Skip to the summary</a>\n\
             <header>\n<h1>{title}</h1>\n<nav aria-label=\"Sections\">\n<ul>\n{links}</ul>\n</nav>\n</header>\n\
             <main>\n{bodies}</main>\n</html>\n"
        )
    }
}
