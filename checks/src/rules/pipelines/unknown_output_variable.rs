//! Variables that an action does not give.

use cfn_model::{Severity, nearest};

use super::variables::{Namespaces, uses};
use crate::Check;
use crate::conditions::Conditions;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::partial;
use crate::pipelines::Step;
use crate::providers::OutputVariables;
use crate::schema::report::list;

pub(super) static X: Check = Check {
    code: "unknown-output-variable",
    severity: Severity::Error,
    title: "a variable that its action does not give",
    docs: "Most kinds of actions give a fixed set of variables, whose case counts. Builds, functions and stacks give \
           what they export; a misspelling of what they always give is warned of.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for pipeline in &context.pipelines {
        let namespaces = Namespaces::of(pipeline, &context.conditions);
        for used in uses(pipeline, &context.conditions) {
            let Some((namespace, variable)) = used.of_action() else { continue };
            let problems: Option<Vec<Problem>> = namespaces
                .of_use(namespace, &used, &context.conditions)
                .map(|action| problem(action, variable, &context.conditions))
                .collect();
            // Where several actions may have the namespace, one that gives the variable is enough.
            if let Some(Problem { message, help, severity }) = problems.and_then(|mut all| all.pop()) {
                findings.push(Finding::new(&X, &used.case.path(), message).help(help).severity(severity));
            }
        }
    }
}

struct Problem {
    message: String,
    help: String,
    severity: Severity,
}

/// What is wrong with the variable, where the action does not give it.
fn problem(action: &Step<'_>, variable: &str, conditions: &Conditions<'_>) -> Option<Problem> {
    let provider = action.provider?;
    let message = format!("{action} gives no variable `{variable}`");
    let declared;
    let names: Vec<&str> = match provider.output_variables {
        OutputVariables::Declared => {
            declared = action.case.select(&["OutputVariables", "*"], conditions);
            declared
                .iter()
                .map(|case| case.value.as_str().filter(|name| !name.contains(partial::GAP)))
                .collect::<Option<_>>()?
        }
        other => other.names().to_vec(),
    };
    if names.contains(&variable) {
        return None;
    }
    let near = nearest(variable, names.iter().copied());
    let severity = match provider.output_variables {
        OutputVariables::AndOthers(_) if near.is_none() => return None,
        OutputVariables::AndOthers(_) | OutputVariables::None => Severity::Warning,
        OutputVariables::Fixed(_) | OutputVariables::Declared => Severity::Error,
    };
    let help = match (near, provider.output_variables) {
        (Some(near), _) => format!("did you mean `{near}`?"),
        (None, OutputVariables::Declared) => format!("add `{variable}` to its `OutputVariables`"),
        (None, _) if names.is_empty() => format!("`{}` gives no variables", provider.provider),
        (None, _) => format!("it gives {}", list(names.iter().copied())),
    };
    Some(Problem { message, help, severity })
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::rules::pipelines::tests::{BUILD, SOURCE, in_pipeline};
    use crate::testing::check;

    #[test]
    fn what_an_action_gives_depends_on_its_kind() {
        let path = "Resources.Pipeline.Properties.Stages.2.Actions.0.Configuration.ProjectName";
        let kind = |provider: &str, category: &str, rest: &str| {
            format!("ActionTypeId: {{Category: {category}, Owner: AWS, Provider: {provider}, Version: '1'}}, {rest}")
        };
        for (action, variable, given) in [
            (kind("S3", "Source", ""), "VersionId", true),
            (kind("S3", "Source", ""), "VersionID", false),
            (kind("CodeBuild", "Build", ""), "ANYTHING", true),
            (kind("Commands", "Compute", "OutputVariables: [TAG]"), "TAG", true),
            (kind("Commands", "Compute", "OutputVariables: [TAG]"), "TAGS", false),
            (kind("Commands", "Compute", "OutputVariables: [!Ref AWS::StackName]"), "TAG", true),
            (kind("CodeStarSourceConnection", "Source", ""), "PullRequestTitle", true),
            (kind("CodeStarSourceConnection", "Source", ""), "CommitID", false),
        ] {
            let stages = format!(
                "[{SOURCE}, {{Name: B, Actions: [{{Name: B, Namespace: B, {action}}}]}}, {{Name: C, Actions: \
                 [{{Name: C, {BUILD}, Configuration: {{ProjectName: '#{{B.{variable}}}'}}}}]}}]"
            );
            check(&X, &in_pipeline(&stages), &[path][usize::from(given)..]);
        }
    }
}
