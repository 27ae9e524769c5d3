//! The assertions that tests of stacks are written with: what holds, and what is shown where it does not.

use std::panic::{AssertUnwindSafe, catch_unwind};

use cfn_constructs::assertions::{
    Capture, Pattern, TemplateAssertions, absent, any, exactly, like, list_with, object, snapshot_of, synth,
};
use cfn_constructs::assets::Asset;
use cfn_constructs::services::{Bucket, BucketProps, Days};
use cfn_constructs::{App, Stack, assert_template_snapshot};
use cfn_model::template::{Section, Template};
use cfn_model::{Severity, Value, sns};
use serde_json::json;

fn stack() -> Stack {
    let mut stack = Stack::new("S");
    let alarms = sns::Topic::new().display_name("Alarms").topic_name("alarms").kms_master_key_id(KEY);
    let alarms = stack.add("Alarms", alarms);
    stack.add("News", sns::Topic::new().display_name("News").kms_master_key_id("alias/news"));
    stack.output("AlarmsArn", alarms.topic_arn());
    stack
}

/// What an assertion says that does not hold.
fn failure(assertion: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(assertion)).expect_err("the assertion does not hold");
    *panic.downcast::<String>().expect("it says something")
}

const TOPIC: &str = "AWS::SNS::Topic";
const KEY: &str = "1234abcd-12ab-34cd-56ef-1234567890ab";

#[test]
fn a_resource_is_found_by_some_of_its_properties() {
    let synthesized = synth(stack());
    let template = synthesized.only_template();
    template.resource_count(TOPIC, 2);
    assert_eq!(template.has_resource(TOPIC, json!({"DisplayName": "News"})), "News");
    assert_eq!(template.has_resource(TOPIC, object().with("TopicName", any())), "Alarms");
    assert_eq!(template.has_resource(TOPIC, object().without("TopicName")), "News");
    assert_eq!(template.has_resource(TOPIC, object().with("KmsMasterKeyId", like("alias/*"))), "News");
    let whole = exactly(json!({"DisplayName": "News", "KmsMasterKeyId": "alias/news"}));
    assert_eq!(template.has_resource(TOPIC, whole), "News");
    template.all_resources(TOPIC, object().with("KmsMasterKeyId", any()));
    template.has_no_resource(TOPIC, object().with("FifoTopic", true));
    template.has_output("AlarmsArn", json!({"Value": {"Fn::GetAtt": ["Alarms", "TopicArn"]}}));
    template.has_at("Resources.News.Properties.TopicName", absent());
}

#[test]
fn what_does_not_hold_shows_the_nearest_resource() {
    let synthesized = synth(stack());
    let template = synthesized.only_template();
    assert_eq!(
        failure(|| {
            template.has_resource(TOPIC, json!({"DisplayName": "Alarms", "TopicName": "alarm", "FifoTopic": true}));
        }),
        "\
no AWS::SNS::Topic is like that, of 2; the nearest is Alarms, which differs in
    Properties.TopicName
      expected \"alarm\"
      found    \"alarms\"
    Properties.FifoTopic
      expected true
      found    nothing"
    );
    assert_eq!(
        failure(|| _ = template.has_resource("AWS::SNS::Topics", any())),
        "there is no AWS::SNS::Topics; did you mean AWS::SNS::Topic?"
    );
    assert_eq!(failure(|| template.resource_count(TOPIC, 1)), "2 of AWS::SNS::Topic, not 1: Alarms, News");
    assert_eq!(
        failure(|| template.all_resources(TOPIC, object().with("TopicName", any()))),
        "\
not every AWS::SNS::Topic is like that:
  News
    Properties.TopicName
      expected anything
      found    nothing"
    );
    assert_eq!(
        failure(|| template.has_output("Alarms", any())),
        "`Alarms` differs in\n    the whole\n      expected anything\n      found    nothing\n  Outputs has: AlarmsArn"
    );
    assert_eq!(failure(|| template.has_no_resource(TOPIC, any())), "AWS::SNS::Topic is like that: Alarms, News");
}

#[test]
fn lists_are_whole_unless_they_are_said_to_have_more() {
    let mut template = Template::new();
    template.section_mut(Section::Metadata).insert("List", ["a", "b", "c"]);
    let value = |pattern: Pattern| TemplateAssertions::new(&template).has_at("Metadata.List", pattern);
    value(json!(["a", "b", "c"]).into());
    value(list_with(["a", "c"]));
    value([like("?"), any(), "c".into()].into());
    assert_eq!(
        failure(|| value(json!(["a", "b"]).into())),
        "Metadata.List differs in\n    2\n      expected nothing\n      found    \"c\""
    );
    assert!(failure(|| value(list_with(["c", "a"]))).contains("an item more: \"a\""));
    assert!(failure(|| value(list_with(["a", "d"]))).contains("1\n      expected \"d\"\n      found    \"b\""));
}

#[test]
fn a_capture_keeps_only_what_matches_as_a_whole() {
    let synthesized = synth(stack());
    let template = synthesized.only_template();
    let key = Capture::new();
    template.has_resource(TOPIC, object().with("KmsMasterKeyId", key.clone()).with("DisplayName", "News"));
    assert_eq!(key.value(), Value::from("alias/news"));
    template.all_resources(TOPIC, object().with("KmsMasterKeyId", like("*").captured(&key)));
    assert_eq!(key.values(), ["alias/news", KEY, "alias/news"].map(Value::from));
    let never = Capture::new();
    failure(|| _ = template.has_resource(TOPIC, object().with("DisplayName", never.clone()).with("FifoTopic", true)));
    assert!(never.values().is_empty());
}

#[test]
fn what_is_told_is_found_by_its_code_and_its_construct() {
    let mut stack = Stack::new("S");
    Bucket::new(&mut stack, "B", BucketProps { expiry: Some(Days(0)), ..BucketProps::default() });
    let synthesized = synth(stack);
    let problem = synthesized.has_diagnostic(Severity::Error, "duration", "S/*");
    assert_eq!(problem.message, synthesized.messages()[0]);
    synthesized.has_no_diagnostic("duplicate-id");
    assert!(failure(|| synthesized.has_no_diagnostic("duration")).starts_with("`duration` is told\n\nerror[duration]"));
    let shown = failure(|| _ = synthesized.has_diagnostic(Severity::Warning, "duration", "S/B"));
    assert!(shown.starts_with("no warning `duration` is told of `S/B`, but\n\nerror[duration]"), "{shown}");
    assert!(failure(|| _ = synthesized.only_template()).starts_with("the app has errors\n\nerror[duration]"));
}

#[test]
fn stacks_are_named_where_there_are_several() {
    let other = || {
        let mut stack = Stack::new("T");
        stack.add("Topic", sns::Topic::new().kms_master_key_id(KEY));
        stack
    };
    let synthesized = synth(App::new().with(stack()).with(other()));
    synthesized.template("T").resource_count(TOPIC, 1);
    assert_eq!(failure(|| _ = synthesized.template("U")), "there is no stack `U`; the stacks are S, T");
    assert_eq!(failure(|| _ = synthesized.only_template()), "there are 2 stacks; name one with `template`");
}

#[test]
fn a_snapshot_does_not_change_with_the_code_of_a_function() {
    let with_code = |code: &str| {
        let mut stack = stack();
        let object = stack.add_asset(&Asset::files([("index.py", code)]));
        stack.output("Code", object.key.as_str());
        stack
    };
    assert_template_snapshot!(with_code("1"));
    assert_eq!(snapshot_of(with_code("1")), snapshot_of(with_code("2")));
}
