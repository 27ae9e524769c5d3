//! Build projects whose own source or artifacts a pipeline does not use.

use cfn_model::{Function, Severity, Value};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "project-not-for-pipelines",
    severity: Severity::Info,
    title: "a pipeline builds with a project that has another source",
    docs: "A build of a pipeline reads and writes the pipeline's artifacts, whatever source and artifacts its project \
           names. A project that is only for pipelines says so with `Type: CODEPIPELINE` in both.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CodeBuild.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for step in context.pipelines.iter().flat_map(|pipeline| pipeline.steps()) {
        if step.provider.is_none_or(|provider| provider.provider != "CodeBuild") {
            continue;
        }
        for case in step.setting("ProjectName") {
            let Value::Intrinsic(call) = case.value else { continue };
            let id = call.argument.as_str().filter(|_| call.function == Function::Ref);
            let Some(project) = id.and_then(|id| context.resource(id)) else { continue };
            for part in ["Source", "Artifacts"] {
                let kind = project.property(&format!("{part}.Type")).and_then(Value::as_str);
                if let Some(kind) = kind.filter(|kind| !kind.eq_ignore_ascii_case("CODEPIPELINE")) {
                    let what = part.to_lowercase();
                    let message = format!(
                        "the {what} of the project `{}` is `{kind}`, which a pipeline does not use",
                        project.id
                    );
                    let help = format!("set `{part}.Type` of the project to `CODEPIPELINE`");
                    findings.push(Finding::new(&X, &case.path(), message).help(help));
                    break;
                }
            }
        }
    }
}
