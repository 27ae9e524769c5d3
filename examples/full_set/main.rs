//! The full set of templates: all five systems, in one folder with an index.
//!
//! ```text
//! cargo run --example full_set -- [COMMAND] [OPTIONS]
//! ```
//!
//! Each system is the one that the example of its name makes. `synth`, the command without one, writes `cfn.out/index.md`,
//! which leads to all templates and files. `--stack 'Registry*'` takes some of the stacks, `graph`, `check`, `diff` and
//! `report` look at all of them. `--help` tells all commands.

use cfn_stacks::prelude::*;

#[expect(dead_code, reason = "each is a program of its own")]
mod systems;

fn main() -> ExitCode {
    app().run()
}

/// All of it.
pub(crate) fn app() -> App {
    App::new()
        .with_app(
            "registry-release",
            "Extensions of the CloudFormation registry: tested in two accounts at each push, published by a third in many regions.",
            systems::registry_release::app(),
        )
        .with_app(
            "ami-release",
            "A product of machine images and templates, released through channels, with the images in its templates.",
            systems::ami_release::app(),
        )
        .with_app(
            "codebuild-ci",
            "Builds of every flavor of a repository: for pushes, at night and for releases.",
            systems::codebuild_ci::app(),
        )
        .with_app(
            "pipelines-tour",
            "The services of CI/CD at work: a pipeline with every action, and deployments to servers, containers and functions.",
            systems::pipelines_tour::app(),
        )
        .with_app(
            "image-promotion",
            "Container images from dev to test to prod, each after an approval, and back.",
            systems::image_promotion::app(),
        )
}
