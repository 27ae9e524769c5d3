//! Filters of triggers that do not go together.

use cfn_model::Severity;

use crate::Check;
use crate::cases::Case;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "trigger-filter",
    severity: Severity::Error,
    title: "filters of a trigger that do not go together",
    docs: "A push is filtered by tags or by branches, and file paths only narrow branches. A pull request is filtered \
           by branches. What is neither included nor excluded filters nothing.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-filter.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for pipeline in context.pipelines.iter().filter(|pipeline| !pipeline.open) {
        for git in pipeline.properties.select(&["Triggers", "*", "GitConfiguration"], &context.conditions) {
            let has = |case: &Case<'_>, key: &str| case.map().is_some_and(|map| map.contains_key(key));
            for filter in git.select(&["Push", "*"], &context.conditions) {
                if filter.map().is_none() {
                    continue;
                }
                let (tags, branches, files) =
                    (has(&filter, "Tags"), has(&filter, "Branches"), has(&filter, "FilePaths"));
                let (message, help) = match (tags, branches, files) {
                    (true, true, _) => ("a push is filtered by tags and by branches", "make two filters of them"),
                    (true, _, true) => ("a push of tags is filtered by file paths", "leave `FilePaths` out"),
                    (false, false, true) => ("file paths are filtered without branches", "add `Branches`"),
                    (false, false, false) => ("the filter of a push is empty", "add `Branches` or `Tags`"),
                    _ => continue,
                };
                findings.push(Finding::new(&X, &filter.path(), message).help(help));
            }
            for filter in git.select(&["PullRequest", "*"], &context.conditions) {
                if filter.map().is_some() && !has(&filter, "Branches") {
                    let message = "the filter of a pull request has no branches";
                    findings.push(Finding::new(&X, &filter.path(), message).help("add `Branches`"));
                }
            }
            for (event, part) in [
                ("Push", "Tags"),
                ("Push", "Branches"),
                ("Push", "FilePaths"),
                ("PullRequest", "Branches"),
                ("PullRequest", "FilePaths"),
            ] {
                for criteria in git.select(&[event, "*", part], &context.conditions) {
                    if criteria.map().is_some() && !has(&criteria, "Includes") && !has(&criteria, "Excludes") {
                        let message = format!("`{part}` has neither `Includes` nor `Excludes`");
                        findings.push(Finding::new(&X, &criteria.path(), message).help("add one of them"));
                    }
                }
            }
        }
    }
}
