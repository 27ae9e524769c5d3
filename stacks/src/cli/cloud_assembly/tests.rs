//! What tools find in an output folder. `cargo xtask functions` lets the CDK's command line deploy one.

use std::path::Path;

use cfn_constructs::assets::Asset;
use cfn_constructs::services::{Bucket, BucketProps};
use cfn_constructs::{App, AssetStore, CrossReferences, DeploymentRoles, Stack};
use serde_json::{Value, json};

use crate::cli::Failure;
use crate::cli::tests::run;

fn stack(name: &str, account: &str) -> Stack {
    let mut stack = Stack::new(name).account(account).region("eu-west-1");
    Bucket::new(&mut stack, "Bucket", BucketProps::default());
    stack
}

/// Writes the app, and gives the folder.
fn written(app: App, arguments: &[&str]) -> tempfile::TempDir {
    let out = tempfile::tempdir().expect("a folder can be made");
    run(app, out.path(), arguments).unwrap_or_else(|failure| panic!("{failure}"));
    out
}

/// A file of the folder. What it names by a path has to be there.
fn read(out: &tempfile::TempDir, path: &str) -> Value {
    let place = out.path().join(path);
    let text = std::fs::read_to_string(&place).unwrap_or_else(|error| panic!("{path}: {error}"));
    let value = serde_json::from_str(&text).expect("it is JSON");
    for (key, value) in strings(&value) {
        if ["templateFile", "file", "path", "directoryName"].contains(&key) && value.contains('.') {
            let place = place.parent().unwrap_or(Path::new("")).join(value);
            assert!(place.exists(), "{path} names {value}");
        }
    }
    value
}

/// Every text of the value with its key.
fn strings(value: &Value) -> Vec<(&str, &str)> {
    let entries = value.as_object().into_iter().flatten();
    entries
        .flat_map(|(key, value)| match value {
            Value::String(text) => vec![(key.as_str(), text.as_str())],
            _ => strings(value),
        })
        .collect()
}

const A: &str = "111111111111";
const B: &str = "222222222222";

#[test]
fn the_manifest_has_each_stack_with_what_deploys_it() {
    let mut first = stack("First", A).termination_protection(true);
    first.tag("team", "release");
    let mut second = stack("Second", A);
    second.deploy_after(&first);
    let out = written(App::new().with(second).with(first), &[]);
    let manifest = read(&out, "manifest.json");
    let artifacts = &manifest["artifacts"];
    assert_eq!(
        artifacts["First"]["properties"],
        json!({
            "templateFile": "assembly/First.template.json",
            "stackName": "First",
            "tags": {"team": "release"},
            "terminationProtection": true
        })
    );
    assert_eq!(artifacts["First"]["environment"], "aws://111111111111/eu-west-1");
    assert_eq!(artifacts["First"].get("dependencies"), None);
    assert_eq!(artifacts["Second"]["dependencies"], json!(["First"]));
    assert_eq!(artifacts["Tree.json"], json!({"type": "cdk:tree", "properties": {"file": "tree.json"}}));
    let template = read(&out, "assembly/First.template.json");
    assert_eq!(template["Resources"]["Bucket"]["Type"], "AWS::S3::Bucket");
}

#[test]
fn templates_that_are_json_serve_people_and_tools() {
    let mut anywhere = Stack::new("S");
    Bucket::new(&mut anywhere, "Bucket", BucketProps::default());
    let out = written(App::new().with(anywhere), &["--format", "json"]);
    let manifest = read(&out, "manifest.json");
    assert_eq!(manifest["artifacts"]["S"]["environment"], "aws://unknown-account/unknown-region");
    assert_eq!(manifest["artifacts"]["S"]["properties"]["templateFile"], "S.template.json");
    assert!(!out.path().join("assembly/S.template.json").exists());
}

#[test]
fn assets_are_uploaded_to_the_store_of_the_stack() {
    let mut stack = stack("S", A).asset_store(AssetStore { prefix: "p/".into(), ..AssetStore::default() });
    let object = stack.add_asset(&Asset::files([("index.py", "1")]));
    let roles = DeploymentRoles::bootstrapped("hnb659fds");
    let out = written(App::new().with(stack.deployment_roles(roles)), &[]);
    let manifest = read(&out, "manifest.json");
    assert_eq!(manifest["artifacts"]["S"]["dependencies"], json!(["S.assets"]));
    let role = |name: &str| format!("arn:${{AWS::Partition}}:iam::{A}:role/cdk-hnb659fds-{name}-role-{A}-eu-west-1");
    assert_eq!(manifest["artifacts"]["S"]["properties"]["assumeRoleArn"], role("deploy"));
    let assets = read(&out, "assembly/S.assets.json");
    let file = assets["files"].as_object().and_then(|files| files.values().next()).expect("there is one");
    assert_eq!(file["source"]["packaging"], "file");
    assert_eq!(
        file["destinations"][format!("{A}-eu-west-1")],
        json!({
            "bucketName": format!("cdk-hnb659fds-assets-{A}-eu-west-1"),
            "objectKey": object.key,
            "region": "eu-west-1",
            "assumeRoleArn": role("file-publishing")
        })
    );
}

