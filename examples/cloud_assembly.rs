//! An app for two accounts that the CDK's command line deploys:
//!
//! ```text
//! cargo run --example cloud_assembly
//! cdk deploy --app cfn.out '**'
//! ```
//!
//! `docs/cloud-assembly.md` tells what is in the folder and what the accounts need.

use cfn_constructs::DeploymentRoles;
use cfn_constructs::services::ecr::{Repository, RepositoryProps};
use cfn_constructs::services::lambda::{Code, Function, FunctionProps, Runtime};
use cfn_constructs::services::sns::{AnyTopic, Topic, TopicProps};
use cfn_stacks::prelude::*;

/// The code of the function, which becomes a file that is uploaded.
const ANNOUNCE: &str = "\
import os

import boto3


def handler(event, context):
    boto3.client('sns').publish(TopicArn=os.environ['TOPIC'], Message=event['release'])
";

fn main() -> ExitCode {
    app().run()
}

pub(crate) fn app() -> App {
    let mut releases = Stack::new("Releases").account("111111111111").region("eu-west-1");
    releases.tag("team", "release");
    let topic = Topic::new(&mut releases, "Announcements", TopicProps::default());

    // It takes the topic from the other stack, and so comes after it.
    let mut announcer = Stack::new("Announcer").account("111111111111").region("eu-west-1");
    announcer = announcer.cross_references(CrossReferences::Export);
    let code = Code::files([("index.py", ANNOUNCE)]);
    let function = Function::new(
        &mut announcer,
        "Announce",
        FunctionProps::new(Runtime::Python3_14, "index.handler", code).variable("TOPIC", topic.arn()),
    );
    topic.grant_publish(&mut announcer, &function.role);

    // Another account, which has nothing to do with the others: a nested assembly.
    let mut images = Stack::new("Images").account("222222222222").region("us-east-1").termination_protection(true);
    Repository::new(&mut images, "Shop", RepositoryProps { name: Some("shop".into()), ..RepositoryProps::default() });

    App::new()
        .with(releases)
        .with(announcer)
        .with(images)
        .with_deployment_roles(&DeploymentRoles::bootstrapped("hnb659fds"))
}
