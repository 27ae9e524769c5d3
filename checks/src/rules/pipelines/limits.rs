//! What CodePipeline asks of names, numbers and lists beyond the schema of its type.

use cfn_model::Severity;

use crate::Check;
use crate::context::Context;
use crate::finding::Findings;
use crate::rules::bounds::Bound::{Items, Length, Number, Pattern};
use crate::rules::bounds::{self, Bound, Row};

pub(super) static X: Check = Check {
    code: "pipeline-limit",
    severity: Severity::Error,
    title: "a name, number or list that CodePipeline does not take",
    docs: "The API of CodePipeline bounds what the schema of the resource leaves open: the letters and lengths of names, \
           run orders and timeouts, how many variables, triggers, filters, rules and commands there may be.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineDeclaration.html",
    cfn_lint: &[],
    run: Some(run),
};

const NAME: Bound = Pattern(r"^[A-Za-z0-9.@\-_]{1,100}$", "1 to 100 letters, digits and `.@-_`");
const ARTIFACT: Bound = Pattern(r"^[a-zA-Z0-9_\-]{1,100}$", "1 to 100 letters, digits, hyphens and underscores");
const NAMESPACE: Bound = Pattern(r"^[A-Za-z0-9@\-_]{1,100}$", "1 to 100 letters, digits and `@-_`");
const VARIABLE: Bound = Pattern(r"^[A-Za-z0-9@\-_]{1,128}$", "1 to 128 letters, digits and `@-_`");
const BUCKET: Bound =
    Pattern(r"^[a-zA-Z0-9\-.]{3,63}$", "the name of a bucket: 3 to 63 letters, digits, hyphens and dots");
const TIMEOUT: Bound = Number(5, 86_400);
const CRITERIA: Bound = Items(1, 8);

