//! Configuration keys that a kind of action needs and that are not there.

use cfn_model::{Severity, Value};

use crate::Check;
use crate::cases::Case;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::partial;
use crate::pipelines::{Step, is_open};
use crate::providers::{Provider, When};
use crate::schema::scenarios::{self, Object};

pub(super) static X: Check = Check {
    code: "missing-configuration-key",
    severity: Severity::Error,
    title: "a configuration key that the kind of action needs is missing",
    docs: "CodePipeline refuses an action without the keys that its provider requires. Some are required only with \
           certain values of others: a change set needs a name, a stack a template.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for step in context.pipelines.iter().flat_map(|pipeline| pipeline.steps()) {
        let (Some(provider), Some(map)) = (step.provider, step.case.map()) else { continue };
        if is_open(map) {
            continue;
        }
        if provider.provider == "Commands" && !map.contains_key("Commands") {
            let finding = Finding::new(&X, &step.case.path(), format!("{step} has no `Commands`"));
            findings.push(finding.help("add the commands that it runs"));
        }
        if !map.contains_key("Configuration") {
            let nothing = Object { env: step.case.env.clone(), entries: Vec::new(), open: false };
            look_at(context, step, provider, &nothing, &step.case, findings);
        }
        for configuration in step.case.key("Configuration", &context.conditions) {
            let Some(map) = configuration.map() else { continue };
            for object in scenarios::objects(map, &context.conditions, &configuration.env) {
                if !object.open {
                    look_at(context, step, provider, &object, &configuration, findings);
                }
            }
        }
    }
}

fn look_at(
    context: &Context<'_>,
    step: &Step<'_>,
    provider: &Provider,
    object: &Object<'_>,
    place: &Case<'_>,
    findings: &mut Findings,
) {
    let when = context.conditions.describe(&object.env, &step.case.env);
    for key in provider.configuration.iter().filter(|key| key.required && !object.contains(key.name)) {
        let message =
            format!("{step} is not configured with `{}`, which `{}` needs{when}", key.name, provider.provider);
        findings.push(Finding::new(&X, &place.path(), message).help(format!("add `{}`", key.name)));
    }
    for need in provider.needs.iter().filter(|need| !object.contains(need.key)) {
        let Some(reason) = reason(need.when, step, object) else { continue };
        let message = format!("{step} is not configured with `{}`, which is needed {reason}{when}", need.key);
        findings.push(Finding::new(&X, &place.path(), message).help(format!("add `{}`", need.key)));
    }
}

/// Why a key is needed, in words, where that is so for certain.
fn reason(when: When, step: &Step<'_>, object: &Object<'_>) -> Option<String> {
    let inputs = || match step.case.map()?.get("InputArtifacts") {
        None => Some(0),
        Some(Value::List(items)) if items.iter().all(|item| item.as_map().is_some()) => Some(items.len()),
        Some(_) => None,
    };
    match when {
        When::Is(key, values) => {
            let value = partial::known(object.get(key)?.value)?;
            values.contains(&value.as_ref()).then(|| format!("where `{key}` is `{value}`"))
        }
        When::Has(key) => object.contains(key).then(|| format!("with `{key}`")),
        When::HasNone(keys) => {
            let names = keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" or ");
            (!keys.iter().any(|key| object.contains(key))).then(|| format!("without {names}"))
        }
        When::SeveralInputs => (inputs()? > 1).then(|| "with several input artifacts".to_owned()),
        When::NoInputs => (inputs()? == 0).then(|| "without an input artifact".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::rules::pipelines::tests::{SOURCE, in_pipeline};
    use crate::testing::check;

    #[test]
    fn what_is_needed_depends_on_the_rest() {
        let action = "Resources.Pipeline.Properties.Stages.1.Actions.0";
        for (provider, rest, missing) in [
            ("CloudFormation", "Configuration: {ActionMode: DELETE_ONLY, StackName: a, RoleArn: r}", 0),
            ("CloudFormation", "Configuration: {ActionMode: CHANGE_SET_EXECUTE, StackName: a}", 1),
            ("CloudFormation", "Configuration: {ActionMode: CHANGE_SET_REPLACE, StackName: a}", 3),
            ("CloudFormation", "Configuration: {ActionMode: !Ref Mode, StackName: a}", 0),
            ("CloudFormation", "Configuration: !Transform {Name: Keys}", 0),
            ("S3", "Configuration: {BucketName: a, Extract: true}", 0),
            ("S3", "Configuration: {BucketName: a, Extract: false}", 1),
            ("EKS", "Configuration: {ClusterName: a, ManifestFiles: b}", 0),
            ("EKS", "Configuration: {ClusterName: a, HelmReleaseName: b}", 1),
            ("EKS", "Configuration: {ClusterName: a}", 1),
            ("Lambda", "Configuration: {FunctionName: a}", 1),
            ("Lambda", "Configuration: {FunctionName: a}, InputArtifacts: [{Name: Sources}]", 0),
        ] {
            let kind = format!("ActionTypeId: {{Category: Deploy, Owner: AWS, Provider: {provider}, Version: '1'}}");
            let stages = in_pipeline(&format!("[{SOURCE}, {{Name: D, Actions: [{{Name: D, {kind}, {rest}}}]}}]"));
            check(&X, &stages, &vec![format!("{action}.Configuration").as_str(); missing]);
        }
        let nothing = "{Name: D, ActionTypeId: {Category: Invoke, Owner: AWS, Provider: Lambda, Version: '1'}}";
        check(&X, &in_pipeline(&format!("[{SOURCE}, {{Name: D, Actions: [{nothing}]}}]")), &[action]);
    }

    #[test]
    fn every_combination_of_conditions_is_looked_at() {
        let conditions = "Parameters: {E: {Type: String}}\nConditions: {Prod: !Equals [!Ref E, prod]}\n";
        let action = |key: &str| {
            in_pipeline(&format!(
                "[{SOURCE}, {{Name: D, Actions: [{{Name: D, ActionTypeId: {{Category: Invoke, Owner: AWS, \
                 Provider: Lambda, Version: '1'}}, Configuration: {{FunctionName: !If [Prod, a, {key}]}}}}]}}]"
            ))
        };
        check(&X, &format!("{conditions}{}", action("b")), &[]);
        let missing = format!("{conditions}{}", action("!Ref AWS::NoValue"));
        check(&X, &missing, &["Resources.Pipeline.Properties.Stages.1.Actions.0.Configuration"]);
    }
}
