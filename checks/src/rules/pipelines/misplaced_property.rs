//! Properties of actions that only some kinds of actions have.

use cfn_model::Severity;

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::pipelines::Kind;

pub(super) static X: Check = Check {
    code: "misplaced-action-property",
    severity: Severity::Error,
    title: "a property that this kind of action does not have",
    docs: "Only manual approvals have a `TimeoutInMinutes` of their own, only actions of the category `Compute` have \
           `Commands` and `OutputVariables`, and only actions of AWS run with a role of their own.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html",
    cfn_lint: &[],
    run: Some(run),
};

/// A property, whether a kind has it, and which kinds do, in words.
type Row = (&'static str, fn(&Kind<'_>) -> bool, &'static str);

const ROWS: &[Row] = &[
    ("TimeoutInMinutes", |kind| kind.category == "Approval", "only approvals have it"),
    ("Commands", |kind| kind.category == "Compute", "only actions of the category `Compute` have it"),
    ("OutputVariables", |kind| kind.category == "Compute", "only actions of the category `Compute` have it"),
    ("RoleArn", |kind| kind.owner == "AWS", "only actions whose owner is `AWS` have it"),
];

fn run(context: &Context<'_>, findings: &mut Findings) {
    for action in context.pipelines.iter().flat_map(|pipeline| pipeline.actions()) {
        let Some(kind) = &action.kind else { continue };
        for (property, _, words) in ROWS.iter().filter(|(_, has_it, _)| !has_it(kind)) {
            for case in action.case.key(property, &context.conditions) {
                let message = format!("{action} has `{property}`, {words}");
                findings.push(Finding::new(&X, &case.path(), message).help("leave it out"));
            }
        }
    }
}
