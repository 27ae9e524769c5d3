//! Secrets: what grants allow, how they are shared, and what is refused.

use cfn_constructs::iam::Principal;
use cfn_constructs::services::secretsmanager::{GeneratedSecret, SecretContent, SecretProps};
use cfn_constructs::services::{Key, KeyProps, Role, RoleProps, Secret};
use cfn_constructs::{App, Stack};
use cfn_model::Value;
use serde_json::json;

fn template(stack: Stack) -> Value {
    let assembly = App::new().with(stack).synth().unwrap_or_else(|problems| panic!("{problems:#?}"));
    assembly.stacks.into_iter().next().expect("there is one stack").template.into_value()
}

fn check(template: &Value, path: &str, expected: serde_json::Value) {
    assert_eq!(template.at(&format!("Resources.{path}")), Some(&Value::from(expected)), "{path}");
}

fn role(stack: &mut Stack) -> Role {
    Role::new(stack, "Role", RoleProps::for_service("lambda.amazonaws.com"))
}

fn problems(props: SecretProps) -> Vec<String> {
    let mut stack = Stack::new("S");
    Secret::generate(&mut stack, "T", props);
    let problems = App::new().with(stack).synth().expect_err("there is a problem");
    problems.into_iter().map(|problem| problem.message).collect()
}

#[test]
fn a_generated_secret_is_named_by_its_arn_and_read_with_its_key() {
    let mut stack = Stack::new("S");
    let role = role(&mut stack);
    let key = Key::new(&mut stack, "K", KeyProps::default());
    let secret = Secret::generate(&mut stack, "T", SecretProps { key: Some(key), ..SecretProps::default() });
    secret.grant_read(&mut stack, &role);
    secret.grant_read(&mut stack, &role);
    check(
        &template(stack),
        "RolePolicy.Properties.PolicyDocument.Statement",
        json!([
            {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": {"Ref": "T"}},
            {
                "Effect": "Allow",
                "Action": ["kms:Decrypt", "kms:DescribeKey"],
                "Resource": {"Fn::GetAtt": ["K", "Arn"]}
            }
        ]),
    );
}

#[test]
fn its_value_is_resolved_at_deployment() {
    let mut stack = Stack::new("S");
    let secret = Secret::generate(&mut stack, "T", SecretProps::default());
    stack.output("Text", cfn_model::Prop::<String>::new(secret.text()));
    stack.output("Key", cfn_model::Prop::<String>::new(secret.value("user")));
    let template = template(stack);
    let value = |output: &str| template.at(&format!("Outputs.{output}.Value")).cloned();
    let sub = |text: &str| Some(Value::from(json!({"Fn::Sub": text})));
    assert_eq!(value("Text"), sub("{{resolve:secretsmanager:${T}:SecretString}}"));
    assert_eq!(value("Key"), sub("{{resolve:secretsmanager:${T}:SecretString:user}}"));
}

#[test]
fn a_password_stands_among_fields() {
    let mut stack = Stack::new("S");
    let content = SecretContent::Json {
        fields: vec![("user".into(), "ci".into()), ("host".into(), "a\"b".into())],
        password_key: "password".into(),
    };
    Secret::generate(&mut stack, "T", SecretProps { content, ..SecretProps::default() });
    let template = template(stack);
    check(&template, "T.Properties.GenerateSecretString.GenerateStringKey", json!("password"));
    let fields = template.at("Resources.T.Properties.GenerateSecretString.SecretStringTemplate");
    let fields: serde_json::Value =
        serde_json::from_str(fields.and_then(Value::as_str).expect("it is text")).expect("it is JSON");
    assert_eq!(fields, json!({"user": "ci", "host": "a\"b"}));
}

#[test]
fn another_account_needs_the_secret_and_its_key() {
    let mut stack = Stack::new("S");
    let key = Key::new(&mut stack, "K", KeyProps::default());
    let props = SecretProps { key: Some(key), ..SecretProps::default() };
    let secret = GeneratedSecret::new(&mut stack, "T", props);
    secret.share(&mut stack, Principal::account("444455556666"));
    secret.share(&mut stack, Principal::account("444455556666"));
    let template = template(stack);
    let principal = json!({"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::444455556666:root"}});
    check(&template, "TPolicy.Properties.BlockPublicPolicy", json!(true));
    check(
        &template,
        "TPolicy.Properties.ResourcePolicy.Statement",
        json!([{
            "Effect": "Allow",
            "Principal": principal.clone(),
            "Action": "secretsmanager:GetSecretValue",
            "Resource": "*"
        }]),
    );
    check(
        &template,
        "K.Properties.KeyPolicy.Statement.1",
        json!({
            "Effect": "Allow",
            "Principal": principal,
            "Action": ["kms:Decrypt", "kms:DescribeKey"],
            "Resource": "*",
            "Condition": {
                "StringEquals": {"kms:ViaService": {"Fn::Sub": "secretsmanager.${AWS::Region}.${AWS::URLSuffix}"}}
            }
        }),
    );
}

#[test]
fn a_secret_without_a_key_of_its_own_cannot_be_shared() {
    let mut stack = Stack::new("S");
    let secret = GeneratedSecret::new(&mut stack, "T", SecretProps::default());
    secret.share(&mut stack, Principal::account("444455556666"));
    let problems = App::new().with(stack).synth().expect_err("the key is AWS's");
    assert_eq!(problems[0].message, "a secret is shared whose key only this account can use");
    assert_eq!(problems[0].construct.as_deref(), Some("S/T"));
}

#[test]
fn bad_props_are_told() {
    let named = |name: &str| problems(SecretProps { name: Some(name.into()), ..SecretProps::default() });
    assert_eq!(named("a b"), ["`a b` is no name for a secret"]);
    assert_eq!(
        named("ci/github-AbCdEf"),
        ["the name `ci/github-AbCdEf` ends with a hyphen and six characters, as ARNs of secrets do"]
    );
    assert_eq!(
        problems(SecretProps { length: 0, ..SecretProps::default() }),
        ["the password has 0 characters, 1 to 4096 are allowed"]
    );
    let content = SecretContent::Json { fields: vec![("a".into(), "b".into())], password_key: "a".into() };
    assert_eq!(
        problems(SecretProps { content, ..SecretProps::default() }),
        ["the key `a` of the password is a field already"]
    );
}
