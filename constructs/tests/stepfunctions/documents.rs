//! What definitions say in a template.

use cfn_constructs::Stack;
use cfn_constructs::services::Seconds;
use cfn_constructs::services::lambda::{Code, Function, FunctionProps, Runtime};
use cfn_constructs::services::stepfunctions::{
    Catch, Choice, Condition, Definition, Fail, Map, MapMode, Operator, Parallel, Pass, Pattern, Retry, StateMachine,
    StateMachineProps, Succeed, Task, Wait, errors,
};
use cfn_model::Value;
use serde_json::json;

use super::{synthesised, template};

fn check(definition: Definition, expected: serde_json::Value) {
    let template = template(definition);
    assert_eq!(template.at("Resources.M.Properties.Definition"), Some(&Value::from(expected)));
}

#[test]
fn the_first_state_is_the_start_and_a_state_without_a_next_one_the_end() {
    check(
        Definition::json_path().state("A", Pass::new().next("B")).state("B", Pass::new()),
        json!({
            "StartAt": "A",
            "States": {"A": {"Type": "Pass", "Next": "B"}, "B": {"Type": "Pass", "End": true}}
        }),
    );
}

#[test]
fn arguments_have_the_name_that_the_language_gives_them() {
    let task = || Task::new("arn:aws:states:::sns:publish").argument("TopicArn", "arn").argument("Message", "hello");
    let arguments = json!({"TopicArn": "arn", "Message": "hello"});
    let state = |field: &str| json!({"A": {"Type": "Task", "Resource": "arn:aws:states:::sns:publish", field: arguments, "End": true}});
    check(
        Definition::jsonata().state("A", task()),
        json!({"QueryLanguage": "JSONata", "StartAt": "A", "States": state("Arguments")}),
    );
    check(Definition::json_path().state("A", task()), json!({"StartAt": "A", "States": state("Parameters")}));
}

/// The arguments of a task that invokes a function, in the template.
fn invocation(definition: impl Fn(Task) -> Definition, change: impl Fn(Task) -> Task, field: &str) -> Option<Value> {
    let mut stack = Stack::new("S");
    let props = FunctionProps::new(Runtime::Nodejs24, "index.handler", Code::inline("exports.handler = () => 1"));
    let function = Function::new(&mut stack, "F", props);
    let task = change(Task::invoke(&function, Pattern::RequestResponse));
    StateMachine::new(&mut stack, "M", StateMachineProps::new(definition(task)));
    synthesised(stack).at(&format!("Resources.M.Properties.Definition.States.A.{field}")).cloned()
}

#[test]
fn a_function_gets_the_input_unless_it_gets_something_else() {
    let arn = json!({"Fn::GetAtt": ["F", "Arn"]});
    let jsonata = |task| Definition::jsonata().state("A", task);
    let json_path = |task| Definition::json_path().state("A", task);
    assert_eq!(
        invocation(jsonata, |task| task, "Arguments"),
        Some(json!({"FunctionName": arn, "Payload": "{% $states.input %}"}).into())
    );
    assert_eq!(
        invocation(json_path, |task| task, "Parameters"),
        Some(json!({"FunctionName": arn, "Payload.$": "$"}).into())
    );
    let given = |task: Task| task.argument("Payload.$", "$.order");
    assert_eq!(
        invocation(json_path, given, "Parameters"),
        Some(json!({"FunctionName": arn, "Payload.$": "$.order"}).into())
    );
}

#[test]
fn what_may_go_wrong_is_said_beside_the_task() {
    let task = Task::new("arn:aws:states:::x:y")
        .timeout(Seconds(60))
        .retry(Retry::on([errors::TIMEOUT]).interval(Seconds(5)).max_attempts(2).backoff_rate(1.5).full_jitter())
        .catch(Catch::all("Failed").result_path("$.error"))
        .next("Done");
    let definition = Definition::json_path()
        .state("A", task)
        .state("Failed", Fail::new("Broken", "it broke"))
        .state("Done", Succeed::new());
    check(
        definition,
        json!({
            "StartAt": "A",
            "States": {
                "A": {
                    "Type": "Task",
                    "Resource": "arn:aws:states:::x:y",
                    "TimeoutSeconds": 60,
                    "Retry": [{
                        "ErrorEquals": ["States.Timeout"],
                        "IntervalSeconds": 5,
                        "MaxAttempts": 2,
                        "BackoffRate": 1.5,
                        "JitterStrategy": "FULL"
                    }],
                    "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Failed", "ResultPath": "$.error"}],
                    "Next": "Done"
                },
                "Failed": {"Type": "Fail", "Error": "Broken", "Cause": "it broke"},
                "Done": {"Type": "Succeed"}
            }
        }),
    );
}

#[test]
fn choices_are_conditions_in_their_order() {
    let many = Condition::path("$.count", Operator::NumericGreaterThan, 1);
    let known = Condition::path("$.name", Operator::IsPresent, true);
    let choice = Choice::new().when(Condition::all([many, !known]), "Wait").otherwise("Done");
    let definition = Definition::json_path()
        .state("Which", choice)
        .state("Wait", Wait::seconds(Seconds(5)).next("Done"))
        .state("Done", Succeed::new());
    check(
        definition,
        json!({
            "StartAt": "Which",
            "States": {
                "Which": {
                    "Type": "Choice",
                    "Choices": [{
                        "And": [
                            {"Variable": "$.count", "NumericGreaterThan": 1},
                            {"Not": {"Variable": "$.name", "IsPresent": true}}
                        ],
                        "Next": "Wait"
                    }],
                    "Default": "Done"
                },
                "Wait": {"Type": "Wait", "Seconds": 5, "Next": "Done"},
                "Done": {"Type": "Succeed"}
            }
        }),
    );
}

#[test]
fn states_inside_states_say_the_language_once() {
    let inner = |name: &str| Definition::jsonata().state(name, Pass::new());
    let map = Map::new(inner("Each"), MapMode::DistributedExpress).items("{% $states.input.images %}").label("images");
    let definition = Definition::jsonata()
        .state("Both", Parallel::new([inner("One"), inner("Other")]).next("All"))
        .state("All", map);
    let branch = |name: &str| json!({"StartAt": name, "States": {name: {"Type": "Pass", "End": true}}});
    let mut processor = branch("Each");
    processor["ProcessorConfig"] = json!({"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"});
    check(
        definition,
        json!({
            "QueryLanguage": "JSONata",
            "StartAt": "Both",
            "States": {
                "Both": {"Type": "Parallel", "Branches": [branch("One"), branch("Other")], "Next": "All"},
                "All": {
                    "Type": "Map",
                    "ItemProcessor": processor,
                    "Items": "{% $states.input.images %}",
                    "Label": "images",
                    "End": true
                }
            }
        }),
    );
}

#[test]
fn a_definition_from_elsewhere_stays_as_it_is() {
    let text = r#"{"Comment": "ours", "StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 1, "End": true}}}"#;
    let expected: serde_json::Value = serde_json::from_str(text).expect("it is JSON");
    check(Definition::parse(text, "machine.asl.json"), expected.clone());
    check(Definition::from_value(expected.clone()), expected);
}
