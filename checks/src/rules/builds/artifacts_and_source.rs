//! Source and artifacts of which only one is a pipeline's.

use cfn_model::Severity;

use super::projects;
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "pipeline-source-and-artifacts",
    severity: Severity::Error,
    title: "source and artifacts of which only one is a pipeline's",
    docs: "`CODEPIPELINE` is the type of both, source and artifacts, or of neither. Further sources and artifacts of \
           such a project are the pipeline's to give, by the action's artifacts.",
    source: "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ProjectArtifacts.html",
    cfn_lint: &[],
    run: Some(run),
};

fn is_pipeline(kind: &str) -> bool {
    kind.eq_ignore_ascii_case("CODEPIPELINE")
}

fn run(context: &Context<'_>, findings: &mut Findings) {
    for (_, project) in projects(context) {
        let kinds = |part| project.select(&[part, "Type"], &context.conditions);
        for source in kinds("Source") {
            let Some(source_kind) = source.value.as_str() else { continue };
            for artifacts in kinds("Artifacts") {
                let Some(kind) = artifacts.value.as_str() else { continue };
                let together = context.conditions.both(&source.env, &artifacts.env).is_some();
                if together && is_pipeline(source_kind) != is_pipeline(kind) {
                    let message = format!("the source is `{source_kind}` and the artifacts are `{kind}`");
                    let help = "make both `CODEPIPELINE`, or neither";
                    findings.push(Finding::new(&X, &artifacts.path(), message).help(help));
                }
            }
            if is_pipeline(source_kind) {
                for part in ["SecondarySources", "SecondaryArtifacts"] {
                    for list in project.key(part, &context.conditions) {
                        if list.value.as_list().is_some_and(|items| !items.is_empty()) {
                            let message = format!("a project of a pipeline has `{part}`, which the pipeline gives it");
                            let help = "leave them out; give the pipeline's action more artifacts";
                            findings.push(Finding::new(&X, &list.path(), message).help(help));
                        }
                    }
                }
            }
        }
    }
}
