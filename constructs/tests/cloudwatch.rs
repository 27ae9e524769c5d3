//! Alarms and what they may do.

use cfn_constructs::services::Seconds;
use cfn_constructs::services::cloudwatch::{
    Alarm, AlarmAction, AlarmActions, AlarmProps, AlarmRule, CompositeAlarm, CompositeAlarmProps, Metric, Statistic,
};
use cfn_constructs::services::lambda::ImportedFunction;
use cfn_constructs::services::sns::{Topic, TopicProps};
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

fn failures() -> AlarmProps {
    AlarmProps::new(Metric::failed_executions("release"))
}

/// The messages for an alarm.
fn problems(props: AlarmProps) -> Vec<String> {
    let mut stack = Stack::new("S");
    Alarm::new(&mut stack, "A", props);
    let problems = App::new().with(stack).synth().expect_err("there is a problem");
    problems.into_iter().map(|problem| problem.message).collect()
}

#[test]
fn an_alarm_goes_off_at_the_first_failure() {
    let mut stack = Stack::new("S");
    Alarm::new(&mut stack, "A", failures());
    check(
        &template(stack),
        "A.Properties",
        json!({
            "Namespace": "AWS/CodePipeline",
            "MetricName": "FailedPipelineExecutions",
            "Period": 300,
            "Statistic": "Sum",
            "Dimensions": [{"Name": "PipelineName", "Value": "release"}],
            "Threshold": 1,
            "ComparisonOperator": "GreaterThanOrEqualToThreshold",
            "EvaluationPeriods": 1,
            "TreatMissingData": "notBreaching"
        }),
    );
}

#[test]
fn a_topic_lets_the_alarms_of_its_account_publish() {
    let mut stack = Stack::new("S");
    let topic = Topic::new(&mut stack, "T", TopicProps::default());
    for id in ["A", "B"] {
        let actions = AlarmActions::alarm_and_ok(AlarmAction::topic(&topic));
        Alarm::new(&mut stack, id, AlarmProps { actions, ..failures() });
    }
    let template = template(stack);
    check(&template, "A.Properties.OKActions", json!([{"Ref": "T"}]));
    let statements = template.at("Resources.TPolicy.Properties.PolicyDocument.Statement").and_then(Value::as_list);
    assert_eq!(statements.map(<[Value]>::len), Some(2), "both alarms share a statement");
    check(
        &template,
        "TPolicy.Properties.PolicyDocument.Statement.1.Condition.ArnLike",
        json!({"aws:SourceArn": {"Fn::Sub":
            "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*"}}),
    );
}

#[test]
fn a_function_takes_calls_of_the_alarm_only() {
    let mut stack = Stack::new("S");
    let action = AlarmAction::function(&ImportedFunction::from_arn("arn:f"));
    Alarm::new(&mut stack, "A", AlarmProps { actions: AlarmActions::alarm_and_ok(action), ..failures() });
    let template = template(stack);
    check(
        &template,
        "APermission1.Properties",
        json!({
            "Action": "lambda:InvokeFunction",
            "FunctionName": "arn:f",
            "Principal": "lambda.alarms.cloudwatch.amazonaws.com",
            "SourceArn": {"Fn::GetAtt": ["A", "Arn"]}
        }),
    );
    assert_eq!(template.at("Resources.APermission2"), None);
}

#[test]
fn rules_of_composite_alarms_are_expressions() {
    let mut stack = Stack::new("S");
    let first = Alarm::new(&mut stack, "A", failures());
    let second = AlarmRule::alarm_arn("arn:b");
    let rule = AlarmRule::any([AlarmRule::all([AlarmRule::alarm(first), !second]), AlarmRule::alarm_arn("arn:c")]);
    CompositeAlarm::new(&mut stack, "All", CompositeAlarmProps::new(rule));
    check(
        &template(stack),
        "All.Properties.AlarmRule",
        json!({"Fn::Sub": "((ALARM(\"${A.Arn}\") AND NOT ALARM(\"arn:b\")) OR ALARM(\"arn:c\"))"}),
    );
}

#[test]
fn alarms_have_bounds() {
    let metric = Metric::new("AWS/X", "Y").period(Seconds(60)).statistic(Statistic::Percentile(101.0));
    assert_eq!(
        problems(AlarmProps { evaluation_periods: 2, datapoints_to_alarm: Some(3), ..AlarmProps::new(metric) }),
        ["something must be wrong in 3 of 2 periods", "there is no percentile 101"]
    );
    assert_eq!(
        problems(AlarmProps { evaluation_periods: 289, ..failures() }),
        ["the alarm looks back 86700 seconds, 86400 are allowed"]
    );
    let six = vec![AlarmAction::arn("arn:x"); 6];
    assert_eq!(
        problems(AlarmProps { actions: AlarmActions::alarm(six), ..failures() }),
        ["there are 6 AlarmActions, 5 are allowed"]
    );
    let mut stack = Stack::new("S");
    CompositeAlarm::new(&mut stack, "All", CompositeAlarmProps::new(AlarmRule::any([])));
    let problems = App::new().with(stack).synth().expect_err("there is a problem");
    assert_eq!(problems[0].message, "the rule has 0 characters, 1 to 10240 are allowed");
}
