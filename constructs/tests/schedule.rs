//! What schedules start, and with which permissions.

use cfn_constructs::buildspec::{Buildspec, Commands, Phase};
use cfn_constructs::services::codebuild::{Project, ProjectProps, Source};
use cfn_constructs::services::lambda::ImportedFunction;
use cfn_constructs::services::{Schedule, ScheduleProps, ScheduleTarget};
use cfn_constructs::{App, Stack};
use cfn_model::{Prop, Value};
use serde_json::json;

/// A schedule of a target, as its target stands in the template, and what its role may do.
fn check(target: ScheduleTarget, arn: serde_json::Value, input: serde_json::Value, allowed: serde_json::Value) {
    let mut stack = Stack::new("S");
    schedule(&mut stack, target);
    check_in(stack, arn, input, allowed);
}

fn check_in(stack: Stack, arn: serde_json::Value, input: serde_json::Value, allowed: serde_json::Value) {
    let assembly = App::new().with(stack).synth().unwrap_or_else(|problems| panic!("{problems:#?}"));
    let template = assembly.stacks.into_iter().next().expect("there is one stack").template.into_value();
    let at = |path: &str| template.at(&format!("Resources.{path}")).cloned().unwrap_or_default();
    assert_eq!(at("N.Properties.Target.Arn"), Value::from(arn));
    assert_eq!(at("N.Properties.Target.Input"), Value::from(input));
    let mut allowed = allowed;
    allowed["Effect"] = "Allow".into();
    assert_eq!(at("NRolePolicy.Properties.PolicyDocument.Statement.0"), Value::from(allowed));
}

fn schedule(stack: &mut Stack, target: ScheduleTarget) {
    Schedule::new(stack, "N", ScheduleProps { expression: "rate(1 day)".into(), time_zone: None, target });
}

#[test]
fn a_pipeline_gets_its_variables() {
    let variables = vec![("CHANNEL".to_owned(), "alpha \"a\"".to_owned())];
    check(
        ScheduleTarget::Pipeline { name: Prop::new("release"), variables },
        json!({"Fn::Sub": "arn:${AWS::Partition}:scheduler:::aws-sdk:codepipeline:startPipelineExecution"}),
        json!("{\"Name\":\"release\",\"Variables\":[{\"Name\":\"CHANNEL\",\"Value\":\"alpha \\\"a\\\"\"}]}"),
        json!({
            "Action": "codepipeline:StartPipelineExecution",
            "Resource": {"Fn::Sub": "arn:${AWS::Partition}:codepipeline:${AWS::Region}:${AWS::AccountId}:release"}
        }),
    );
}

#[test]
fn functions_and_state_machines_are_started_by_their_arns() {
    check(
        ScheduleTarget::function(&ImportedFunction::from_arn("arn:aws:lambda:eu-west-1:111122223333:function:f")),
        json!("arn:aws:lambda:eu-west-1:111122223333:function:f"),
        json!(null),
        json!({"Action": "lambda:InvokeFunction", "Resource": "arn:aws:lambda:eu-west-1:111122223333:function:f"}),
    );
    check(
        ScheduleTarget::StateMachine {
            arn: Prop::new("arn:aws:states:eu-west-1:111122223333:stateMachine:m"),
            input: Some(json!({"a": 1}).into()),
        },
        json!("arn:aws:states:eu-west-1:111122223333:stateMachine:m"),
        json!("{\"a\":1}"),
        json!({"Action": "states:StartExecution", "Resource": "arn:aws:states:eu-west-1:111122223333:stateMachine:m"}),
    );
}

#[test]
fn a_build_is_started_by_the_name_of_its_project() {
    let mut stack = Stack::new("S");
    let buildspec = Buildspec::new().phase(Phase::Build, Commands::new(["make"]));
    let project = Project::new(&mut stack, "P", ProjectProps::new(Source::NoSource, buildspec));
    schedule(&mut stack, ScheduleTarget::Build(project));
    check_in(
        stack,
        json!({"Fn::Sub": "arn:${AWS::Partition}:scheduler:::aws-sdk:codebuild:startBuild"}),
        json!({"Fn::Sub": "{\"ProjectName\":\"${P}\"}"}),
        json!({"Action": "codebuild:StartBuild", "Resource": {"Fn::GetAtt": ["P", "Arn"]}}),
    );
}

#[test]
fn variables_have_names_and_values() {
    let mut stack = Stack::new("S");
    let variables = vec![("A".to_owned(), String::new()), ("b c".to_owned(), "x".to_owned())];
    schedule(&mut stack, ScheduleTarget::Pipeline { name: Prop::new("release"), variables });
    let problems = App::new().with(stack).synth().expect_err("there is a problem");
    let messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(messages, ["`A` cannot have the value ``", "`b c` cannot have the value `x`"]);
}
