//! Kinds of actions and rules that CodePipeline does not have.

use cfn_model::{Severity, nearest};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::pipelines::{Kind, Step};
use crate::providers::{self, Provider};
use crate::schema::report::list;

pub(super) static X: Check = Check {
    code: "unknown-action",
    severity: Severity::Error,
    title: "a kind of action that CodePipeline does not have",
    docs: "Category, owner, provider and version together name what an action does; names count by their case. \
           A provider that AWS has never documented may be a new one, and is only warned of.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-valid-providers.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for pipeline in &context.pipelines {
        for action in pipeline.actions() {
            if let Some(kind) = action.kind.as_ref().filter(|_| action.provider.is_none()) {
                findings.extend(unknown(kind));
            }
        }
        for rule in pipeline.stages.iter().flat_map(|stage| &stage.rules) {
            findings.extend(unknown_rule(context, rule));
        }
    }
}

fn unknown(kind: &Kind<'_>) -> Option<Finding> {
    // The owners are a closed set of the schema, which says so where there is another.
    if !["AWS", "ThirdParty"].contains(&kind.owner) {
        return None;
    }
    let same = |known: &&&Provider| known.provider.eq_ignore_ascii_case(kind.provider);
    let known: Vec<&Provider> = providers::ALL.iter().filter(same).copied().collect();
    // Much is offered by others that AWS does not document.
    if kind.owner == "ThirdParty" && known.is_empty() {
        return None;
    }
    let Some(first) = known.first() else { return Some(unknown_provider(kind)) };
    let name = format!("`{}`", kind.provider);
    let fits = |part: fn(&Provider) -> &'static str, given: &str| known.iter().any(|known| part(known) == given);
    let (step, message, help) = if !fits(|known| known.provider, kind.provider) {
        ("Provider", format!("{name} is no provider of actions"), format!("did you mean `{}`?", first.provider))
    } else if !fits(|known| known.category, kind.category) {
        let categories = list(known.iter().map(|known| known.category));
        (
            "Category",
            format!("{name} has no actions of the category `{}`", kind.category),
            format!("it has {categories}"),
        )
    } else if !fits(|known| known.owner, kind.owner) {
        let message = format!("the owner of {name} is not `{}`", kind.owner);
        ("Owner", message, format!("write `{}`", first.owner))
    } else {
        let message = format!("{name} has no version `{}`", kind.version);
        ("Version", message, format!("write `{}`", first.version))
    };
    Some(Finding::new(&X, &kind.path().join(step), message).help(help))
}

fn unknown_provider(kind: &Kind<'_>) -> Finding {
    let of_category = |known: &&&Provider| known.category == kind.category && known.owner == kind.owner;
    let names = || providers::ALL.iter().filter(of_category).map(|known| known.provider);
    let message = format!("`{}` is no provider of actions of the category `{}`", kind.provider, kind.category);
    let finding = Finding::new(&X, &kind.path().join("Provider"), message).severity(Severity::Warning);
    match nearest(kind.provider, names()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help(format!("known are {}", list(names()))),
    }
}

fn unknown_rule(context: &Context<'_>, rule: &Step<'_>) -> Option<Finding> {
    let providers = rule.case.select(&["RuleTypeId", "Provider"], &context.conditions);
    let [case] = providers.as_slice() else { return None };
    let name = case.value.as_str().filter(|_| rule.provider.is_none())?;
    let names = || providers::RULES.iter().map(|known| known.provider);
    let finding = Finding::new(&X, &case.path(), format!("`{name}` is no provider of rules"));
    Some(match nearest(name, names()) {
        Some(near) if near.eq_ignore_ascii_case(name) => finding.help(format!("did you mean `{near}`?")),
        Some(near) => finding.severity(Severity::Warning).help(format!("did you mean `{near}`?")),
        None => finding.severity(Severity::Warning).help(format!("known are {}", list(names()))),
    })
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::rules::pipelines::tests::in_pipeline;
    use crate::testing::check;

    #[test]
    fn each_part_of_the_name_counts() {
        for (kind, expected) in [
            ("Build, Owner: AWS, Provider: CodeBuild, Version: 1", None),
            ("Build, Owner: AWS, Provider: Codebuild, Version: 1", Some("Provider")),
            ("Build, Owner: AWS, Provider: CodeBuilder, Version: 1", Some("Provider")),
            ("Deploy, Owner: AWS, Provider: CodeBuild, Version: 1", Some("Category")),
            ("Build, Owner: ThirdParty, Provider: CodeBuild, Version: 1", Some("Owner")),
            ("Build, Owner: AWS, Provider: CodeBuild, Version: 2", Some("Version")),
            ("Test, Owner: ThirdParty, Provider: BlazeMeter, Version: 1", None),
            ("Deploy, Owner: Custom, Provider: Own-Tool, Version: 7", None),
            ("Build, Owner: AWS, Provider: !Ref Provider, Version: 1", None),
        ] {
            let stages =
                in_pipeline(&format!("[{{Name: A, Actions: [{{Name: A, ActionTypeId: {{Category: {kind}}}}}]}}]"));
            let path =
                expected.map(|step| format!("Resources.Pipeline.Properties.Stages.0.Actions.0.ActionTypeId.{step}"));
            check(&X, &stages, &path.iter().map(String::as_str).collect::<Vec<_>>());
        }
    }
}
