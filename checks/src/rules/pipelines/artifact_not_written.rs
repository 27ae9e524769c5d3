//! Artifacts that are read and that no earlier action writes.

use cfn_model::{Severity, nearest};

use super::artifacts::Writers;
use crate::Check;
use crate::cases::Case;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::partial;
use crate::pipelines::{Pipeline, Step};

pub(super) static X: Check = Check {
    code: "artifact-not-written",
    severity: Severity::Error,
    title: "an artifact is read that no earlier action writes",
    docs: "What an action reads has to be written by one that runs before it: in an earlier stage, or in the same one \
           with a lower `RunOrder`. Actions with the same number run side by side.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/welcome-introducing-artifacts.html",
    cfn_lint: &["E3701"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for pipeline in &context.pipelines {
        let writers = Writers::of(pipeline, &context.conditions);
        for step in pipeline.steps() {
            for read in step.artifacts("InputArtifacts", &context.conditions) {
                look_at(context, pipeline, &writers, step, &read, findings);
            }
        }
    }
}

fn look_at(
    context: &Context<'_>,
    pipeline: &Pipeline<'_>,
    writers: &Writers<'_, '_>,
    reader: &Step<'_>,
    read: &Case<'_>,
    findings: &mut Findings,
) {
    let possible = || writers.of_same(read, &context.conditions).map(|(writer, _)| writer);
    if possible().any(|writer| writer.moment.is_before(reader.moment) != Some(false)) {
        return;
    }
    let name = crate::schema::report::shown(&partial::text(read.value).unwrap_or_default());
    if let Some(writer) = possible().next() {
        // What is read may also be written by an action that cannot be seen.
        if pipeline.open {
            return;
        }
        let message = if std::ptr::eq(writer, reader) {
            format!("{reader} reads the artifact {name}, which it writes itself")
        } else if writer.moment.stage == reader.moment.stage {
            format!("{reader} reads the artifact {name}, which {writer} writes in the same stage, and not before")
        } else {
            format!("{reader} reads the artifact {name}, which only {writer} of a later stage writes")
        };
        let help = "give what reads a higher `RunOrder` than what writes, or a later stage";
        findings.push(Finding::new(&X, &read.path(), message).help(help));
    } else if let Some(text) = read.value.as_str().filter(|text| !writers.may_write(text) && !pipeline.open) {
        let finding =
            Finding::new(&X, &read.path(), format!("{reader} reads the artifact {name}, which no action writes"));
        let names = || writers.names().filter(|name| !name.contains(partial::GAP));
        findings.push(match nearest(text, names()) {
            Some(near) if near == text => finding.help("let it be read only under the conditions it is written under"),
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None if names().next().is_none() => finding.help("let an action write it"),
            None => finding.help(format!("written are {}", crate::schema::report::list(names()))),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::rules::pipelines::tests::{BUILD, SOURCE, in_pipeline};
    use crate::testing::check;

    const READ: &str = "Resources.Pipeline.Properties.Stages";

    #[test]
    fn order_is_stage_and_then_run_order() {
        let build = |name: &str, order: i64, reads: &str, writes: &str| {
            format!(
                "{{Name: {name}, RunOrder: {order}, {BUILD}, InputArtifacts: [{{Name: {reads}}}], \
                 OutputArtifacts: [{{Name: {writes}}}]}}"
            )
        };
        let stages = |actions: &[String]| {
            in_pipeline(&format!("[{SOURCE}, {{Name: Build, Actions: [{}]}}]", actions.join(", ")))
        };
        let later = stages(&[build("B", 2, "A", "C"), build("A", 1, "Sources", "A")]);
        check(&X, &later, &[]);
        let beside = stages(&[build("A", 1, "Sources", "A"), build("B", 1, "A", "C")]);
        check(&X, &beside, &[&format!("{READ}.1.Actions.1.InputArtifacts.0.Name")]);
        let itself = stages(&[build("A", 1, "A", "A")]);
        check(&X, &itself, &[&format!("{READ}.1.Actions.0.InputArtifacts.0.Name")]);
        let misspelt = stages(&[build("A", 1, "Source", "A")]);
        check(&X, &misspelt, &[&format!("{READ}.1.Actions.0.InputArtifacts.0.Name")]);
    }

    #[test]
    fn what_may_be_written_is_not_missed() {
        let stages = |source: &str, reads: &str| {
            in_pipeline(&format!(
                "[{source}, {{Name: Build, Actions: [{{Name: A, {BUILD}, InputArtifacts: [{{Name: {reads}}}]}}]}}]"
            ))
        };
        let named = "{Name: Source, Actions: [{Name: S, OutputArtifacts: [{Name: !Ref AWS::StackName}]}]}";
        check(&X, &stages(named, "Sources"), &[]);
        check(&X, &stages(named, "!Ref AWS::StackName"), &[]);
        check(&X, &stages("!Transform {Name: Sources}", "Sources"), &[]);
        check(&X, &stages(SOURCE, "!Ref AWS::StackName"), &[]);
    }

    #[test]
    fn conditions_that_exclude_each_other_do_not_meet() {
        let conditions = "Parameters: {E: {Type: String}}\nConditions: {Prod: !Equals [!Ref E, prod]}\n";
        let stages = in_pipeline(&format!(
            "[{SOURCE}, {{Name: Build, Actions: [{{Name: A, {BUILD}, \
             OutputArtifacts: !If [Prod, [{{Name: App}}], !Ref AWS::NoValue]}}]}}, {{Name: Next, Actions: [{{Name: B, {BUILD}, \
             InputArtifacts: [!If [Prod, {{Name: Sources}}, {{Name: App}}]]}}]}}]"
        ));
        let path = format!("{READ}.2.Actions.0.InputArtifacts.0.Fn::If.2.Name");
        check(&X, &format!("{conditions}{stages}"), &[&path]);
    }
}
