//! A pipeline as data: a push is built and tested, deployed to staging, and to production after an approval.
//!
//! ```text
//! cargo run --example delivery_pipeline -- [PIPELINE] [COMMAND] [OPTIONS]
//! ```
//!
//! `PIPELINE` is a file that describes it, in YAML or JSON. Without it the one below is taken. `--help` tells all
//! commands. What cannot be described as data is composed as in `pipelines_tour`.

use std::ffi::OsString;
use std::path::Path;

use cfn_stacks::delivery_pipeline::{
    Action, Approval, Build, CloudFormation, ConnectionSource, DeliveryPipeline, EcsDeploy, Permission, Pushes,
    S3Deploy, SecretKey, Stage, StageFailure, Variable, delivery_pipeline, read_pipeline,
};
use cfn_stacks::prelude::*;

const CONNECTION: &str =
    "arn:aws:codeconnections:eu-central-1:111111111111:connection/0f9e8d7c-1234-4321-9876-0a1b2c3d4e5f";

fn main() -> ExitCode {
    let mut options: Vec<OsString> = std::env::args_os().skip(1).collect();
    let is_file = |word: &OsString| Path::new(word).extension().is_some();
    let file = options.first().is_some_and(is_file).then(|| options.remove(0));
    let app = file.map_or_else(app, |file| match read_pipeline(Path::new(&file)) {
        Ok(pipeline) => delivery_pipeline(&pipeline),
        Err(problems) => App::new().with_diagnostics(problems),
    });
    app.run_with(options)
}

/// What there is without a file.
pub(crate) fn app() -> App {
    delivery_pipeline(&DeliveryPipeline {
        account: Some("111111111111".into()),
        region: Some("eu-central-1".into()),
        variables: vec![Variable::new("Release", "unnamed")],
        notify: vec!["shop@example.com".into()],
        approvers: vec!["releases@example.com".into()],
        ..DeliveryPipeline::new("Shop", [source(), build(), staging(), approval(), production()])
    })
}

/// Pushes to the main branch that change more than texts.
fn source() -> Stage {
    let push = Pushes { except_file_paths: vec!["**/*.md".into()], ..Pushes::branches(["main"]) };
    let source = ConnectionSource::new("Source", CONNECTION, "acme/shop");
    Stage::new("Source", [ConnectionSource { push: vec![push], ..source }.into()])
}

/// The build, and beside it the tests. Machines fail, too: what went wrong is tried once more.
fn build() -> Stage {
    let build = Build {
        output: true,
        privileged: true,
        secrets: [("NPM_TOKEN".into(), SecretKey::new("shop/npm", "token"))].into(),
        variables: [("RELEASE".into(), "#{variables.Release}".into())].into(),
        ..Build::new("Build", "Source", "ci/buildspec.yaml")
    };
    let table = "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/shop-tests";
    let test = Build {
        test: true,
        permissions: vec![Permission::new(["dynamodb:GetItem", "dynamodb:PutItem"], [table])],
        ..Build::commands("Test", "Source", ["npm ci", "npm test"])
    };
    Stage::new("Build", [build.into(), test.into()]).on_failure(StageFailure::RetryFailed)
}

fn staging() -> Stage {
    Stage::new("Staging", [stack("staging").into()]).on_failure(StageFailure::Rollback)
}

/// Somebody says yes within two days.
fn approval() -> Stage {
    let approve = Approval::new("Approve").message("Release #{variables.Release}?");
    Stage::new("Approve", [Approval { minutes: Some(2 * 24 * 60), ..approve }.into()])
}

/// The stack first, what runs on it next.
fn production() -> Stage {
    let roles = vec!["arn:aws:iam::111111111111:role/shop-task".into()];
    let service = EcsDeploy { task_roles: roles, ..EcsDeploy::new("Service", "Build", "shop", "web") };
    let pages = S3Deploy { folder: Some("public".into()), ..S3Deploy::new("Pages", "Build", "shop-pages") };
    let next = [Action::from(service).after(2), Action::from(pages).after(2)];
    Stage::new("Production", [stack("production").into()].into_iter().chain(next))
}

/// The stack of an environment, whose template has topics.
fn stack(environment: &str) -> CloudFormation {
    let name = format!("shop-{environment}");
    let topics = format!("arn:${{AWS::Partition}}:sns:${{AWS::Region}}:${{AWS::AccountId}}:{name}-*");
    let actions = ["sns:CreateTopic", "sns:DeleteTopic", "sns:GetTopicAttributes", "sns:SetTopicAttributes"];
    CloudFormation::new("Stack", name, "Build", "shop.yaml")
        .parameter("Release", "#{variables.Release}")
        .allow(actions, [topics])
}
