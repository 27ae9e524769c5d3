//! Pipelines with too many stages, and stages with too many actions.

use cfn_model::Severity;

use crate::Check;
use crate::cases::{self, Case};
use crate::context::Context;
use crate::finding::{Finding, Findings};

/// How many stages a pipeline may have, and how many actions a stage.
const MOST: usize = 50;

/// How many actions a pipeline may have.
const MOST_ACTIONS: usize = 1_000;

pub(super) static X: Check = Check {
    code: "too-many-actions",
    severity: Severity::Error,
    title: "too many stages, or too many actions",
    docs: "A pipeline has at most 50 stages and 1,000 actions, a stage at most 50 actions. The first of these bounds \
           cannot be raised.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    let least = |list: &Case<'_>| {
        let items = list.value.as_list().unwrap_or_default();
        cases::count(items, &list.env, &context.conditions).map_or(0, |(least, _)| least)
    };
    for pipeline in &context.pipelines {
        for stages in pipeline.properties.key("Stages", &context.conditions) {
            let count = least(&stages);
            if count > MOST {
                let message = format!("the pipeline has {count} stages, at most {MOST} are allowed");
                let help = "put actions together in stages, or split the pipeline";
                findings.push(Finding::new(&X, &stages.path(), message).help(help));
            }
            let actions: Vec<Case<'_>> = stages
                .items(&context.conditions)
                .iter()
                .flat_map(|stage| stage.key("Actions", &context.conditions))
                .collect();
            for list in &actions {
                let count = least(list);
                if count > MOST {
                    let message = format!("the stage has {count} actions, at most {MOST} are allowed");
                    let help = "split the stage, or let one action do the work of several, as a batch of builds does";
                    findings.push(Finding::new(&X, &list.path(), message).help(help));
                }
            }
            let unconditional = actions.iter().filter(|list| list.env == stages.env);
            let total: usize = unconditional.map(least).sum();
            if total > MOST_ACTIONS {
                let message = format!("the pipeline has {total} actions, at most {MOST_ACTIONS} are allowed");
                findings.push(Finding::new(&X, &stages.path(), message).help("split the pipeline"));
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
    fn bounds_hold_for_stages_and_actions() {
        let actions = |count: usize| (0..count).map(|n| format!("{{Name: A{n}}}")).collect::<Vec<_>>().join(", ");
        let stage = |name: usize, count: usize| format!("{{Name: S{name}, Actions: [{}]}}", actions(count));
        let stages = |count: usize, size: usize| {
            in_pipeline(&format!("[{}]", (0..count).map(|n| stage(n, size)).collect::<Vec<_>>().join(", ")))
        };
        let path = "Resources.Pipeline.Properties.Stages";
        check(&X, &stages(2, 50), &[]);
        check(&X, &stages(1, 51), &[&format!("{path}.0.Actions")]);
        check(&X, &stages(51, 1), &[path]);
        check(&X, &stages(21, 48), &[path]);
    }
}