const ROWS: &[Row] = &[
    Row(&["Name"], NAME),
    Row(&["ArtifactStore", "Location"], BUCKET),
    Row(&["ArtifactStores", "*", "ArtifactStore", "Location"], BUCKET),
    Row(&["Stages", "*", "Name"], NAME),
    Row(&["Stages", "*", "Actions", "*", "RunOrder"], Number(1, 999)),
    Row(&["Stages", "*", "Actions", "*", "Namespace"], NAMESPACE),
    Row(&["Stages", "*", "Actions", "*", "TimeoutInMinutes"], TIMEOUT),
    Row(&["Stages", "*", "Actions", "*", "InputArtifacts", "*", "Name"], ARTIFACT),
    Row(&["Stages", "*", "Actions", "*", "OutputArtifacts", "*", "Name"], ARTIFACT),
    Row(&["Stages", "*", "Actions", "*", "OutputArtifacts", "*", "Files"], Items(1, 10)),
    Row(&["Stages", "*", "Actions", "*", "OutputArtifacts", "*", "Files", "*"], Length(1, 128)),
    Row(&["Stages", "*", "Actions", "*", "Commands"], Items(1, 50)),
    Row(&["Stages", "*", "Actions", "*", "Commands", "*"], Length(1, 1_000)),
    Row(&["Stages", "*", "Actions", "*", "OutputVariables"], Items(1, 15)),
    Row(&["Stages", "*", "Actions", "*", "OutputVariables", "*"], Length(1, 128)),
    Row(&["Stages", "*", "Actions", "*", "EnvironmentVariables"], Items(1, 10)),
    Row(
        &["Stages", "*", "Actions", "*", "EnvironmentVariables", "*", "Name"],
        Pattern(r"^[A-Za-z0-9_]{1,128}$", "1 to 128 letters, digits and underscores"),
    ),
    Row(&["Stages", "*", "Actions", "*", "EnvironmentVariables", "*", "Value"], Length(1, 2_000)),
    Row(&["Stages", "*", "BeforeEntry", "Conditions"], Items(1, 1)),
    Row(&["Stages", "*", "OnSuccess", "Conditions"], Items(1, 1)),
    Row(&["Stages", "*", "OnFailure", "Conditions"], Items(1, 1)),
    Row(&["Stages", "*", "BeforeEntry", "Conditions", "*", "Rules"], Items(1, 5)),
    Row(&["Stages", "*", "OnSuccess", "Conditions", "*", "Rules"], Items(1, 5)),
    Row(&["Stages", "*", "OnFailure", "Conditions", "*", "Rules"], Items(1, 5)),
    Row(&["Stages", "*", "BeforeEntry", "Conditions", "*", "Rules", "*", "Name"], NAME),
    Row(&["Stages", "*", "OnSuccess", "Conditions", "*", "Rules", "*", "Name"], NAME),
    Row(&["Stages", "*", "OnFailure", "Conditions", "*", "Rules", "*", "Name"], NAME),
    Row(&["Variables"], Items(0, 50)),
    Row(&["Variables", "*", "Name"], VARIABLE),
    Row(&["Variables", "*", "DefaultValue"], Length(1, 1_000)),
    Row(&["Variables", "*", "Description"], Length(0, 200)),
    Row(&["Triggers"], Items(0, 50)),
    Row(&["Triggers", "*", "GitConfiguration", "Push"], Items(1, 3)),
    Row(&["Triggers", "*", "GitConfiguration", "Push", "*", "Tags", "Includes"], CRITERIA),
    Row(&["Triggers", "*", "GitConfiguration", "Push", "*", "Tags", "Excludes"], CRITERIA),
    Row(&["Triggers", "*", "GitConfiguration", "Push", "*", "Branches", "Includes"], CRITERIA),
    Row(&["Triggers", "*", "GitConfiguration", "Push", "*", "Branches", "Excludes"], CRITERIA),
    Row(&["Triggers", "*", "GitConfiguration", "Push", "*", "FilePaths", "Includes"], CRITERIA),
    Row(&["Triggers", "*", "GitConfiguration", "Push", "*", "FilePaths", "Excludes"], CRITERIA),
    Row(&["Triggers", "*", "GitConfiguration", "PullRequest"], Items(1, 3)),
    Row(&["Triggers", "*", "GitConfiguration", "PullRequest", "*", "Branches", "Includes"], CRITERIA),
    Row(&["Triggers", "*", "GitConfiguration", "PullRequest", "*", "Branches", "Excludes"], CRITERIA),
    Row(&["Triggers", "*", "GitConfiguration", "PullRequest", "*", "FilePaths", "Includes"], CRITERIA),
    Row(&["Triggers", "*", "GitConfiguration", "PullRequest", "*", "FilePaths", "Excludes"], CRITERIA),
];

fn run(context: &Context<'_>, findings: &mut Findings) {
    for pipeline in &context.pipelines {
        bounds::look_at(&X, ROWS, &pipeline.properties, &context.conditions, findings);
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::rules::pipelines::tests::with_properties;
    use crate::testing::check;

    #[test]
    fn names_numbers_and_lists_are_bounded() {
        let properties = "Resources.Pipeline.Properties";
        for (given, path) in [
            ("Name: release_1.0", None),
            ("Name: release 1.0", Some("Name")),
            ("Name: !Sub 'release ${AWS::Region}'", None),
            ("Stages: [{Name: A, Actions: [{Name: A, RunOrder: 0}]}]", Some("Stages.0.Actions.0.RunOrder")),
            ("Stages: [{Name: A, Actions: [{Name: A, RunOrder: '7'}]}]", None),
            ("Stages: [{Name: A, Actions: [{Name: A, Namespace: a.b}]}]", Some("Stages.0.Actions.0.Namespace")),
            ("PipelineType: V2, Variables: [{Name: A, DefaultValue: ''}]", Some("Variables.0.DefaultValue")),
        ] {
            let path = path.map(|path| format!("{properties}.{path}"));
            check(&X, &with_properties(given), &path.iter().map(String::as_str).collect::<Vec<_>>());
        }
        let variables = |count: usize| {
            let items: Vec<String> = (0..count).map(|n| format!("{{Name: V{n}}}")).collect();
            with_properties(&format!("PipelineType: V2, Variables: [{}]", items.join(", ")))
        };
        check(&X, &variables(50), &[]);
        check(&X, &variables(51), &[&format!("{properties}.Variables")]);
    }
}
