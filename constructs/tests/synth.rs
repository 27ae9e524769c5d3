//! What a construct tree becomes.

use cfn_constructs::{App, CrossReferences, RemovalPolicy, Stack};
use cfn_model::template::{Parameter, Section};
use cfn_model::{Condition, Handle, RawResource, Value, pseudo, s3, sns, sub};
use serde_json::json;

fn topic(stack: &mut Stack, id: &str) -> Handle<sns::Topic> {
    stack.add(id, sns::Topic::new())
}

/// The templates of the stacks, in the order of deployment.
fn synth(stacks: impl IntoIterator<Item = Stack>) -> Vec<Value> {
    let assembly = App::new().with_all(stacks).synth().unwrap_or_else(|problems| panic!("{problems:#?}"));
    assembly.stacks.into_iter().map(|stack| stack.template.into_value()).collect()
}

/// The problems of the stacks, as `code: message`.
fn problems(stacks: impl IntoIterator<Item = Stack>) -> Vec<String> {
    let problems = App::new().with_all(stacks).synth().expect_err("there is a problem");
    problems.iter().map(|problem| format!("{}: {}", problem.code, problem.message)).collect()
}

fn resource_ids(template: &Value) -> Vec<&str> {
    let resources = template.at("Resources").and_then(Value::as_map).expect("there are resources");
    resources.keys().map(|key| &**key).collect()
}

fn check(template: &Value, path: &str, expected: serde_json::Value) {
    assert_eq!(template.at(path), Some(&Value::from(expected)), "{path}");
}

#[test]
fn logical_ids_are_paths() {
    let mut stack = Stack::new("S");
    topic(&mut stack, "Top");
    stack.scope("outer", |stack| {
        topic(stack, "inner-topic");
        stack.scope("Deep", |stack| topic(stack, "Resource"));
    });
    assert_eq!(resource_ids(&synth([stack])[0]), ["Top", "OuterInnerTopic", "OuterDeep"]);
}

#[test]
fn the_order_of_creation_moves_no_id() {
    let ids = |order: [&str; 2]| {
        let mut stack = Stack::new("S");
        for id in order {
            stack.scope(id, |stack| topic(stack, "T"));
        }
        let mut ids: Vec<String> = resource_ids(&synth([stack])[0]).iter().map(ToString::to_string).collect();
        ids.sort();
        ids
    };
    assert_eq!(ids(["A", "B"]), ids(["B", "A"]));
}

#[test]
fn a_rename_keeps_the_id() {
    let mut stack = Stack::new("S");
    stack.scope("New", |stack| {
        stack.renamed_from("Old/Place");
        topic(stack, "T");
    });
    let moved = topic(&mut stack, "Moved");
    stack.resource(moved).renamed_from("Before");
    assert_eq!(resource_ids(&synth([stack])[0]), ["OldPlaceT", "Before"]);
}

#[test]
fn ids_that_meet_are_reported_with_both_places() {
    let mut stack = Stack::new("S");
    topic(&mut stack, "A");
    topic(&mut stack, "A");
    stack.scope("x", |stack| topic(stack, "yz"));
    topic(&mut stack, "XYz");
    let found = App::new().with(stack).synth().expect_err("there is a problem");
    let codes: Vec<&str> = found.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["duplicate-id", "logical-id"]);
    assert!(found[0].message.starts_with("`S/A` is added twice, first at constructs/tests/synth.rs:"));
    assert_eq!(found[1].construct.as_deref(), Some("S/XYz"));
    assert!(found[1].help.as_deref().is_some_and(|help| help.contains("`S/x/yz`")));
}

#[test]
fn a_parameter_and_a_resource_share_one_space_of_names() {
    let mut stack = Stack::new("S");
    stack.parameter("a", Parameter::string());
    topic(&mut stack, "A");
    assert!(problems([stack]).contains(&"logical-id: two paths make the logical id `A`".to_owned()));
}

