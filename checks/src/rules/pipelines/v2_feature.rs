//! What only pipelines of type V2 have, in one of type V1.

use cfn_model::{Map, Severity, Value};

use crate::Check;
use crate::cases::Case;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Path;
use crate::pipelines::Pipeline;

pub(super) static X: Check = Check {
    code: "v2-feature-in-v1-pipeline",
    severity: Severity::Error,
    title: "a pipeline of type V1 with what only V2 has",
    docs: "Variables, triggers, execution modes other than `SUPERSEDED`, conditions of stages and the newer kinds of \
           actions need `PipelineType: V2`. A pipeline that says nothing has type V1.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-types.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for pipeline in &context.pipelines {
        if pipeline.version(&context.conditions) != Some("V1") {
            continue;
        }
        let mut report = |path: &Path<'_>, what: &str| {
            let message = format!("{what}, which a pipeline of type V1 does not have");
            findings.push(Finding::new(&X, path, message).help("set `PipelineType: V2`"));
        };
        for key in ["Variables", "Triggers"] {
            for list in pipeline.properties.key(key, &context.conditions) {
                if list.value.as_list().is_some_and(|items| !items.is_empty()) {
                    report(&list.path(), &format!("there are `{key}`"));
                }
            }
        }
        for mode in pipeline.properties.key("ExecutionMode", &context.conditions) {
            if let Some(mode_name @ ("QUEUED" | "PARALLEL")) = mode.value.as_str() {
                report(&mode.path(), &format!("the execution mode is `{mode_name}`"));
            }
        }
        conditions(context, pipeline, &mut report);
        for action in pipeline.actions() {
            if action.provider.is_some_and(|provider| provider.v2_only) || action.is("Compute") {
                let kind = action.kind.as_ref().map_or_else(|| action.case.path(), |kind| kind.path().join("Provider"));
                report(&kind, &format!("{action} is of a newer kind"));
            }
        }
    }
}

fn conditions(context: &Context<'_>, pipeline: &Pipeline<'_>, report: &mut impl FnMut(&Path<'_>, &str)) {
    for stage in &pipeline.stages {
        for key in ["BeforeEntry", "OnSuccess", "OnFailure"] {
            for place in stage.case.key(key, &context.conditions) {
                if holds_something(&place) {
                    report(&place.path(), &format!("a stage has `{key}`"));
                }
            }
        }
    }
}

fn holds_something(case: &Case<'_>) -> bool {
    case.map().is_some_and(|map: &Map| map.values().any(|value| !matches!(value, Value::Null)))
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::rules::pipelines::tests::{SOURCE, with_properties};
    use crate::testing::check;

    #[test]
    fn each_feature_is_one_of_v2() {
        let properties = "Resources.Pipeline.Properties";
        for (given, path) in [
            ("Variables: [{Name: A}]", Some("Variables")),
            ("Variables: []", None),
            ("ExecutionMode: QUEUED", Some("ExecutionMode")),
            ("ExecutionMode: SUPERSEDED", None),
            ("PipelineType: V1, Triggers: [{ProviderType: CodeStarSourceConnection}]", Some("Triggers")),
            ("PipelineType: V2, Triggers: [{ProviderType: CodeStarSourceConnection}]", None),
            ("PipelineType: !Ref Type, Variables: [{Name: A}]", None),
            ("Stages: [{Name: A, OnFailure: {Result: ROLLBACK}}]", Some("Stages.0.OnFailure")),
        ] {
            let path = path.map(|path| format!("{properties}.{path}"));
            check(&X, &with_properties(given), &path.iter().map(String::as_str).collect::<Vec<_>>());
        }
        let commands = SOURCE.replace("Source, Owner: AWS, Provider: S3", "Compute, Owner: AWS, Provider: Commands");
        let path = format!("{properties}.Stages.0.Actions.0.ActionTypeId.Provider");
        check(&X, &with_properties(&format!("Stages: [{commands}]")), &[&path]);
    }
}
