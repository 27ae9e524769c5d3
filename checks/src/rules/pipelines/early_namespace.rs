//! Variables that are read before the action that gives them has run.

use cfn_model::Severity;

use super::variables::{Namespaces, uses};
use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "early-variable",
    severity: Severity::Error,
    title: "a variable is read before its action has run",
    docs: "The variables of an action are there for those that run after it: in a later stage, or in the same one with \
           a higher `RunOrder`.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for pipeline in context.pipelines.iter().filter(|pipeline| !pipeline.open) {
        let namespaces = Namespaces::of(pipeline, &context.conditions);
        for early in uses(pipeline, &context.conditions) {
            let Some((namespace, variable)) = early.of_action() else { continue };
            let mut actions = namespaces.of_use(namespace, &early, &context.conditions).peekable();
            let Some(first) = actions.peek().copied() else { continue };
            if actions.all(|action| action.moment.is_before(early.step.moment) == Some(false)) {
                let message = if std::ptr::eq(first, early.step) {
                    format!("{first} reads its own variable `{variable}`")
                } else {
                    format!("{} reads `{variable}` of {first}, which does not run before it", early.step)
                };
                let help = "give what reads a higher `RunOrder` than what it reads, or a later stage";
                findings.push(Finding::new(&X, &early.case.path(), message).help(help));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::rules::pipelines::tests::{BUILD, SOURCE, in_pipeline};
    use crate::testing::check;

    #[test]
    fn order_is_stage_and_then_run_order() {
        let path = "Resources.Pipeline.Properties.Stages.1.Actions.0.Configuration.ProjectName";
        for (first, second, early) in [(1, 1, true), (2, 1, false), (1, 2, true)] {
            let stages = format!(
                "[{SOURCE}, {{Name: B, Actions: [{{Name: A, RunOrder: {first}, {BUILD}, \
                 Configuration: {{ProjectName: '#{{B.Name}}'}}}}, {{Name: B, RunOrder: {second}, {BUILD}, Namespace: B}}]}}]"
            );
            check(&X, &in_pipeline(&stages), &[path][usize::from(!early)..]);
        }
    }

    #[test]
    fn entry_conditions_come_before_the_actions_of_their_stage_and_others_after() {
        for (place, early) in [("BeforeEntry", true), ("OnSuccess", false)] {
            let stages = format!(
                "[{SOURCE}, {{Name: B, Actions: [{{Name: B, {BUILD}, Namespace: B}}], {place}: {{Conditions: [{{Rules: \
                 [{{Name: R, RuleTypeId: {{Provider: VariableCheck}}, Configuration: {{Variable: '#{{B.X}}'}}}}]}}]}}}}]"
            );
            let path =
                format!("Resources.Pipeline.Properties.Stages.1.{place}.Conditions.0.Rules.0.Configuration.Variable");
            check(&X, &in_pipeline(&stages), &[path.as_str()][usize::from(!early)..]);
        }
    }
}