#[test]
fn a_stack_holds_something() {
    let mut stack = Stack::new("S");
    stack.parameter("a", Parameter::string());
    assert!(problems([stack]).contains(&"no-resources: there is no section `Resources`".to_owned()));
}

#[test]
fn bad_names_are_reported_where_they_were_given() {
    let mut stack = Stack::new("1 bad name");
    topic(&mut stack, "a/b");
    topic(&mut stack, "--");
    let found = App::new().with(stack).synth().expect_err("there is a problem");
    let codes: Vec<&str> = found.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["stack-name", "id", "id"]);
    assert!(found.iter().all(|problem| {
        problem.location.as_ref().is_some_and(|place| place.file.ends_with("synth.rs") && place.line > 0)
    }));
}

#[test]
fn references_inside_a_stack_are_functions() {
    let mut stack = Stack::new("S");
    let bucket = stack.add("B", s3::Bucket::new());
    stack.output("Name", bucket.reference());
    stack.output("Objects", sub!("{}/*", bucket.arn()));
    let template = &synth([stack])[0];
    check(template, "Outputs.Name.Value", json!({"Ref": "B"}));
    check(template, "Outputs.Objects.Value", json!({"Fn::Sub": "${B.Arn}/*"}));
}

#[test]
fn conditions_and_mappings_are_named() {
    let mut stack = Stack::new("S");
    let is_home = stack.condition("IsHome", Condition::equals(pseudo::region(), "eu-central-1"));
    stack.condition("IsAway", !is_home.condition());
    let topic = topic(&mut stack, "T");
    stack.resource(topic).condition(is_home);
    stack.modify(topic, |topic| topic.display_name(is_home.choose("home", pseudo::no_value())));
    let template = &synth([stack])[0];
    check(template, "Resources.T.Condition", json!("IsHome"));
    check(
        template,
        "Resources.T.Properties.DisplayName",
        json!({"Fn::If": ["IsHome", "home", {"Ref": "AWS::NoValue"}]}),
    );
    let inner = template.at("Conditions.IsAway.Fn::Not.0.Condition");
    assert_eq!(inner, Some(&Value::from("IsHome")));
}

#[test]
fn what_stands_beside_the_properties_is_set_by_name() {
    let mut stack = Stack::new("S");
    let first = topic(&mut stack, "First");
    let second = topic(&mut stack, "Second");
    stack.resource(second).depends_on(first).removal_policy(RemovalPolicy::Retain).metadata("Why", "kept");
    check(
        &synth([stack])[0],
        "Resources.Second",
        json!({
            "Type": "AWS::SNS::Topic",
            "DeletionPolicy": "RetainExceptOnCreate",
            "UpdateReplacePolicy": "Retain",
            "Metadata": {"Why": "kept"},
            "DependsOn": ["First"]
        }),
    );
}

#[test]
fn escape_hatches_reach_everything() {
    let mut stack = Stack::new("S");
    let bucket = stack.add("B", s3::Bucket::new());
    stack.modify(bucket, |bucket| bucket.bucket_name("releases"));
    stack.set(bucket, "New.Thing", json!(["x"]));
    let raw = stack.add("R", RawResource::new("AWS::New::Thing", json!({"Of": 1})).set("Bucket", bucket.reference()));
    stack.output("Shape", raw.attribute::<String>("Shape.Size"));
    stack.resource(bucket).suppress("unknown-property", "AWS has it since yesterday.");
    stack.resource(raw).suppress("unknown-type", "AWS has it since yesterday.");
    let template = &synth([stack])[0];
    check(template, "Resources.B.Properties", json!({"BucketName": "releases", "New": {"Thing": ["x"]}}));
    check(template, "Resources.R.Type", json!("AWS::New::Thing"));
    check(template, "Resources.R.Properties", json!({"Of": 1, "Bucket": {"Ref": "B"}}));
    check(template, "Outputs.Shape.Value", json!({"Fn::GetAtt": ["R", "Shape.Size"]}));
}

