//! Sources without what they are read from.

use cfn_model::Severity;

use super::{choice, parts, projects};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "source-location",
    severity: Severity::Error,
    title: "a source without what it is read from, or with what is not read",
    docs: "A repository is named by its URL as `Location`. A pipeline gives its builds their source, and a project \
           without source needs its buildspec in the template or in a bucket.",
    source: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectSource.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for (_, project) in projects(context) {
        for steps in [&["Source"][..], &["SecondarySources", "*"]] {
            for (case, source) in parts(context, &project, steps) {
                let kind = choice(&source, "Type").unwrap_or_default();
                let location = source.get("Location");
                match (kind.as_str(), location) {
                    (
                        "BITBUCKET" | "CODECOMMIT" | "GITHUB" | "GITHUB_ENTERPRISE" | "GITLAB" | "GITLAB_SELF_MANAGED",
                        None,
                    ) if !source.open => {
                        let message = format!("a source of type `{kind}` has no `Location`");
                        findings.push(
                            Finding::new(&X, &case.path(), message).help("add the URL of the repository as `Location`"),
                        );
                    }
                    ("CODEPIPELINE" | "NO_SOURCE", Some(entry)) => {
                        let message = format!("a source of type `{kind}` has a `Location`, which is not read");
                        let finding = Finding::new(&X, &case.path_to(entry.value), message).severity(Severity::Warning);
                        findings.push(finding.help("leave it out, or give the source the type of what it names"));
                    }
                    _ => {}
                }
                if kind == "NO_SOURCE" && steps.len() == 1 && !source.contains("BuildSpec") && !source.open {
                    let message = "a project without source has no `BuildSpec`";
                    let help = "write the buildspec here, or name one in a bucket by its ARN";
                    findings.push(Finding::new(&X, &case.path(), message).help(help));
                }
            }
        }
    }
}
