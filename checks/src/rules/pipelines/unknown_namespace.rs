//! Variables of a namespace that no action has.

use cfn_model::{Severity, nearest};

use super::variables::{Namespaces, RESERVED, uses};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::schema::report::list;

pub(super) static X: Check = Check {
    code: "unknown-namespace",
    severity: Severity::Error,
    title: "a variable of a namespace that no action has",
    docs: "The variables of an action can be read only where it has a `Namespace`, which is what names them. Besides \
           there are `codepipeline` and, for the variables of the pipeline itself, `variables`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for pipeline in &context.pipelines {
        let namespaces = Namespaces::of(pipeline, &context.conditions);
        if namespaces.open {
            continue;
        }
        for unknown in uses(pipeline, &context.conditions) {
            let Some((namespace, variable)) = unknown.of_action() else { continue };
            if namespaces.of_use(namespace, &unknown, &context.conditions).next().is_some() {
                continue;
            }
            let message = format!("no action has the namespace `{namespace}`, whose `{variable}` is read here");
            let finding = Finding::new(&X, &unknown.case.path(), message);
            let names = || namespaces.iter().map(|(name, _)| name).chain(RESERVED);
            // An action that has this name was probably meant to have the namespace too.
            let same_name = pipeline.actions().find(|action| action.name() == Some(namespace));
            findings.push(match (same_name, nearest(namespace, names())) {
                (_, Some(near)) if near != namespace => finding.help(format!("did you mean `{near}`?")),
                (Some(action), _) => finding.help(format!("add `Namespace: {namespace}` to {action}")),
                _ => finding.help(format!("give an earlier action this `Namespace`; there are {}", list(names()))),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::rules::pipelines::tests::{BUILD, SOURCE, in_pipeline};
    use crate::testing::check;

    #[test]
    fn only_namespaces_that_are_known_are_missed() {
        let path = "Resources.Pipeline.Properties.Stages.1.Actions.0.Configuration.ProjectName";
        for (value, known) in [
            ("'#{Site.VersionId}'", true),
            ("'#{Sites.VersionId}'", false),
            ("'#{codepipeline.PipelineExecutionId}'", true),
            ("'#{variables.Stage}'", true),
            ("!Sub '#{Sites.VersionId}-${AWS::Region}'", false),
            ("!Sub '#{${Space}.VersionId}'", true),
            ("!Join ['', ['#{', !Ref Space, '.VersionId}']]", true),
        ] {
            let stages = format!(
                "[{SOURCE}, {{Name: Build, Actions: [{{Name: A, {BUILD}, Configuration: {{ProjectName: {value}}}}}]}}]"
            );
            check(&X, &in_pipeline(&stages), &[path][usize::from(known)..]);
        }
    }
}
