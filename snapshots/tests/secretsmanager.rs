//! Secrets that a stack makes, by default and with everything set.

use cfn_constructs::iam::Principal;
use cfn_constructs::services::secretsmanager::{GeneratedSecret, Replica, SecretContent, SecretProps};
use cfn_constructs::services::{Key, KeyProps, Role, RoleProps, Secret};
use cfn_constructs::{App, RemovalPolicy, Stack};

fn defaults() -> Stack {
    let mut stack = Stack::new("Defaults");
    let secret = Secret::generate(&mut stack, "WebhookSecret", SecretProps::default());
    let role = Role::new(&mut stack, "Reader", RoleProps::for_service("lambda.amazonaws.com"));
    secret.grant_read(&mut stack, &role);
    stack
}

fn everything() -> Stack {
    let mut stack = Stack::new("Everything");
    let key = Key::new(&mut stack, "Key", KeyProps::default());
    let props = SecretProps {
        content: SecretContent::Json { fields: vec![("user".into(), "ci".into())], password_key: "password".into() },
        name: Some("ci/registry".into()),
        description: Some("How builds sign in to the registry.".into()),
        length: 64,
        exclude_characters: "\"'\\$".into(),
        alphanumeric: true,
        key: Some(key),
        replicas: vec![Replica { region: "eu-west-1".into(), key_arn: None }],
        removal_policy: RemovalPolicy::Destroy,
    };
    let secret = GeneratedSecret::new(&mut stack, "Registry", props);
    secret.share(&mut stack, Principal::account("444455556666"));
    let role = Role::new(&mut stack, "Writer", RoleProps::for_service("lambda.amazonaws.com"));
    secret.secret().grant_write(&mut stack, &role);
    stack
}

#[test]
fn templates() {
    snapshots::check("services/secretsmanager", App::new().with(defaults()).with(everything()));
}
