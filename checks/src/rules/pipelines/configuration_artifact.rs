//! Configuration values that name an artifact which the action does not read.

use std::borrow::Cow;

use cfn_model::{Severity, Value, nearest};

use super::configuration_json::{UNKNOWN, read};
use crate::Check;
use crate::cases::Case;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::partial::{self, GAP};
use crate::pipelines::Step;
use crate::providers::Form;
use crate::schema::report::{list, shown};

pub(super) static X: Check = Check {
    code: "artifact-not-read",
    severity: Severity::Error,
    title: "a configuration value names an artifact that the action does not read",
    docs: "Files are named with the artifact they are in, as `Artifact::path`, and the artifact has to be one of the \
           action's input artifacts. So have those that `PrimarySource`, `Fn::GetArtifactAtt` and `Fn::GetParam` name.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html",
    cfn_lint: &["E3703"],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for step in context.pipelines.iter().flat_map(|pipeline| pipeline.steps()) {
        let Some(provider) = step.provider else { continue };
        for (key, case) in &step.settings {
            let Some(facts) = provider.key(key).filter(|facts| may_name_artifacts(facts.form)) else { continue };
            let Some(text) = partial::text(case.value) else { continue };
            let inputs = Inputs::of(step, case, context);
            let before = text.split_once("::").map(|(artifact, _)| artifact);
            match facts.form {
                Form::Artifact => findings.extend(inputs.refuses(&text).map(|problem| finding(case, problem))),
                Form::ArtifactFile => match before {
                    Some(artifact) => findings.extend(inputs.refuses(artifact).map(|problem| finding(case, problem))),
                    None if text.contains(GAP) || text.contains("#{") => {}
                    None => {
                        let message = format!("{} names no file of an artifact", shown(&text));
                        let help = "write the artifact, two colons and the path, such as `Sources::template.yaml`";
                        findings.push(Finding::new(&X, &case.path(), message).help(help));
                    }
                },
                Form::PerhapsArtifactFile => {
                    let artifact = before.filter(|artifact| !artifact.contains([',', '=', ' ']));
                    let problem = artifact.and_then(|artifact| inputs.refuses(artifact));
                    findings.extend(problem.map(|problem| finding(case, problem)));
                }
                Form::JsonObject => {
                    let Ok(Some(json)) = read(&text) else { continue };
                    json.walk(&mut |node| {
                        findings.extend(
                            named_by_function(node)
                                .and_then(|artifact| inputs.refuses(artifact))
                                .map(|problem| finding(case, problem)),
                        );
                    });
                }
                _ => {}
            }
        }
    }
}

fn may_name_artifacts(form: Form) -> bool {
    matches!(form, Form::Artifact | Form::ArtifactFile | Form::PerhapsArtifactFile | Form::JsonObject)
}

/// The artifact that `Fn::GetArtifactAtt` or `Fn::GetParam` names.
fn named_by_function(node: &Value) -> Option<&str> {
    let (name, argument) = node.as_map()?.only()?;
    let is_function = matches!(name, "Fn::GetArtifactAtt" | "Fn::GetParam");
    argument.as_list().filter(|_| is_function)?.first()?.as_str()
}

fn finding(case: &Case<'_>, (message, help): (String, String)) -> Finding {
    Finding::new(&X, &case.path(), message).help(help)
}

/// The artifacts that an action reads, under conditions that do not exclude those of a value.
struct Inputs<'a> {
    names: Vec<Cow<'a, str>>,
    /// Whether there may be others.
    open: bool,
}

impl<'a> Inputs<'a> {
    fn of(step: &Step<'a>, value: &Case<'a>, context: &Context<'_>) -> Self {
        let fits = |case: &Case<'_>| context.conditions.both(&case.env, &value.env).is_some();
        let items = step.case.select(&["InputArtifacts", "*"], &context.conditions);
        let lists = step.case.key("InputArtifacts", &context.conditions);
        let names = step.artifacts("InputArtifacts", &context.conditions);
        let names: Vec<Cow<'_, str>> =
            names.iter().filter(|name| fits(name)).filter_map(|name| partial::text(name.value)).collect();
        let open =
            lists.iter().any(|list| list.value.as_list().is_none()) || items.iter().any(|item| item.map().is_none());
        Inputs { names, open }
    }

    /// What is wrong with the name, where no input artifact has it.
    fn refuses(&self, artifact: &str) -> Option<(String, String)> {
        let unknown = artifact.contains([GAP, UNKNOWN]) || artifact.contains("#{") || self.open;
        if unknown || self.names.iter().any(|name| partial::may_be(name, artifact)) {
            return None;
        }
        let names = || self.names.iter().map(AsRef::as_ref);
        let help = match nearest(artifact, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if self.names.is_empty() => "add it to the input artifacts; there are none".to_owned(),
            None => format!("add it to the input artifacts, which are {}", list(names())),
        };
        Some((format!("{} is no input artifact of the action", shown(artifact)), help))
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::rules::pipelines::tests::in_pipeline;
    use crate::testing::check;

    #[test]
    fn files_and_functions_name_input_artifacts() {
        let action = "Resources.Pipeline.Properties.Stages.0.Actions.0.Configuration";
        for (key, value, right) in [
            ("TemplatePath", "Sources::template.yaml", true),
            ("TemplatePath", "Source::template.yaml", false),
            ("TemplatePath", "template.yaml", false),
            ("TemplatePath", "!Sub '${AWS::StackName}::template.yaml'", true),
            ("TemplateConfiguration", "Other::config.json", false),
            ("ParameterOverrides", r#"'{"A":{"Fn::GetArtifactAtt":["Sources","ObjectKey"]}}'"#, true),
            ("ParameterOverrides", r#"'{"A":{"Fn::GetParam":["Built","out.json","A"]}}'"#, false),
            ("ParameterOverrides", r#"!Sub '{"A":{"Fn::GetParam":["${Built}","out.json","A"]}}'"#, true),
        ] {
            let stages = format!(
                "[{{Name: A, Actions: [{{Name: A, ActionTypeId: {{Category: Deploy, Owner: AWS, \
                 Provider: CloudFormation, Version: '1'}}, InputArtifacts: [{{Name: Sources}}], \
                 Configuration: {{{key}: {value}}}}}]}}]"
            );
            let path = format!("{action}.{key}");
            check(&X, &in_pipeline(&stages), &[path.as_str()][usize::from(right)..]);
        }
    }
}
