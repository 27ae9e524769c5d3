//! What is refused, and where it is said to be.

use cfn_constructs::services::Seconds;
use cfn_constructs::services::stepfunctions::{
    Choice, Condition, Definition, Fail, Map, MapMode, Parallel, Pass, Pattern, Retry, StateMachineKind,
    StateMachineProps, Succeed, Task, errors as names,
};
use cfn_model::Severity;
use serde_json::json;

use super::{errors, problems};

/// Asserts that a definition of these states, of which `A` is the first, has just these errors: place and message.
fn check(states: serde_json::Value, expected: &[(&str, &str)]) {
    check_in("JSONPath", states, expected);
}

fn check_in(language: &str, states: serde_json::Value, expected: &[(&str, &str)]) {
    let found = errors(Definition::from_value(json!({"QueryLanguage": language, "StartAt": "A", "States": states})));
    let found: Vec<(&str, &str)> = found.iter().map(|(place, message)| (place.as_str(), message.as_str())).collect();
    let expected: Vec<(String, &str)> =
        expected.iter().map(|(place, message)| (format!("Definition.States{place}"), *message)).collect();
    let expected: Vec<(&str, &str)> = expected.iter().map(|(place, message)| (place.as_str(), *message)).collect();
    assert_eq!(found, expected);
}

#[test]
fn every_transition_leads_somewhere_and_every_state_is_reached() {
    check(
        json!({
            "A": {"Type": "Task", "Resource": "arn:x", "Next": "Dnoe", "Catch": [
                {"ErrorEquals": ["States.ALL"], "Next": "Failed"}
            ]},
            "Done": {"Type": "Succeed"}
        }),
        &[
            (".A.Next", "there is no state `Dnoe`"),
            (".A.Catch.0.Next", "there is no state `Failed`"),
            (".Done", "no way leads to the state `Done`"),
            ("", "no way leads from `A` to an end"),
        ],
    );
    let start = errors(Definition::json_path().state("First", Succeed::new()).start_at("Frist"));
    assert_eq!(start[0], ("Definition.StartAt".into(), "there is no state `Frist`".into()));
    assert_eq!(errors(Definition::jsonata())[0].1, "there are no states");
    let endless = Definition::json_path().state("A", Pass::new().next("B")).state("B", Pass::new().next("A"));
    assert_eq!(errors(endless)[0].1, "no way leads from `A` to an end");
}

#[test]
fn names_are_unique_across_branches() {
    let inner = || Definition::jsonata().state("One", Pass::new());
    let found = errors(Definition::jsonata().state("Both", Parallel::new([inner(), inner()])));
    let place = "Definition.States.Both.Branches.1.States.One".to_owned();
    assert_eq!(found, [(place, "two states are named `One`".to_owned())]);
    let twice = Definition::jsonata().state("A", Pass::new()).state("A", Succeed::new());
    assert_eq!(errors(twice)[0].1, "two states are named `A`");
    let long = Definition::jsonata().state("x".repeat(81), Succeed::new());
    assert_eq!(errors(long)[0].1, "the state's name has 81 characters, 1 to 80 are allowed");
}

#[test]
fn types_and_fields_are_known() {
    check(
        json!({"A": {"Type": "Sucees"}}),
        &[(".A.Type", "`Sucees` is no type of a state"), ("", "no way leads from `A` to an end")],
    );
    check(
        json!({"A": {"Type": "Task", "Timeout": 5, "Next": "B", "End": true}, "B": {"Type": "Pass"}}),
        &[
            (".A.Timeout", "a Task state has no field `Timeout`"),
            (".A.Resource", "a Task state needs `Resource`"),
            (".A", "the state both goes on and ends"),
            (".B", "the state neither goes on nor ends"),
        ],
    );
}