#[test]
fn a_template_that_no_request_can_hold_is_uploaded_too() {
    let mut large = stack("Large", A);
    for index in 0..120 {
        Bucket::new(&mut large, format!("Bucket{index}"), BucketProps::default());
    }
    let out = written(App::new().with(large), &[]);
    let assets = read(&out, "assembly/Large.assets.json");
    let (hash, file) = assets["files"].as_object().and_then(|files| files.iter().next()).expect("there is one");
    assert_eq!(file["source"]["path"], "../assembly/Large.template.json");
    let manifest = read(&out, "manifest.json");
    let url = &manifest["artifacts"]["Large"]["properties"]["stackTemplateAssetObjectUrl"];
    assert_eq!(*url, format!("s3://cdk-hnb659fds-assets-{A}-eu-west-1/{hash}.json"));
}

#[test]
fn another_environment_has_an_assembly_of_its_own_unless_order_binds_it() {
    let app = |bound: bool| {
        let (first, mut second) = (stack("First", A), stack("Second", B));
        if bound {
            second.deploy_after(&first);
        }
        App::new().with(first).with(second)
    };
    let out = written(app(false), &[]);
    let manifest = read(&out, "manifest.json");
    assert_eq!(manifest["artifacts"].get("Second"), None);
    let nested = &manifest["artifacts"]["222222222222.eu-west-1"];
    assert_eq!(nested["type"], "cdk:cloud-assembly");
    assert_eq!(nested["properties"]["directoryName"], "assembly/222222222222.eu-west-1");
    let inner = read(&out, "assembly/222222222222.eu-west-1/manifest.json");
    assert_eq!(inner["artifacts"]["Second"]["properties"]["stackName"], "Second");

    let manifest = read(&written(app(true), &[]), "manifest.json");
    assert_eq!(manifest["artifacts"]["Second"]["dependencies"], json!(["First"]));
}

#[test]
fn a_construct_is_told_with_what_it_became_and_what_is_worth_knowing() {
    let mut producer = stack("Producer", A);
    let mut consumer = stack("Consumer", A).cross_references(CrossReferences::Parameter);
    let topic = producer.add("Topic", cfn_model::sns::Topic::new());
    consumer.output("Topic", topic.topic_arn());
    consumer.scope("Build", |stack| stack.suppress("no-such-code", "it is not there"));
    let manifest = read(&written(App::new().with(producer).with(consumer), &[]), "manifest.json");
    let metadata = &manifest["artifacts"]["Consumer"]["metadata"];
    assert_eq!(metadata["/Consumer/Bucket/Resource"][0]["data"], "Bucket");
    let warning = &metadata["/Consumer/Build"][0];
    assert_eq!(warning["type"], "aws:cdk:warning");
    assert!(warning["data"].as_str().is_some_and(|text| text.ends_with("[unused-suppression]")), "{warning}");
    let trace = warning["trace"][0].as_str().expect("there is a place");
    assert!(trace.contains("cloud_assembly/tests.rs:"), "{trace}");
    assert_eq!(
        metadata["/Consumer"][0]["data"],
        "the parameter `ProducerTopicTopicArn` takes the output `TopicTopicArn` of the stack `Producer`: pass it with \
         `--parameters Consumer:ProducerTopicTopicArn=VALUE`"
    );
}

#[test]
fn the_tree_has_the_resources_below_their_constructs() {
    let tree = read(&written(App::new().with(stack("S", A)), &[]), "tree.json");
    let bucket = &tree["tree"]["children"]["S"]["children"]["Bucket"];
    assert_eq!(bucket["path"], "S/Bucket");
    assert_eq!(bucket["children"]["Policy"]["attributes"]["aws:cdk:cloudformation:type"], "AWS::S3::BucketPolicy");
    let attributes = &bucket["children"]["Resource"]["attributes"];
    assert_eq!(attributes["aws:cdk:cloudformation:type"], "AWS::S3::Bucket");
    assert!(attributes["aws:cdk:cloudformation:props"]["BucketEncryption"].is_object());
}

#[test]
fn of_some_stacks_the_manifest_has_these() {
    let first = stack("First", A);
    let mut second = stack("Second", A);
    second.deploy_after(&first);
    let out = written(App::new().with(first).with(second), &["--stack", "Second"]);
    let manifest = read(&out, "manifest.json");
    assert_eq!(manifest["artifacts"].get("First"), None);
    assert_eq!(manifest["artifacts"]["Second"].get("dependencies"), None);
}

#[test]
fn a_file_of_the_app_takes_no_place_of_the_assembly() {
    let out = tempfile::tempdir().expect("a folder can be made");
    let app = App::new().with(stack("S", A)).with_file("manifest.json", "{}");
    let failure = run(app, &out.path().join("not-made"), &[]).expect_err("the path is taken");
    assert!(matches!(&failure, Failure::Refused(text) if text.contains("`manifest.json`")), "{failure}");
    assert!(!out.path().join("not-made").exists());
}
