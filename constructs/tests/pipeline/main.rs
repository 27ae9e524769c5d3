//! Pipelines: what they become, what they allow, and what is wrong with them.

mod actions;
mod changes;
mod deployments;
mod elsewhere;
mod kinds;
mod other_account;
mod permissions;
mod problems;
mod whole;

use cfn_constructs::buildspec::{Buildspec, Commands, Phase};
use cfn_constructs::pipeline::actions::{CodeBuildAction, S3SourceAction};
use cfn_constructs::pipeline::{Artifact, Pipeline, PipelineProps, Stage};
use cfn_constructs::services::codebuild::{Project, ProjectProps, Source};
use cfn_constructs::services::{Bucket, BucketProps};
use cfn_constructs::{App, Stack};
use cfn_model::{Diagnostic, Value};

fn source() -> Artifact {
    Artifact::new("Source")
}

fn buildspec() -> Buildspec {
    Buildspec::new().phase(Phase::Build, Commands::new(["make"]))
}

/// A project that builds what a pipeline hands over.
fn project(stack: &mut Stack, id: &str) -> Project {
    Project::new(stack, id, ProjectProps::new(Source::CodePipeline, buildspec()))
}

/// The stage of a source in a bucket of the stack.
fn source_stage(stack: &mut Stack) -> Stage {
    let bucket = Bucket::new(stack, "Uploads", BucketProps::default());
    Stage::new("Source").with(S3SourceAction::new("Upload", bucket, "source.zip", source()))
}

/// A pipeline of a source and these stages.
fn pipeline(stack: &mut Stack, stages: impl IntoIterator<Item = Stage>) -> Pipeline {
    let all: Vec<Stage> = std::iter::once(source_stage(stack)).chain(stages).collect();
    Pipeline::new(stack, "Pipeline", PipelineProps::new(all))
}

/// A build of the source.
fn build(stack: &mut Stack, name: &str) -> CodeBuildAction {
    let project = project(stack, &format!("{name}Project"));
    CodeBuildAction::new(name, project, source())
}

/// The templates of the stacks, in the order of deployment.
fn templates(stacks: impl IntoIterator<Item = Stack>) -> Vec<Value> {
    let assembly = App::new().with_all(stacks).synth().unwrap_or_else(|problems| {
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{}", problems.join("\n\n"))
    });
    assembly.stacks.into_iter().map(|stack| stack.template.into_value()).collect()
}

fn template(stack: Stack) -> Value {
    templates([stack]).remove(0)
}

/// What is wrong with the stack.
fn problems(stack: Stack) -> Vec<Diagnostic> {
    App::new().with(stack).synth().err().unwrap_or_default()
}

#[track_caller]
fn check(template: &Value, path: &str, expected: serde_json::Value) {
    assert_eq!(template.at(path), Some(&Value::from(expected)), "{path}");
}
