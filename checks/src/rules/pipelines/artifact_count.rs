//! Actions that read or write more or fewer artifacts than their kind does.

use std::ops::RangeInclusive;

use cfn_model::Severity;

use crate::Check;
use crate::cases;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::path::Path;
use crate::pipelines::Step;
use crate::schema::scenarios;

pub(super) static X: Check = Check {
    code: "artifact-count",
    severity: Severity::Error,
    title: "an action with more or fewer artifacts than its kind has",
    docs: "Each kind of action reads and writes a certain number of artifacts, and CodePipeline refuses another. \
           Sources read none, and most deployments write none.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-action-artifacts.html",
    cfn_lint: &["E3702"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for step in context.pipelines.iter().flat_map(|pipeline| pipeline.steps()) {
        let Some(provider) = step.provider else { continue };
        let Some(map) = step.case.map() else { continue };
        for object in scenarios::objects(map, &context.conditions, &step.case.env) {
            for (key, verb, allowed) in
                [("InputArtifacts", "reads", &provider.inputs), ("OutputArtifacts", "writes", &provider.outputs)]
            {
                let (least, most, place) = match object.get(key) {
                    None if object.open => continue,
                    None => (0, 0, step.case.value),
                    Some(entry) => {
                        let items = entry.value.as_list();
                        let counts = items.and_then(|items| cases::count(items, &object.env, &context.conditions));
                        let Some((least, most)) = counts else { continue };
                        (least, most, entry.value)
                    }
                };
                let given = if least > *allowed.end() {
                    least
                } else if most < *allowed.start() {
                    most
                } else {
                    continue;
                };
                let when = context.conditions.describe(&object.env, &step.case.env);
                findings.push(finding(step, provider.provider, verb, given, allowed, &when, &step.case.path_to(place)));
            }
        }
    }
}

fn finding(
    step: &Step<'_>,
    provider: &str,
    verb: &str,
    given: usize,
    allowed: &RangeInclusive<usize>,
    when: &str,
    path: &Path<'_>,
) -> Finding {
    let wanted = match (allowed.start(), allowed.end()) {
        (0, 0) => "none".to_owned(),
        (least, most) if least == most => least.to_string(),
        (least, most) => format!("{least} to {most}"),
    };
    let artifacts = if given == 1 { "artifact" } else { "artifacts" };
    let given_text = if given == 0 { "no".to_owned() } else { given.to_string() };
    let message = format!("{step} {verb} {given_text} {artifacts}{when}, `{provider}` {verb} {wanted}");
    let help = if given < *allowed.start() { "add what is missing" } else { "take out what is too much" };
    Finding::new(&X, path, message).help(help)
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::rules::pipelines::tests::{BUILD, SOURCE, in_pipeline};
    use crate::testing::check;

    #[test]
    fn what_depends_on_conditions_counts_where_it_can_be() {
        let conditions = "Parameters: {E: {Type: String}}\nConditions: {Prod: !Equals [!Ref E, prod]}\n";
        let action = "Resources.Pipeline.Properties.Stages.1.Actions.0";
        for (inputs, expected) in [
            ("", Some("")),
            ("InputArtifacts: []", Some(".InputArtifacts")),
            ("InputArtifacts: [{Name: Sources}]", None),
            (
                "InputArtifacts: [{Name: A}, {Name: B}, {Name: C}, {Name: D}, {Name: E}, {Name: F}]",
                Some(".InputArtifacts"),
            ),
            ("InputArtifacts: [!If [Prod, {Name: Sources}, !Ref AWS::NoValue]]", None),
            ("InputArtifacts: !If [Prod, [{Name: Sources}], !Ref AWS::NoValue]", Some("")),
            ("InputArtifacts: !If [Prod, [{Name: Sources}], []]", Some(".InputArtifacts.Fn::If.2")),
            ("InputArtifacts: !Transform {Name: Inputs}", None),
        ] {
            let build = format!("{{Name: Build, {BUILD}, {inputs}}}");
            let stages = in_pipeline(&format!("[{SOURCE}, {{Name: Build, Actions: [{build}]}}]"));
            let path = expected.map(|steps| format!("{action}{steps}"));
            let expected: Vec<&str> = path.iter().map(String::as_str).collect();
            check(&X, &format!("{conditions}{stages}"), &expected);
        }
    }
}
