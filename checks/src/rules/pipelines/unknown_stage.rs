//! Stages and actions that are named and that the pipeline does not have.

use cfn_model::{Function, Severity, Value, nearest};

use crate::Check;
use crate::cases::Case;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::partial;
use crate::pipelines::Pipeline;
use crate::schema::report::list;

pub(super) static X: Check = Check {
    code: "unknown-stage",
    severity: Severity::Error,
    title: "a stage or action that the pipeline does not have",
    docs: "A transition that is disabled leads to a stage of the pipeline, and a webhook starts one of its sources; \
           both are named as they are in the pipeline.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/transitions.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for pipeline in &context.pipelines {
        let steps = ["DisableInboundStageTransitions", "*", "StageName"];
        let named = pipeline.properties.select(&steps, &context.conditions);
        let names = pipeline.stages.iter().map(|stage| stage.case.map().and_then(|map| map.get("Name")));
        missing(pipeline, &named, names.collect(), "stage", findings);
    }
    for webhook in context.of_type("AWS::CodePipeline::Webhook") {
        let Some(properties) = Case::properties(webhook) else { continue };
        for target in properties.key("TargetPipeline", &context.conditions) {
            let Value::Intrinsic(call) = target.value else { continue };
            let id = call.argument.as_str().filter(|_| call.function == Function::Ref);
            let is_target = |pipeline: &&Pipeline<'_>| {
                id.and_then(|id| context.resource(id)).is_some_and(|resource| resource.id == pipeline.properties.id)
            };
            let Some(pipeline) = context.pipelines.iter().find(is_target) else { continue };
            let named = properties.key("TargetAction", &context.conditions);
            let first = pipeline.stages.iter().filter(|stage| stage.index == 0).flat_map(|stage| &stage.actions);
            let names = first.map(|action| action.case.map().and_then(|map| map.get("Name")));
            missing(pipeline, &named, names.collect(), "source", findings);
        }
    }
}

/// Reports what is named and not among the names, where all of these are known.
fn missing(
    pipeline: &Pipeline<'_>,
    named: &[Case<'_>],
    names: Vec<Option<&Value>>,
    what: &str,
    findings: &mut Findings,
) {
    let names: Option<Vec<_>> = names.into_iter().map(|name| name.and_then(partial::known)).collect();
    let Some(names) = names.filter(|_| !pipeline.open) else { return };
    for case in named {
        let Some(name) = partial::known(case.value).filter(|name| !names.contains(name)) else { continue };
        let known = || names.iter().map(AsRef::as_ref);
        let finding = Finding::new(&X, &case.path(), format!("the pipeline has no {what} `{name}`"));
        findings.push(match nearest(&name, known()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(format!("there are {}", list(known()))),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::rules::pipelines::tests::SOURCE;
    use crate::testing::check;

    #[test]
    fn a_webhook_starts_a_source_of_its_pipeline() {
        let path = "Resources.Webhook.Properties.TargetAction";
        for (pipeline, action, right) in [
            ("!Ref Pipeline", "Site", true),
            ("!Ref Pipeline", "Sites", false),
            ("!Ref Pipeline", "!Ref Action", true),
            ("elsewhere", "Sites", true),
        ] {
            let template = format!(
                "Resources:\n  Pipeline: {{Type: 'AWS::CodePipeline::Pipeline', Properties: {{Stages: [{SOURCE}]}}}}\n  \
                 Webhook: {{Type: 'AWS::CodePipeline::Webhook', Properties: {{TargetPipeline: {pipeline}, \
                 TargetAction: {action}}}}}"
            );
            check(&X, &template, &[path][usize::from(right)..]);
        }
    }
}
