//! Sources in later stages, and other actions in the first.

use cfn_model::Severity;

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::pipelines::{Pipeline, Stage};

pub(super) static X: Check = Check {
    code: "source-stage",
    severity: Severity::Error,
    title: "a source in a later stage, or another action in the first",
    docs: "The first stage of a pipeline has sources and nothing else; no other stage has sources.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html",
    cfn_lint: &["E3700"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    // A macro may put stages before the first that is shown.
    if context.has_foreign_macros() {
        return;
    }
    for pipeline in &context.pipelines {
        for stage in &pipeline.stages {
            let Some(is_first) = is_first(context, pipeline, stage) else { continue };
            for action in &stage.actions {
                for category in action.case.select(&["ActionTypeId", "Category"], &context.conditions) {
                    let Some(name) = category.value.as_str().filter(|name| (*name == "Source") != is_first) else {
                        continue;
                    };
                    let (message, help) = if is_first {
                        (
                            format!(
                                "{action} of the first stage has the category `{name}`, only `Source` is allowed there"
                            ),
                            "move it to a later stage",
                        )
                    } else {
                        (
                            format!("{action} is a source, which is allowed in the first stage only"),
                            "move it to the first stage",
                        )
                    };
                    findings.push(Finding::new(&X, &category.path(), message).help(help));
                }
            }
        }
    }
}

/// Whether the stage is the first wherever it is there; `None` where that depends on conditions.
fn is_first(context: &Context<'_>, pipeline: &Pipeline<'_>, stage: &Stage<'_>) -> Option<bool> {
    if stage.index == 0 {
        return Some(true);
    }
    // A stage before it is there for certain when it assumes no more.
    let comes_before = |other: &&Stage<'_>| {
        let both = context.conditions.both(&stage.case.env, &other.case.env);
        other.index < stage.index && both.as_ref() == Some(&stage.case.env)
    };
    pipeline.stages.iter().find(comes_before).map(|_| false)
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::rules::pipelines::tests::{BUILD, SOURCE, in_pipeline};
    use crate::testing::check;

    #[test]
    fn the_first_stage_is_the_one_that_is_there() {
        let conditions = "Parameters: {E: {Type: String}}\nConditions: {Prod: !Equals [!Ref E, prod]}\n";
        let build = format!("{{Name: Build, Actions: [{{Name: B, {BUILD}}}]}}");
        let path = |steps: &str| format!("Resources.Pipeline.Properties.Stages.{steps}.ActionTypeId.Category");
        for (stages, expected) in [
            (format!("[{SOURCE}, {build}]"), vec![]),
            (format!("[{build}, {SOURCE}]"), vec![path("0.Actions.0"), path("1.Actions.0")]),
            (format!("[!If [Prod, {SOURCE}, !Ref AWS::NoValue], {SOURCE}, {build}]"), vec![]),
            (format!("[!If [Prod, {SOURCE}, {build}], {build}]"), vec![path("0.Fn::If.2.Actions.0")]),
            (format!("!If [Prod, [{SOURCE}, {build}], [{build}, {build}]]"), vec![path("Fn::If.2.0.Actions.0")]),
        ] {
            let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
            check(&X, &format!("{conditions}{}", in_pipeline(&stages)), &expected);
        }
    }
}