#[test]
fn tags_are_inherited_and_the_nearest_wins() {
    let mut stack = Stack::new("S");
    let quiet = topic(&mut stack, "Quiet");
    stack.resource(quiet).untagged();
    stack.tag("team", "release");
    stack.tag("stage", "all");
    stack.scope("In", |stack| {
        stack.tag("stage", "inner");
        stack.add("T", sns::Topic::new().tags([sns::topic::Tag::new("team", "own")]));
    });
    let template = &synth([stack])[0];
    check(
        template,
        "Resources.InT.Properties.Tags",
        json!([{"Key": "team", "Value": "own"}, {"Key": "stage", "Value": "inner"}]),
    );
    assert_eq!(template.at("Resources.Quiet.Properties"), None);
}

/// A producer with a bucket, and a consumer that outputs its ARN.
fn two(change: impl FnOnce(Stack, Stack) -> (Stack, Stack)) -> [Stack; 2] {
    let (mut producer, mut consumer) = change(Stack::new("Producer"), Stack::new("Consumer"));
    let bucket = producer.add("B", s3::Bucket::new());
    consumer.add("T", sns::Topic::new().display_name(bucket.arn()));
    // The consumer comes first: the order is for the synthesis to find.
    [consumer, producer]
}

const TAKEN: &str = "Resources.T.Properties.DisplayName";

#[test]
fn stacks_refer_to_each_other_weakly() {
    let templates = synth(two(|producer, consumer| (producer, consumer)));
    check(&templates[0], "Outputs", json!({"BArn": {"Value": {"Fn::GetAtt": ["B", "Arn"]}}}));
    check(&templates[1], TAKEN, json!({"Fn::GetStackOutput": {"StackName": "Producer", "OutputName": "BArn"}}));
}

#[test]
fn references_cross_regions_and_accounts() {
    let templates = synth(two(|producer, consumer| {
        (
            producer.region("us-east-1").account("111122223333").outputs_role("arn:aws:iam::111122223333:role/reader"),
            consumer.region("eu-central-1").account("444455556666"),
        )
    }));
    check(
        &templates[1],
        TAKEN,
        json!({"Fn::GetStackOutput": {
            "StackName": "Producer",
            "OutputName": "BArn",
            "Region": "us-east-1",
            "RoleArn": "arn:aws:iam::111122223333:role/reader"
        }}),
    );
    let stacks = two(|producer, consumer| (producer.account("111122223333"), consumer.account("444455556666")));
    assert_eq!(problems(stacks), ["cross-account: `Producer` is in another account"]);
}

#[test]
fn references_may_be_exports() {
    let templates = synth(two(|producer, consumer| (producer, consumer.cross_references(CrossReferences::Export))));
    check(&templates[0], "Outputs.BArn.Export.Name", json!("Producer:BArn"));
    check(&templates[1], TAKEN, json!({"Fn::ImportValue": "Producer:BArn"}));
    let apart = two(|producer, consumer| {
        (producer.region("us-east-1"), consumer.region("eu-west-1").cross_references(CrossReferences::Export))
    });
    assert_eq!(
        problems(apart),
        ["cross-environment: `Producer` is in another account or region, where no export is read"]
    );
}

#[test]
fn references_may_be_parameters() {
    let stacks = two(|producer, consumer| (producer, consumer.cross_references(CrossReferences::Parameter)));
    let assembly = App::new().with_all(stacks).synth().expect("there is no problem");
    let consumer = &assembly.stacks[1];
    assert_eq!(consumer.dependencies, ["Producer"]);
    assert_eq!((&*consumer.parameters[0].parameter, &*consumer.parameters[0].output), ("ProducerBArn", "BArn"));
    let parameters = consumer.template.section(Section::Parameters).expect("there is a parameter");
    assert!(parameters.contains_key("ProducerBArn"));
}

#[test]
fn stacks_that_need_each_other_are_shown() {
    let (mut a, mut b) = (Stack::new("A"), Stack::new("B"));
    let (first, second) = (topic(&mut a, "T"), topic(&mut b, "T"));
    a.modify(first, |topic| topic.display_name(second.topic_name()));
    b.modify(second, |topic| topic.display_name(first.topic_name()));
    assert_eq!(problems([a, b]), ["stack-cycle: stacks need each other: A -> B -> A"]);
}

