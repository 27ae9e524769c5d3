//! Secrets of actions that stand in the template.

use cfn_model::{Function, Severity, Value};

use crate::Check;
use crate::context::Context;
use crate::finding::{Finding, Findings};

pub(super) static X: Check = Check {
    code: "plain-action-secret",
    severity: Severity::Error,
    title: "a secret of an action in plain text",
    docs: "What stands in a template is seen by all who can read it, and stays in its history. A dynamic reference \
           lets CloudFormation fetch the secret; a parameter needs `NoEcho` to keep it.",
    source: "https://docs.aws.amazon.com/codepipeline/latest/userguide/security-best-practices.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for action in context.pipelines.iter().flat_map(|pipeline| pipeline.actions()) {
        let Some(provider) = action.provider else { continue };
        for (key, case) in &action.settings {
            if !provider.key(key).is_some_and(|key| key.secret) {
                continue;
            }
            let finding = match case.value {
                Value::String(text) if !text.contains("{{resolve:") => {
                    Finding::new(&X, &case.path(), format!("`{key}` of {action} stands in the template"))
                }
                Value::Intrinsic(call) if call.function == Function::Ref => {
                    let Some(parameter) = call.argument.as_str().and_then(|id| context.parameter(id)) else { continue };
                    let hidden = parameter.get("NoEcho").is_some_and(|value| !is_false(value));
                    let fetched =
                        parameter.get("Type").and_then(Value::as_str).is_some_and(|kind| kind.starts_with("AWS::SSM"));
                    if hidden || fetched {
                        continue;
                    }
                    let message = format!("`{key}` of {action} comes from a parameter that everyone can see");
                    Finding::new(&X, &case.path(), message).severity(Severity::Warning)
                }
                _ => continue,
            };
            findings.push(finding.help("fetch it with `{{resolve:secretsmanager:NAME}}`"));
        }
    }
}

fn is_false(value: &Value) -> bool {
    value.as_bool() == Some(false) || value.as_str().is_some_and(|text| text.eq_ignore_ascii_case("false"))
}
