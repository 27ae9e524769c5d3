//! What is drawn of an app and of files.

use std::ffi::OsString;
use std::path::Path;

use super::super::tests::{app, run as run_app};
use super::super::tool::tests::run_tool;
use super::*;

const PIPELINE: &str = "Resources:\n  P:\n    Type: AWS::CodePipeline::Pipeline\n    Properties:\n      Stages:\n        \
                        - {Name: Source, Actions: [{Name: Code, ActionTypeId: {Category: Source, Provider: S3}}]}\n";

fn of_files(files: &[(&str, &str)], before: &[&str]) -> (Result<(), Failure>, String) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("the folder can be written");
    }
    let mut arguments: Vec<OsString> = before.iter().map(OsString::from).collect();
    arguments.push(folder.path().into());
    run_tool("graph", arguments)
}

fn graph(folder: &Path, words: &[&str]) -> Result<String, Failure> {
    let words: Vec<&str> = std::iter::once("graph").chain(words.iter().copied()).collect();
    run_app(app(&["One", "Two"]), folder, &words)
}

#[test]
fn without_a_word_what_tells_most_is_drawn() {
    let (_, printed) = of_files(&[("a.yaml", PIPELINE)], &[]);
    assert!(printed.starts_with("P  V1 · 1 stage · 1 action\n┌─ Source"), "{printed}");
    let topic = "Resources: {T: {Type: AWS::SNS::Topic}}\n";
    let (_, printed) = of_files(&[("a.template.yaml", topic)], &[]);
    assert_eq!(printed, "a\n■ T  SNS Topic\n");
    let (_, printed) = of_files(&[("a.yaml", topic), ("b.yaml", topic)], &[]);
    assert_eq!(printed, "cfn-stacks\n■ a\n■ b\n");
}

#[test]
fn stacks_of_files_are_connected_by_their_exports() {
    let first = "Resources: {T: {Type: AWS::SNS::Topic}}\nOutputs: {O: {Value: a, Export: {Name: topic}}}\n";
    let second = "Resources: {T: {Type: AWS::SNS::Topic, Properties: {TopicName: !ImportValue topic}}}\n";
    let (_, printed) = of_files(&[("a.yaml", first), ("b.yaml", second)], &["stacks", "--format", "mermaid"]);
    assert_eq!(printed, "flowchart LR\n    n0[\"a\"]\n    n1[\"b\"]\n    n1 --> n0\n");
}

#[test]
fn several_pictures_go_to_a_folder() {
    let out = tempfile::tempdir().expect("a folder can be made");
    let printed = graph(out.path(), &["resources"]).expect("they can be written");
    assert_eq!(printed, "OUT/One-resources.svg\nOUT/Two-resources.svg\n");
    let svg = std::fs::read_to_string(out.path().join("One-resources.svg")).expect("it was written");
    assert!(svg.starts_with("<svg ") && svg.contains("S3 Bucket"));
}

#[test]
fn one_picture_goes_to_a_file_whose_ending_is_its_format() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for (name, start) in [("a.svg", "<svg"), ("a.dot", "digraph"), ("a.mmd", "flowchart"), ("a.txt", "app\n■ One")] {
        let file = folder.path().join(name);
        graph(&file, &["stacks"]).expect("it can be written");
        let text = std::fs::read_to_string(&file).expect("it was written");
        assert!(text.starts_with(start), "{text}");
    }
}

#[test]
fn a_slash_at_the_end_makes_a_folder() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let place = folder.path().join("new/");
    graph(&place, &["stacks"]).expect("it can be written");
    assert!(place.join("stacks.svg").is_file());
}

#[test]
fn what_cannot_be_drawn_is_explained() {
    let topic = "Resources: {T: {Type: AWS::SNS::Topic}}\n";
    let (done, _) = of_files(&[("a.yaml", topic)], &["pipeline"]);
    assert_eq!(done.expect_err("there is none").to_string(), "there is nothing to draw: no pipeline in 1 template");
    let (done, _) = of_files(&[("a.yaml", topic), ("b.yaml", topic)], &["resources", "--format", "svg"]);
    assert_eq!(
        done.expect_err("two are too many").to_string(),
        "2 pictures do not go into one output: `a-resources` and `b-resources`; choose with --stack, or name a folder \
         with --out"
    );
    let failure = run_tool("graph", vec!["stacks".into()]).0.expect_err("nothing is named");
    assert!(matches!(failure, Failure::Usage(_)), "{failure}");
}