#[test]
fn resources_that_need_each_other_are_shown() {
    let mut stack = Stack::new("S");
    let (first, second) = (topic(&mut stack, "First"), topic(&mut stack, "Second"));
    stack.modify(first, |topic| topic.display_name(sub!("x-{}", second.topic_name())));
    stack.resource(second).depends_on(first);
    let told = "circular-reference: resources wait for each other";
    let expected = [format!("{told}: First -> Second -> First"), format!("{told}: Second -> First -> Second")];
    assert_eq!(problems([stack]), expected);
}

#[test]
fn a_stack_outside_the_app_is_missed() {
    let [consumer, _] = two(|producer, consumer| (producer, consumer));
    assert_eq!(problems([consumer]), ["other-app: a value of a stack that is not in the app is used"]);
}

#[test]
fn limits_are_known_before_deployment() {
    let mut stack = Stack::new("S").description("x".repeat(1025));
    for index in 0..501 {
        topic(&mut stack, &format!("T{index}"));
    }
    assert_eq!(
        problems([stack]),
        [
            "long-description: the description has 1025 bytes, at most 1024 are allowed",
            "too-many-entries: there are 501 entries, at most 500 are allowed",
        ]
    );
}

#[test]
fn problems_of_a_construct_point_at_the_line_that_added_it() {
    use cfn_constructs::services::{Bucket, BucketProps, Days};
    let mut stack = Stack::new("S");
    let line = line!() + 1;
    Bucket::new(&mut stack, "B", BucketProps { expiry: Some(Days(0)), ..BucketProps::default() });
    let found = App::new().with(stack).synth().expect_err("there is a problem");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message, "expiry is 0 days, at least 1 is needed");
    assert_eq!(found[0].construct.as_deref(), Some("S/B"));
    assert_eq!(found[0].location.as_ref().map(|place| place.line), Some(line));
}

#[test]
fn files_stay_inside_the_output_folder() {
    let mut stack = Stack::new("S");
    topic(&mut stack, "T");
    let app = App::new().with(stack).with_file("a", "").with_file("a", "").with_file("../b", "").with_file("/c", "");
    let found = app.synth().expect_err("there is a problem");
    let messages: Vec<&str> = found.iter().map(|problem| &*problem.message).collect();
    assert_eq!(
        messages,
        [
            "two files have the path `a`",
            "the path `../b` leaves the output folder",
            "the path `/c` leaves the output folder",
        ]
    );
}

#[test]
fn templates_that_fit_in_no_request_are_told_once() {
    let large = |name: &str| {
        let mut stack = Stack::new(name);
        for number in 0..400 {
            stack.add(format!("Topic{number}"), sns::Topic::new().topic_name("x".repeat(99)));
        }
        stack
    };
    let told = |names: &[&str]| {
        let assembly = App::new().with_all(names.iter().map(|name| large(name))).synth().expect("there is no error");
        let told = assembly.diagnostics.iter().map(|problem| problem.message.clone());
        told.map(|message| message.split_once("request").map_or("", |(_, rest)| rest).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(told(&["A"]), [""]);
    assert_eq!(told(&["A", "B"]), ["; one more template does not fit either"]);
    assert_eq!(told(&["A", "B", "C"]), ["; 2 more templates do not fit either"]);
}

#[test]
fn problems_of_a_library_point_at_who_called_it() {
    let here = std::panic::Location::caller();
    let library = |name: &str| {
        let mut stack = Stack::new_at(name, here);
        topic(&mut stack, "T");
        topic(&mut stack, "T");
        stack
    };
    let problems = App::new().with(library("no name")).synth().expect_err("there are problems");
    let codes: Vec<&str> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, ["stack-name", "duplicate-id"]);
    for problem in &problems {
        assert_eq!(problem.location.as_ref().map(ToString::to_string), Some(here.to_string()), "{problem}");
    }
}
