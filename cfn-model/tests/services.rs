//! The generated types, from outside: what they build, take and give.
#![cfg(all(feature = "codebuild", feature = "dynamodb", feature = "events", feature = "s3"))]

use cfn_model::codebuild::project::{self, Artifacts, ArtifactsType, Environment, EnvironmentType, Source, SourceType};
use cfn_model::dynamodb::{self, table::KeySchema};
use cfn_model::{
    Handle, Properties, Reference, ResourceType, Tagging, Target, Value, codebuild, events, functions, s3,
};

/// Checks the JSON of a type.
fn check(properties: &impl Properties, json: &str) {
    let found = serde_json::to_string(properties.as_map()).expect("JSON");
    assert_eq!(found, json);
}

fn project() -> codebuild::Project {
    codebuild::Project::new(
        Artifacts::new(ArtifactsType::NoArtifacts),
        Environment::new("BUILD_GENERAL1_SMALL", "aws/codebuild/standard:7.0", EnvironmentType::LinuxContainer),
        "role",
        Source::new(SourceType::NoSource),
    )
}

#[test]
fn what_is_required_comes_first_and_the_rest_by_name() {
    check(
        &project().timeout_in_minutes(30),
        r#"{"Artifacts":{"Type":"NO_ARTIFACTS"},"Environment":{"ComputeType":"BUILD_GENERAL1_SMALL","Image":"aws/codebuild/standard:7.0","Type":"LINUX_CONTAINER"},"ServiceRole":"role","Source":{"Type":"NO_SOURCE"},"TimeoutInMinutes":30}"#,
    );
}

#[test]
fn expressions_stand_wherever_literals_do() {
    let bucket = s3::Bucket::new()
        .bucket_name(functions::import_value("name"))
        .access_control(functions::import_value("access"))
        .tags([s3::bucket::Tag::new("k", functions::reference("Value"))]);
    check(
        &bucket,
        r#"{"BucketName":{"Fn::ImportValue":"name"},"AccessControl":{"Fn::ImportValue":"access"},"Tags":[{"Key":"k","Value":{"Ref":"Value"}}]}"#,
    );
}

#[test]
fn a_setter_takes_the_place_of_what_was_set() {
    check(&events::EventBus::new("a").name("b"), r#"{"Name":"b"}"#);
}

#[test]
fn what_the_types_do_not_know_is_set_by_path() {
    let project = project().set("Cache.Modes", ["LOCAL_SOURCE_CACHE"]);
    assert_eq!(
        project.as_map().get("Cache").and_then(|cache| cache.at("Modes.0")).and_then(Value::as_str),
        Some("LOCAL_SOURCE_CACHE")
    );
}

#[test]
fn types_go_through_serde_and_keep_what_they_do_not_know() {
    let json = r#"{"KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"Brand":{"New":true}}"#;
    let table: dynamodb::Table = serde_json::from_str(json).expect("a table");
    check(&table, json);
    let typed = dynamodb::Table::new([KeySchema::new("id", dynamodb::table::KeySchemaKeyType::Hash)]);
    assert_eq!(table, typed.set("Brand.New", true));
}

#[test]
fn a_handle_gives_attributes_and_what_ref_returns() {
    let target = Target { tree: 0, node: 7 };
    let check = |value: &Value, attribute: Option<&'static str>| {
        assert_eq!(*value, Value::from(Reference { target, attribute: attribute.map(Into::into) }));
    };
    let project = Handle::<codebuild::Project>::from_target(target);
    check(project.arn().value(), Some("Arn"));
    check(project.name().value(), None);
    check(Handle::<s3::Bucket>::from_target(target).bucket_name().value(), None);
}

#[test]
fn a_resource_type_knows_its_name_and_its_tags() {
    assert_eq!(
        (codebuild::Project::TYPE, codebuild::Project::TAGGING),
        ("AWS::CodeBuild::Project", Tagging::List("Tags"))
    );
    assert_eq!(s3::BucketPolicy::TAGGING, Tagging::None);
    assert!(project::SourceType::ALL.contains(&SourceType::GitlabSelfManaged));
}