#[test]
fn each_language_has_its_own_fields() {
    check(
        json!({"A": {"Type": "Pass", "Output": 1, "End": true}}),
        &[(".A.Output", "`Output` belongs to JSONata, and the state is in JSONPath")],
    );
    check_in(
        "JSONata",
        json!({"A": {"Type": "Pass", "ResultPath": "$", "End": true}}),
        &[(".A.ResultPath", "`ResultPath` belongs to JSONPath, and the state is in JSONata")],
    );
    check(json!({"A": {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% 1 %}", "End": true}}), &[]);
    check_in(
        "JSONata",
        json!({"A": {"Type": "Pass", "QueryLanguage": "JSONPath", "End": true}}),
        &[(".A.QueryLanguage", "the state is in JSONPath among states in JSONata")],
    );
    let mixed = Definition::jsonata().state("A", Parallel::new([Definition::json_path().state("B", Pass::new())]));
    assert_eq!(errors(mixed)[0].1, "`A` holds states in JSONPath among states in JSONata");
}

#[test]
fn expressions_have_the_form_of_their_language() {
    let pass = |parameters: serde_json::Value| json!({"A": {"Type": "Pass", "Parameters": parameters, "End": true}});
    check(
        pass(json!({"a.$": "name", "b.$": 1, "c.$": "States.Formt('{}', $.x)", "d.$": "States.UUID()", "e": "x"})),
        &[
            (".A.Parameters.a.$", "`name` is neither a path nor a function"),
            (".A.Parameters.b.$", "`b.$` holds a number, a path is needed"),
            (".A.Parameters.c.$", "`States.Formt('{}', $.x)` is neither a path nor a function"),
        ],
    );
    check_in(
        "JSONata",
        json!({"A": {"Type": "Pass", "Output": {"a": "{% 1", "b.$": "{% 2 %}"}, "End": true}}),
        &[
            (".A.Output.a", "`{% 1` is half an expression"),
            (".A.Output.b.$", "`b.$` is a key of JSONPath, and the state is in JSONata"),
        ],
    );
}

#[test]
fn conditions_compare_once() {
    check(
        json!({
            "A": {"Type": "Choice", "Default": "B", "Choices": [
                {"Variable": "$.x", "StringEqual": "y", "Next": "B"},
                {"Variable": "$.x", "Next": "B"},
                {"StringEquals": "y"},
                {"Not": {"Variable": "$.x", "IsNull": true, "Next": "B"}, "Next": "B"}
            ]},
            "B": {"Type": "Succeed"}
        }),
        &[
            (".A.Choices.0", "`StringEqual` is no comparison"),
            (".A.Choices.1", "the condition has 0 comparisons, just one is needed"),
            (".A.Choices.2", "the condition does not say what comes next"),
            (".A.Choices.2", "the comparison has no `Variable`"),
            (".A.Choices.3.Not", "a condition inside another says what comes next"),
        ],
    );
}

#[test]
fn a_choice_without_a_default_is_told() {
    let choice = Choice::new().when(Condition::jsonata("{% true %}"), "B");
    let definition = Definition::jsonata().state("A", choice).state("B", Succeed::new());
    let problems = problems(StateMachineProps::new(definition));
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].severity, Severity::Warning);
    assert_eq!(problems[0].message, "the choice has no default, and fails where no condition holds");
}

#[test]
fn retries_have_bounds() {
    let task = |retry: Retry| Definition::jsonata().state("A", Task::new("arn:x").retry(retry));
    let message = |retry| errors(task(retry)).into_iter().next().expect("there is a problem").1;
    assert_eq!(message(Retry::on([names::ALL, names::TIMEOUT])), "`States.ALL` stands alone, and last");
    assert_eq!(message(Retry::on([""; 0])), "it is not said after which errors");
    let retry = || Retry::on([names::TIMEOUT]);
    assert_eq!(message(retry().interval(Seconds(0))), "IntervalSeconds is 0, 1 to 99999999 are allowed");
    assert_eq!(message(retry().backoff_rate(0.5)), "BackoffRate is 0.5, at least 1 is needed");
    assert_eq!(
        message(retry().interval(Seconds(9)).max_delay(Seconds(9))),
        "a wait may become 9 seconds, and the first one is 9"
    );
    assert!(errors(task(Retry::of_lambda())).is_empty());
}

#[test]
fn times_have_bounds() {
    check(
        json!({
            "A": {"Type": "Task", "Resource": "arn:x", "TimeoutSeconds": 5, "HeartbeatSeconds": 5, "Next": "B"},
            "B": {"Type": "Wait", "Seconds": 1, "Timestamp": "2030-01-01T00:00:00Z", "Next": "C"},
            "C": {"Type": "Wait", "Seconds": -1, "End": true}
        }),
        &[
            (".A.HeartbeatSeconds", "the heartbeat of 5 seconds is not shorter than the timeout of 5"),
            (".B", "the state says 2 times how long it waits, once is needed"),
            (".C.Seconds", "the state waits -1 seconds, 0 to 99999999 are allowed"),
        ],
    );
}

#[test]
fn maps_say_how_they_run() {
    let each = json!({"StartAt": "B", "States": {"B": {"Type": "Succeed"}}});
    let mut distributed = each.clone();
    distributed["ProcessorConfig"] = json!({"Mode": "DISTRIBUTED"});
    check(
        json!({
            "A": {"Type": "Map", "ItemProcessor": each, "Label": "x", "Next": "C"},
            "C": {"Type": "Map", "Next": "D"},
            "D": {"Type": "Fail", "Error": "x", "ErrorPath": "$.x"}
        }),
        &[
            (".A.Label", "`Label` belongs to distributed maps, and this one is inline"),
            (".C", "a Map state needs `ItemProcessor`"),
            (".D", "the state has both `Error` and `ErrorPath`"),
        ],
    );
    check(
        json!({"A": {"Type": "Map", "ItemProcessor": distributed, "ToleratedFailurePercentage": 101, "End": true}}),
        &[
            (".A.ItemProcessor.ProcessorConfig", "a distributed map says how its items run"),
            (".A.ToleratedFailurePercentage", "101 percent of the items may fail, 0 to 100 are allowed"),
        ],
    );
}

#[test]
fn an_express_machine_does_not_wait() {
    let each = Definition::jsonata().state("C", Pass::new());
    let machine = cfn_constructs::services::stepfunctions::ImportedStateMachine::from_name("other");
    let definition = Definition::jsonata()
        .state("A", Task::start_execution(&machine, Pattern::RunJob).next("B"))
        .state("B", Map::new(each, MapMode::DistributedStandard));
    let props = StateMachineProps { kind: StateMachineKind::Express, ..StateMachineProps::new(definition) };
    let messages: Vec<String> = problems(props).into_iter().map(|problem| problem.message).collect();
    assert_eq!(
        messages,
        [
            "an express state machine cannot wait, as `.sync:2` asks for",
            "an express state machine has no distributed maps",
        ]
    );
}

#[test]
fn text_that_cannot_be_read_is_told_with_its_place() {
    let problems = problems(StateMachineProps::new(Definition::parse("{\"StartAt\": \"A\",", "machine.asl.json")));
    let place = problems[0].location.as_ref().expect("it has a place");
    assert_eq!((&*place.file, place.line, place.column), ("machine.asl.json", 1, 17), "{problems:?}");
    let definition = errors(Definition::parse("[1]", ""));
    assert_eq!(definition[0].1, "the definition is a list, a map is needed");
}

#[test]
fn names_of_machines_are_checked() {
    let definition = Definition::jsonata().state("A", Fail::new("E", "c"));
    let props = StateMachineProps { name: Some("a b".into()), ..StateMachineProps::new(definition) };
    assert_eq!(problems(props)[0].message, "`a b` is no name for a state machine");
}
