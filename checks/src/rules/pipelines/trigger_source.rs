//! Triggers of sources that are not there.

use std::collections::BTreeSet;

use cfn_model::{Severity, nearest};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::partial;

pub(super) static X: Check = Check {
    code: "trigger-source",
    severity: Severity::Error,
    title: "a trigger of a source that the pipeline does not have",
    docs: "A trigger names an action of the first stage that reads a repository through a connection, and each such \
           action has one trigger at most.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GitConfiguration.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for pipeline in &context.pipelines {
        let mut seen = BTreeSet::new();
        let named = ["Triggers", "*", "GitConfiguration", "SourceActionName"];
        for case in pipeline.properties.select(&named, &context.conditions) {
            let Some(name) = partial::known(case.value) else { continue };
            let sources = || pipeline.stages.iter().filter(|stage| stage.index == 0).flat_map(|stage| &stage.actions);
            let unknown = pipeline.open || sources().any(|action| action.name().is_none());
            let is_same = |action: &&crate::pipelines::Step<'_>| action.name() == Some(name.as_ref());
            let finding = match sources().find(is_same) {
                None if unknown => None,
                None => {
                    let message = format!("the first stage has no action `{name}`, which the trigger names");
                    let finding = Finding::new(&X, &case.path(), message);
                    Some(match nearest(&name, sources().filter_map(|action| action.name())) {
                        Some(near) => finding.help(format!("did you mean `{near}`?")),
                        None => finding.help("name an action of the first stage"),
                    })
                }
                Some(action) => {
                    let kind = action.kind.as_ref().filter(|kind| kind.provider != "CodeStarSourceConnection");
                    kind.map(|kind| {
                        let message = format!("{action} is a source of `{}`, which has no triggers", kind.provider);
                        let help = "triggers are for `CodeStarSourceConnection`; other sources are started by events";
                        Finding::new(&X, &case.path(), message).help(help)
                    })
                }
            };
            let again = (!seen.insert(name.clone().into_owned()) && case.env == pipeline.properties.env).then(|| {
                Finding::new(&X, &case.path(), format!("`{name}` has a trigger already"))
                    .help("put the filters into one trigger")
            });
            findings.extend(finding.or(again));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::rules::pipelines::tests::{SOURCE, with_properties};
    use crate::testing::check;

    #[test]
    fn a_trigger_names_a_connection_of_the_first_stage() {
        let connection = SOURCE.replace("Provider: S3", "Provider: CodeStarSourceConnection");
        let path = "Resources.Pipeline.Properties.Triggers.0.GitConfiguration.SourceActionName";
        for (stage, name, right) in [
            (connection.as_str(), "Site", true),
            (&connection, "Sites", false),
            (SOURCE, "Site", false),
            (&connection, "!Ref Name", true),
        ] {
            let trigger =
                format!("{{ProviderType: CodeStarSourceConnection, GitConfiguration: {{SourceActionName: {name}}}}}");
            let properties = with_properties(&format!("Triggers: [{trigger}], Stages: [{stage}]"));
            check(&X, &properties, &[path][usize::from(right)..]);
        }
    }
}
