//! Batches of projects that have no batch configuration.

use cfn_model::{Function, Map, Severity, Value};

use super::projects;
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::partial;
use crate::pipelines::is_open;

pub(super) static X: Check = Check {
    code: "batch-without-configuration",
    severity: Severity::Error,
    title: "batches of a project that has no batch configuration",
    docs: "A project builds batches only with a `BuildBatchConfig`, which names the role that starts the builds.",
    source: "https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    let lacks = |properties: &Map| !properties.contains_key("BuildBatchConfig") && !is_open(properties);
    const HELP: &str = "add `BuildBatchConfig` with a `ServiceRole` to the project";
    for (_, project) in projects(context) {
        for kind in project.select(&["Triggers", "BuildType"], &context.conditions) {
            if kind.value.as_str().is_some_and(|kind| kind.eq_ignore_ascii_case("BUILD_BATCH"))
                && project.map().is_some_and(lacks)
            {
                let message = "the webhook starts batches, and the project has no `BuildBatchConfig`";
                findings.push(Finding::new(&X, &kind.path(), message).help(HELP));
            }
        }
    }
    for step in context.pipelines.iter().flat_map(|pipeline| pipeline.steps()) {
        if step.provider.is_none_or(|provider| provider.provider != "CodeBuild") {
            continue;
        }
        let batches: Vec<_> = step.setting("BatchEnabled").collect();
        let is_on = |value: &Value| partial::known(value).is_some_and(|text| text.eq_ignore_ascii_case("true"));
        for name in step.setting("ProjectName") {
            let Value::Intrinsic(call) = name.value else { continue };
            let id = call.argument.as_str().filter(|_| call.function == Function::Ref);
            let project =
                id.and_then(|id| context.resource(id)).filter(|one| one.type_name == "AWS::CodeBuild::Project");
            let Some(project) =
                project.filter(|project| project.properties().and_then(Value::as_map).is_some_and(lacks))
            else {
                continue;
            };
            for batch in batches.iter().filter(|batch| is_on(batch.value)) {
                if context.conditions.both(&batch.env, &name.env).is_some() {
                    let message = format!("{step} runs a batch of `{}`, which has no `BuildBatchConfig`", project.id);
                    findings.push(Finding::new(&X, &batch.path(), message).help(HELP));
                }
            }
        }
    }
}
