//! What the checks find in a template is told at the construct and line of the program.

use cfn_constructs::services::{Bucket, BucketProps};
use cfn_constructs::{App, Stack};
use cfn_model::template::Output;
use cfn_model::{Diagnostic, RawResource, Severity};
use serde_json::json;

fn wrong() -> RawResource {
    RawResource::new("AWS::SNS::Topic", json!({ "TopicNmae": "releases" }))
}

fn errors(stack: Stack) -> Vec<Diagnostic> {
    App::new().with(stack).synth().expect_err("the stack has an error")
}

#[test]
fn a_finding_names_construct_property_and_line() {
    let mut stack = Stack::new("Ci");
    let line = line!() + 2;
    stack.scope("Alarms", |stack| {
        stack.add("Topic", wrong());
    });
    let problems = errors(stack);
    let [problem] = problems.as_slice() else { panic!("{problems:?}") };
    assert_eq!((problem.severity, problem.code), (Severity::Error, "unknown-property"));
    assert_eq!(problem.construct.as_deref(), Some("Ci/Alarms/Topic"));
    assert_eq!(problem.property.as_deref(), Some("TopicNmae"));
    let place = problem.location.as_ref().expect("it has a place");
    assert!(place.file.ends_with("checks.rs") && place.line == line, "{place}");
}

#[test]
fn what_is_suppressed_is_noted_in_the_template() {
    let mut stack = Stack::new("Ci");
    stack.scope("Alarms", |stack| {
        stack.add("Topic", wrong());
        stack.suppress("unknown-property", "AWS has it since yesterday.");
    });
    let assembly = App::new().with(stack).synth().expect("the error is suppressed");
    assert!(assembly.diagnostics.is_empty(), "{:?}", assembly.diagnostics);
    let yaml = assembly.stacks[0].template.to_yaml();
    let expected = "
    Metadata:
      cfn-checks:
        suppress:
          - code: unknown-property
            path: Properties.TopicNmae
            reason: AWS has it since yesterday.
";
    assert!(yaml.contains(expected), "{yaml}");
}

#[test]
fn suppressions_reach_a_path_and_a_resource() {
    let mut stack = Stack::new("Ci");
    let topic = stack.add("First", wrong());
    stack.scope("Alarms", |stack| stack.add("Second", wrong()));
    stack.resource(topic).suppress("unknown-property", "new");
    stack.suppress_at("Alarms/Second", "unknown-property", "new");
    assert!(App::new().with(stack).synth().is_ok());
}

#[test]
fn a_suppression_has_a_reason_a_place_and_something_to_suppress() {
    let mut stack = Stack::new("Ci");
    Bucket::new(&mut stack, "Bucket", BucketProps::default());
    stack.suppress("unknown-property", "It was there once.");
    let assembly = App::new().with(stack).synth().expect("this is only a warning");
    let codes: Vec<&str> = assembly.diagnostics.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["unused-suppression"]);

    let mut stack = Stack::new("Ci");
    Bucket::new(&mut stack, "Bucket", BucketProps::default());
    stack.suppress("unknown-property", " ");
    stack.suppress_at("Bukcet", "unknown-property", "new");
    let codes: Vec<&str> = errors(stack).iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["unexplained-suppression", "suppression-path"]);
}

#[test]
fn stacks_are_looked_at_together() {
    let exporting = |name: &str| {
        let mut stack = Stack::new(name);
        let topic = RawResource::new("AWS::SNS::Topic", json!({ "KmsMasterKeyId": "alias/releases" }));
        let topic = stack.add("Topic", topic);
        stack.output("Shared", Output::new(topic.reference()).export("shared"));
        stack
    };
    let app = App::new().with(exporting("First")).with(exporting("Second"));
    let problems = app.synth().expect_err("two stacks export one name");
    let found: Vec<_> = problems.iter().map(|problem| (problem.code, problem.construct.as_deref())).collect();
    assert_eq!(found, [("repeated-export", Some("Second/Shared"))]);
}
