//! What is told of an app; what is told of files is in the cases of the command line.

use cfn_constructs::services::{Bucket, BucketProps};
use cfn_constructs::{App, CrossReferences, Stack};
use cfn_model::sns::Topic;

use super::super::Failure;
use super::super::program;

fn explain(words: &[&str]) -> Result<String, Failure> {
    let mut one = Stack::new("One");
    let bucket = Bucket::new(&mut one, "Artifacts", BucketProps::default());
    let mut two = Stack::new("Two").cross_references(CrossReferences::Export);
    two.add("News", Topic::new().display_name(bucket.name()));
    let words = std::iter::once("explain").chain(words.iter().copied()).map(Into::into).collect();
    let mut out = Vec::new();
    let app = App::new().with(one).with(two);
    program("app".into()).run(Some(app), words, &mut out, &mut std::io::sink())?;
    Ok(String::from_utf8(out).expect("it is text"))
}

#[test]
fn a_path_the_end_of_one_and_a_logical_id_mean_the_same() {
    let of_path = explain(&["One/Artifacts/Resource"]).expect("it is there");
    for name in ["Artifacts/Resource", "Artifacts", "One/Artifacts"] {
        let told = explain(&[name]).expect("it is there");
        assert!(told.contains("logical id  Artifacts in Resources of One"), "{told}");
        assert!(told.contains("added at    stacks/src/cli/explain/tests.rs:"), "{told}");
    }
    assert_eq!(explain(&["Artifacts/Resource"]).expect("it is there"), of_path);
}

#[test]
fn a_construct_tells_what_it_holds() {
    let told = explain(&["One/Artifacts"]).expect("it is there");
    let held = "  One/Artifacts/Policy    ArtifactsPolicy  AWS::S3::BucketPolicy\n";
    assert!(told.contains("\nHolds\n") && told.contains(held), "{told}");
}

#[test]
fn references_are_followed_from_stack_to_stack_and_back() {
    let told = explain(&["One/Artifacts/Resource"]).expect("it is there");
    assert!(told.contains("  Two/News"), "{told}");
    let told = explain(&["Two/News"]).expect("it is there");
    assert!(told.contains("\nRefers to\n  One/") && told.contains("  DisplayName\n"), "{told}");
}

#[test]
fn what_is_not_there_is_met_with_the_nearest_name() {
    let failure = explain(&["Artifact"]).expect_err("there is none");
    assert_eq!(failure.to_string(), "nothing is called `Artifact`; did you mean `Artifacts`?");
    assert!(matches!(failure, Failure::Usage(_)));
}

#[test]
fn json_is_a_list_with_everything() {
    let told: serde_json::Value =
        serde_json::from_str(&explain(&["ArtifactsPolicy", "--json"]).expect("it is there")).expect("it is JSON");
    assert_eq!(told[0]["construct"], "One/Artifacts/Policy");
    assert_eq!(told[0]["refersTo"][0], serde_json::json!({"name": "Artifacts", "place": "Bucket"}));
    let bucket = told[0]["properties"].as_array().into_iter().flatten().find(|property| property["path"] == "Bucket");
    assert_eq!(bucket.map(|property| &property["change"]), Some(&"replace".into()));
}
