//! Artifacts that two actions write.

use cfn_model::Severity;

use super::artifacts::{Writers, same_name};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::schema::report::shown;

pub(super) static X: Check = Check {
    code: "artifact-written-twice",
    severity: Severity::Error,
    title: "an artifact that two actions write",
    docs: "The names of the artifacts that a pipeline's actions write have to differ in the whole pipeline.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/pipeline-requirements.html",
    cfn_lint: &["E3701"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for pipeline in &context.pipelines {
        for (name, written) in Writers::of(pipeline, &context.conditions).groups() {
            for (index, (action, case)) in written.iter().enumerate() {
                let earlier = written[..index].iter().find(|(_, other)| {
                    // The same place is met again under other conditions on the way to it.
                    !other.is(case)
                        && same_name(other, case)
                        && context.conditions.both(&other.env, &case.env).is_some()
                });
                if let Some((first, _)) = earlier {
                    let name = shown(&name.replace(crate::partial::GAP, "…"));
                    let message = format!("{action} writes the artifact {name}, which {first} writes already");
                    let help = "give each artifact a name of its own";
                    findings.push(Finding::new(&X, &case.path(), message).help(help));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::rules::pipelines::tests::in_pipeline;
    use crate::testing::check;

    #[test]
    fn names_are_compared_as_far_as_they_are_known() {
        let stages = |first: &str, second: &str| {
            in_pipeline(&format!(
                "[{{Name: A, Actions: [{{Name: A, OutputArtifacts: [{{Name: {first}}}]}}, \
                 {{Name: B, OutputArtifacts: [{{Name: {second}}}]}}]}}]"
            ))
        };
        let second = &["Resources.Pipeline.Properties.Stages.0.Actions.1.OutputArtifacts.0.Name"];
        check(&X, &stages("App", "App"), second);
        check(&X, &stages("!Sub '${AWS::StackName}-a'", "!Sub '${AWS::StackName}-a'"), second);
        check(&X, &stages("!Sub '${AWS::StackName}-a'", "!Sub '${AWS::Region}-a'"), &[]);
        check(&X, &stages("App", "!Ref AWS::StackName"), &[]);
    }

    #[test]
    fn branches_of_a_condition_may_share_a_name() {
        let conditions = "Parameters: {E: {Type: String}}\nConditions: {Prod: !Equals [!Ref E, prod]}\n";
        let action = |name: &str| format!("{{Name: {name}, OutputArtifacts: [{{Name: App}}]}}");
        let stages = in_pipeline(&format!("[{{Name: A, Actions: [!If [Prod, {}, {}]]}}]", action("A"), action("B")));
        check(&X, &format!("{conditions}{stages}"), &[]);
    }
}
