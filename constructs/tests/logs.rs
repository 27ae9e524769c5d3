//! What is done with the events of log groups.

use cfn_constructs::services::lambda::ImportedFunction;
use cfn_constructs::services::{
    Key, KeyProps, LogDestination, LogGroup, LogGroupProps, MetricFilter, MetricFilterProps, SubscriptionFilter,
};
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

fn group(stack: &mut Stack) -> LogGroup {
    LogGroup::new(stack, "G", LogGroupProps::default())
}

#[test]
fn events_are_counted() {
    let mut stack = Stack::new("S");
    let group = group(&mut stack);
    let filter = MetricFilter::new(&mut stack, "F", group, MetricFilterProps::counting("ERROR", "Releases", "Errors"));
    assert_eq!(filter.metric().name, "Errors");
    check(
        &template(stack),
        "F.Properties",
        json!({
            "FilterPattern": "ERROR",
            "LogGroupName": {"Ref": "G"},
            "MetricTransformations": [
                {"MetricName": "Errors", "MetricNamespace": "Releases", "MetricValue": "1", "DefaultValue": 0}
            ]
        }),
    );
}

#[test]
fn a_function_takes_the_events_of_the_group_only() {
    let mut stack = Stack::new("S");
    let group = group(&mut stack);
    let function =
        LogDestination::function(&ImportedFunction::from_arn("arn:aws:lambda:eu-west-1:111122223333:function:f"));
    SubscriptionFilter::new(&mut stack, "F", group, "", function);
    let template = template(stack);
    check(&template, "F.DependsOn", json!(["FPermission"]));
    check(
        &template,
        "FPermission.Properties",
        json!({
            "Action": "lambda:InvokeFunction",
            "FunctionName": "arn:aws:lambda:eu-west-1:111122223333:function:f",
            "Principal": "logs.amazonaws.com",
            "SourceArn": {"Fn::GetAtt": ["G", "Arn"]}
        }),
    );
}

#[test]
fn a_stream_is_written_to_by_a_role_for_this_account() {
    let mut stack = Stack::new("S");
    let group = group(&mut stack);
    SubscriptionFilter::new(
        &mut stack,
        "F",
        group,
        "ERROR",
        LogDestination::firehose("arn:aws:firehose:eu-west-1:111122223333:deliverystream/stream"),
    );
    let template = template(stack);
    check(&template, "F.DependsOn", json!(["FRolePolicy"]));
    check(
        &template,
        "FRole.Properties.AssumeRolePolicyDocument.Statement.0.Condition",
        json!({"StringLike": {"aws:SourceArn":
            {"Fn::Sub": "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:*"}}}),
    );
    check(
        &template,
        "FRolePolicy.Properties.PolicyDocument.Statement",
        json!([{
            "Effect": "Allow",
            "Action": ["firehose:PutRecord", "firehose:PutRecordBatch"],
            "Resource": "arn:aws:firehose:eu-west-1:111122223333:deliverystream/stream"
        }]),
    );
}

#[test]
fn a_key_encrypts_log_groups_of_its_account() {
    let mut stack = Stack::new("S");
    let key = Key::new(&mut stack, "K", KeyProps::default());
    LogGroup::new(&mut stack, "G", LogGroupProps { key: Some(key), ..LogGroupProps::default() });
    check(
        &template(stack),
        "K.Properties.KeyPolicy.Statement.1",
        json!({
            "Effect": "Allow",
            "Principal": {"Service": {"Fn::Sub": "logs.${AWS::Region}.${AWS::URLSuffix}"}},
            "Action": ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
            "Resource": "*",
            "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn":
                {"Fn::Sub": "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:*"}}}
        }),
    );
}

#[test]
fn names_of_metrics_are_checked() {
    let mut stack = Stack::new("S");
    let group = group(&mut stack);
    let props = MetricFilterProps::counting("x", "AWS/Mine", "a:b");
    MetricFilter::new(&mut stack, "F", group, props);
    let problems = App::new().with(stack).synth().expect_err("there is a problem");
    let messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(messages, ["`AWS/Mine` is no namespace for a metric of yours", "`a:b` is no name for a metric"]);
}
