//! CodeCommit and CodeGuru Reviewer.

use cfn_constructs::services::codecommit::{GitRepository, Repository, RepositoryProps, Seed, Trigger, TriggerEvent};
use cfn_constructs::services::codegurureviewer::{ConnectedRepository, RepositoryAssociation, ReviewedRepository};
use cfn_constructs::services::{Key, KeyProps, Role, RoleProps};
use cfn_constructs::{App, Stack};
use cfn_model::{Prop, Severity, Value};
use serde_json::json;

fn template(stack: Stack) -> Value {
    let assembly = App::new().with(stack).synth().unwrap_or_else(|problems| panic!("{problems:#?}"));
    assembly.stacks.into_iter().next().expect("there is one stack").template.into_value()
}

fn check(template: &Value, path: &str, expected: serde_json::Value) {
    assert_eq!(template.at(path), Some(&Value::from(expected)), "{path}");
}

/// Asserts which errors a stack has that `build` fills.
fn check_problems(build: impl FnOnce(&mut Stack), expected: &[&str]) {
    let mut stack = Stack::new("S");
    build(&mut stack);
    let problems = App::new().with(stack).synth().err().unwrap_or_default();
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error);
    assert_eq!(errors.map(|problem| &*problem.message).collect::<Vec<_>>(), expected);
}

fn role(stack: &mut Stack) -> Role {
    Role::new(stack, "Role", RoleProps::for_service("codebuild.amazonaws.com"))
}

#[test]
fn pulling_and_pushing_include_the_key() {
    let mut stack = Stack::new("S");
    let role = role(&mut stack);
    let key = Key::new(&mut stack, "K", KeyProps::default());
    let props = RepositoryProps { key: Some(key), ..RepositoryProps::new("app") };
    let repository = Repository::new(&mut stack, "R", props);
    repository.grant_pull(&mut stack, &role);
    Repository::from_name("other").grant_pull_push(&mut stack, &role);
    check(
        &template(stack),
        "Resources.RolePolicy.Properties.PolicyDocument.Statement",
        json!([
            {"Effect": "Allow", "Action": "codecommit:GitPull", "Resource": {"Fn::GetAtt": ["R", "Arn"]}},
            {
                "Effect": "Allow",
                "Action": ["kms:Decrypt", "kms:DescribeKey"],
                "Resource": {"Fn::GetAtt": ["K", "Arn"]}
            },
            {
                "Effect": "Allow",
                "Action": ["codecommit:GitPull", "codecommit:GitPush"],
                "Resource": {"Fn::Sub": "arn:${AWS::Partition}:codecommit:${AWS::Region}:${AWS::AccountId}:other"}
            }
        ]),
    );
}

#[test]
fn a_branch_is_kept_from_pushes() {
    let mut stack = Stack::new("S");
    let role = role(&mut stack);
    let arn = "arn:aws:codecommit:eu-west-1:111122223333:app";
    Repository::from_arn(arn).deny_push(&mut stack, &role, ["main", "release"]);
    check(
        &template(stack),
        "Resources.RolePolicy.Properties.PolicyDocument.Statement.0.Condition",
        json!({
            "StringEqualsIfExists": {"codecommit:References": ["refs/heads/main", "refs/heads/release"]},
            "Null": {"codecommit:References": "false"}
        }),
    );
}

#[test]
fn a_trigger_without_events_is_for_all() {
    let mut stack = Stack::new("S");
    let props = RepositoryProps { triggers: vec![Trigger::new("t", "arn:topic")], ..RepositoryProps::new("app") };
    Repository::new(&mut stack, "R", props);
    check(
        &template(stack),
        "Resources.R.Properties.Triggers",
        json!([{"DestinationArn": "arn:topic", "Events": ["all"], "Name": "t"}]),
    );
}

#[test]
fn triggers_have_limits() {
    check_problems(
        |stack| {
            let mut triggers = vec![Trigger::new("a", "arn:topic"); 11];
            triggers.iter_mut().enumerate().for_each(|(index, trigger)| trigger.name = format!("a{index}"));
            triggers[1].name = "a0".into();
            triggers[2].branches = (0..11).map(|index| format!("b{index}")).collect();
            triggers[3].events = vec![TriggerEvent::All, TriggerEvent::UpdateReference];
            let seed = Some(Seed::new("bucket", "code.zip"));
            Repository::new(stack, "R", RepositoryProps { triggers, seed, ..RepositoryProps::new("app") });
        },
        &[
            "11 triggers are given, 10 are allowed",
            "two triggers are named `a0`",
            "the trigger `a2` has 11 branches, 10 are allowed",
            "the trigger `a3` names all events and others",
        ],
    );
}

#[test]
fn reviews_reach_repositories_through_connections() {
    let mut stack = Stack::new("S");
    let connection = "arn:aws:codeconnections:eu-west-1:111122223333:connection/1";
    let repository = ConnectedRepository::new("acme", "app", connection);
    RepositoryAssociation::new(&mut stack, "R", ReviewedRepository::GitHubEnterprise(repository));
    check(
        &template(stack),
        "Resources.R.Properties",
        json!({"Name": "app", "Type": "GitHubEnterpriseServer", "ConnectionArn": connection, "Owner": "acme"}),
    );
}

#[test]
fn reviews_read_only_buckets_with_their_prefix() {
    let bucket = |name: &str| ReviewedRepository::S3 { name: "app".into(), bucket: Prop::new(name) };
    check_problems(
        |stack| {
            RepositoryAssociation::new(stack, "A", bucket("reviews"));
            RepositoryAssociation::new(stack, "B", bucket("codeguru-reviewer-app"));
        },
        &["CodeGuru Reviewer reads no bucket named `reviews`"],
    );
}
