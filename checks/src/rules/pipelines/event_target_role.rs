//! Targets of event rules that EventBridge cannot start without a role.

use cfn_model::{Function, Severity, Value};

use crate::Check;
use crate::cases::Case;
use crate::context::Context;
use crate::finding::{Finding, Findings};
use crate::partial;
use crate::pipelines::is_open;

pub(super) static X: Check = Check {
    code: "event-target-without-role",
    severity: Severity::Error,
    title: "a target that EventBridge cannot start without a role",
    docs: "EventBridge starts pipelines, builds and state machines with a role that the target names; it refuses such \
           a target without `RoleArn`.",
    source: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-identity-based.html",
    cfn_lint: &[],
    run: Some(run),
};

fn run(context: &Context<'_>, findings: &mut Findings) {
    for rule in context.of_type("AWS::Events::Rule") {
        let Some(properties) = Case::properties(rule) else { continue };
        for target in properties.select(&["Targets", "*"], &context.conditions) {
            if target.map().is_none_or(|map| map.contains_key("RoleArn") || is_open(map)) {
                continue;
            }
            let what = target.key("Arn", &context.conditions).iter().find_map(|arn| needs_role(context, arn.value));
            if let Some(what) = what {
                let message = format!("the target is {what}, and names no role to start it with");
                let help = "add `RoleArn`, the ARN of a role that `events.amazonaws.com` can assume";
                findings.push(Finding::new(&X, &target.path(), message).help(help));
            }
        }
    }
}

/// What the target is, where it is one of those that need a role.
fn needs_role(context: &Context<'_>, arn: &Value) -> Option<&'static str> {
    if let Value::Intrinsic(call) = arn
        && matches!(call.function, Function::Ref | Function::GetAtt)
    {
        let id = match &call.argument {
            Value::String(text) => text.split('.').next(),
            Value::List(parts) => parts.first().and_then(Value::as_str),
            _ => None,
        };
        return match context.resource(id?)?.type_name {
            "AWS::CodeBuild::Project" => Some("a build project"),
            "AWS::CodePipeline::Pipeline" => Some("a pipeline"),
            "AWS::StepFunctions::StateMachine" => Some("a state machine"),
            _ => None,
        };
    }
    // The third part of an ARN is the service.
    let text = partial::text(arn)?;
    match text.split(':').nth(2)? {
        "codebuild" => Some("a build project"),
        "codepipeline" => Some("a pipeline"),
        "states" => Some("a state machine"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::X;
    use crate::testing::check;

    #[test]
    fn only_what_is_started_with_a_role_needs_one() {
        for (target, right) in [
            ("Arn: !Sub 'arn:aws:codepipeline:${AWS::Region}:${AWS::AccountId}:site'", false),
            ("Arn: !Sub 'arn:aws:codepipeline:${AWS::Region}:${AWS::AccountId}:site', RoleArn: a", true),
            ("Arn: !GetAtt Project.Arn", false),
            ("Arn: !Ref Topic", true),
            ("Arn: !Join [':', [arn, aws, codepipeline, !Ref AWS::Region, a]]", false),
            ("Arn: !ImportValue pipeline-arn", true),
        ] {
            let template = format!(
                "Resources:\n  Project: {{Type: 'AWS::CodeBuild::Project'}}\n  Topic: {{Type: 'AWS::SNS::Topic'}}\n  \
                 Rule: {{Type: 'AWS::Events::Rule', Properties: {{Targets: [{{Id: a, {target}}}]}}}}"
            );
            check(&X, &template, &["Resources.Rule.Properties.Targets.0"][usize::from(right)..]);
        }
    }
}
