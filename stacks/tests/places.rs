//! Whatever a ready-made system adds, problems with it point at the program that asked for the system.
#![cfg(all(
    feature = "ami-release",
    feature = "delivery-pipeline",
    feature = "image-promotion",
    feature = "registry-release"
))]

use cfn_constructs::App;
use cfn_stacks::ami_release::ami_release;
use cfn_stacks::codebuild_ci::codebuild_ci;
use cfn_stacks::delivery_pipeline::delivery_pipeline;
use cfn_stacks::image_promotion::image_promotion;
use cfn_stacks::registry_release::registry_release;
use serde::de::DeserializeOwned;

/// What the file says that `init` begins with, without the key that names the system.
fn start<T: DeserializeOwned>(file: &str) -> T {
    let lines = file.lines().filter(|line| !line.starts_with("system:"));
    serde_yaml::from_str(&lines.collect::<Vec<_>>().join("\n")).expect("the file is good")
}

fn check(app: App) {
    let assembly = app.synth().unwrap_or_else(|problems| panic!("{problems:#?}"));
    for stack in &assembly.stacks {
        let tree = stack.constructs.tree();
        for node in tree.nodes() {
            assert_eq!(tree.location(node).file(), file!(), "{}", tree.path(node));
        }
    }
}

#[test]
fn places_are_those_of_the_program() {
    check(codebuild_ci(&start(include_str!("../src/cli/config/starts/codebuild-ci.yaml"))));
    check(ami_release(&start(include_str!("../src/cli/config/starts/ami-release.yaml"))));
    check(delivery_pipeline(&start(include_str!("../src/cli/config/starts/delivery-pipeline.yaml"))));
    check(image_promotion(&start(include_str!("../src/cli/config/starts/image-promotion.yaml"))));
    check(registry_release(&start(include_str!("../src/cli/config/starts/registry-release.yaml"))));
}
