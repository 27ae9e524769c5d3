//! Secondary sources and artifacts without an identifier, or with one that is taken.

use std::collections::BTreeMap;

use cfn_model::{Severity, nearest};

use super::projects;
use crate::Check;
use crate::cases::Case;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::partial;
use crate::pattern;
use crate::pipelines::is_open;

pub(super) static X: Check = Check {
    code: "secondary-identifier",
    severity: Severity::Error,
    title: "a secondary source or artifact without an identifier of its own",
    docs: "The buildspec and the versions of secondary sources name them by their identifiers: 1 to 128 letters, \
           digits and underscores, different for each.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/sample-multi-in-out.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for (_, project) in projects(context) {
        let sources = identifiers(context, &project, "SecondarySources", "SourceIdentifier", findings);
        identifiers(context, &project, "SecondaryArtifacts", "ArtifactIdentifier", findings);
        let Some(sources) = sources else { continue };
        let steps = ["SecondarySourceVersions", "*", "SourceIdentifier"];
        for case in project.select(&steps, &context.conditions) {
            let Some(name) = partial::known(case.value) else { continue };
            if !sources.contains_key(name.as_ref()) {
                let finding =
                    Finding::new(&X, &case.path(), format!("no secondary source has the identifier `{name}`"));
                findings.push(match nearest(&name, sources.keys().map(String::as_str)) {
                    Some(near) => finding.help(format!("did you mean `{near}`?")),
                    None => finding.help("name a secondary source; the version of the first is `SourceVersion`"),
                });
            }
        }
    }
}

/// The identifiers of a list, where all of them are known; reports what is wrong with them.
fn identifiers<'a>(
    context: &Context<'a>,
    project: &Case<'a>,
    list: &'a str,
    key: &'a str,
    findings: &mut Findings,
) -> Option<BTreeMap<String, Case<'a>>> {
    let mut known: BTreeMap<String, Case<'a>> = BTreeMap::new();
    let mut all = project.key(list, &context.conditions).iter().all(|case| case.value.as_list().is_some());
    for item in project.select(&[list, "*"], &context.conditions) {
        let Some(map) = item.map() else {
            all = false;
            continue;
        };
        if !map.contains_key(key) && !is_open(map) {
            let message = format!("an entry of `{list}` has no `{key}`");
            findings.push(Finding::new(&X, &item.path(), message).help(format!("add a `{key}` of its own")));
        }
        for case in item.key(key, &context.conditions) {
            let Some(name) = partial::known(case.value) else {
                all = false;
                continue;
            };
            if pattern::matches("^[A-Za-z0-9_]{1,128}$", &name) == Some(false) {
                let message = format!("`{name}` is no identifier");
                let help = "give 1 to 128 letters, digits and underscores";
                findings.push(Finding::new(&X, &case.path(), message).help(help));
            }
            match known.get(name.as_ref()) {
                Some(first) if !first.is(&case) && context.conditions.both(&first.env, &case.env).is_some() => {
                    let message = format!("`{name}` is the identifier of another entry of `{list}`");
                    findings.push(Finding::new(&X, &case.path(), message).help("take another for it"));
                }
                _ => {
                    known.insert(name.into_owned(), case);
                }
            }
        }
    }
    all.then_some(known)
}
