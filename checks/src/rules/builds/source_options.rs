//! Options of sources that the kind of source does not have.

use cfn_model::{Severity, Value};

use super::projects;
use crate::Check;
use crate::cases::Case;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::partial;

pub(super) static X: Check = Check {
    code: "source-option",
    severity: Severity::Error,
    title: "an option that the kind of source does not have",
    docs: "Webhooks and build statuses are for repositories at GitHub, GitLab and Bitbucket; a badge needs a repository \
           as well.",
    source: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectSource.html",
    cfn_lint: &[],
    run: Some(run),
};

/// The way to an option that is on or off, what it is called, and the kinds of sources that do not have it.
const OPTIONS: &[(&[&str], &str, &[&str])] = &[
    (&["Triggers", "Webhook"], "a webhook", &["CODECOMMIT", "CODEPIPELINE", "NO_SOURCE", "S3"]),
    (&["Source", "ReportBuildStatus"], "a build status", &["CODECOMMIT", "CODEPIPELINE", "NO_SOURCE", "S3"]),
    (&["BadgeEnabled"], "a badge", &["CODEPIPELINE", "NO_SOURCE", "S3"]),
];

fn run(context: &Context<'_>, findings: &mut Findings) {
    let is_on = |case: &Case<'_>| match case.value {
        Value::Bool(value) => *value,
        other => partial::known(other).is_some_and(|text| text.eq_ignore_ascii_case("true")),
    };
    for (_, project) in projects(context) {
        for kind in project.select(&["Source", "Type"], &context.conditions) {
            let Some(name) = kind.value.as_str() else { continue };
            for (steps, what, _) in
                OPTIONS.iter().filter(|(_, _, without)| without.iter().any(|kind| kind.eq_ignore_ascii_case(name)))
            {
                for option in project.select(steps, &context.conditions) {
                    if is_on(&option) && context.conditions.both(&kind.env, &option.env).is_some() {
                        let message = format!("a source of type `{name}` has no use for {what}");
                        findings.push(Finding::new(&X, &option.path(), message).help("leave it out"));
                    }
                }
            }
        }
    }
}
