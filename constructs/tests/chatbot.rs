//! Chat channels and what people in them may do.

use cfn_constructs::services::chatbot::{ChannelOptions, SlackChannel, SlackChannelProps};
use cfn_constructs::services::sns::Topic;
use cfn_constructs::{App, Stack};
use cfn_model::Value;
use serde_json::json;

fn template(stack: Stack) -> Value {
    let assembly = App::new().with(stack).synth().unwrap_or_else(|problems| panic!("{problems:#?}"));
    assembly.stacks.into_iter().next().expect("there is one stack").template.into_value()
}

fn check(template: &Value, path: &str, expected: serde_json::Value) {
    assert_eq!(template.at(&format!("Resources.{path}")), Some(&Value::from(expected)), "{path}");
}

/// The messages for a stack that `build` fills.
fn problems(build: impl FnOnce(&mut Stack)) -> Vec<String> {
    let mut stack = Stack::new("S");
    build(&mut stack);
    let problems = App::new().with(stack).synth().expect_err("there is a problem");
    problems.into_iter().map(|problem| problem.message).collect()
}

#[test]
fn a_channel_reads_at_most_and_at_first_does_nothing() {
    let mut stack = Stack::new("S");
    let options = ChannelOptions::new("releases").topic(&Topic::from_arn("arn:aws:sns:eu-west-1:111122223333:t"));
    SlackChannel::new(&mut stack, "C", SlackChannelProps::new("T0123ABCD", "C0123ABCD", options));
    let template = template(stack);
    check(
        &template,
        "C.Properties",
        json!({
            "ConfigurationName": "releases",
            "IamRoleArn": {"Fn::GetAtt": ["CRole", "Arn"]},
            "SlackChannelId": "C0123ABCD",
            "SlackWorkspaceId": "T0123ABCD",
            "GuardrailPolicies": [{"Fn::Sub": "arn:${AWS::Partition}:iam::aws:policy/ReadOnlyAccess"}],
            "LoggingLevel": "ERROR",
            "UserRoleRequired": false,
            "SnsTopicArns": ["arn:aws:sns:eu-west-1:111122223333:t"]
        }),
    );
    assert_eq!(template.at("Resources.CRole.Properties.ManagedPolicyArns"), None);
    assert_eq!(template.at("Resources.CRolePolicy"), None);
}

#[test]
fn nobody_gets_the_guardrails_of_an_administrator() {
    assert_eq!(
        problems(|stack| {
            let options = ChannelOptions::new("releases").guardrails::<&str>([]);
            SlackChannel::new(stack, "C", SlackChannelProps::new("T0123ABCD", "C0123ABCD", options));
        }),
        ["the channel has no guardrails"]
    );
}

#[test]
fn ids_are_checked() {
    assert_eq!(
        problems(|stack| {
            let options = ChannelOptions::new("releases");
            SlackChannel::new(stack, "C", SlackChannelProps::new("acme", "C0123ABCD", options));
        }),
        ["`acme` does not match `^[0-9A-Z]{1,255}$`"]
    );
}
