//! Builds that may run Docker where that cannot be.

use cfn_model::Severity;

use super::{choice, parts, projects, text};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "privileged-environment",
    severity: Severity::Error,
    title: "privileged mode in an environment that does not have it",
    docs: "Only containers on Linux can be privileged. Windows, Lambda and macOS have no such mode.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/create-project.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for (_, project) in projects(context) {
        for (case, environment) in parts(context, &project, &["Environment"]) {
            let Some(mode) = environment.get("PrivilegedMode") else { continue };
            let is_on = text(&environment, "PrivilegedMode").is_some_and(|value| value.eq_ignore_ascii_case("true"));
            let kind = choice(&environment, "Type").unwrap_or_default();
            let lacks = kind.starts_with("WINDOWS") || kind.contains("LAMBDA") || kind == "MAC_ARM";
            if is_on && lacks && !environment.contains("Fleet") {
                let message = format!("an environment of type `{kind}` has no privileged mode");
                findings
                    .push(Finding::new(&X, &case.path_to(mode.value), message).help("leave it out, or build on Linux"));
            }
        }
    }
}
