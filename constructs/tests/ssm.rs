//! Parameters: what grants allow, how values are named, and what is refused.

use cfn_constructs::services::ssm::{ImportedParameter, Parameter, ParameterProps, grant_read_path};
use cfn_constructs::services::{Key, KeyProps, Role, RoleProps};
use cfn_constructs::{App, Stack};
use cfn_model::{Value, functions};
use serde_json::json;

fn template(stack: Stack) -> Value {
    let assembly = App::new().with(stack).synth().unwrap_or_else(|problems| panic!("{problems:#?}"));
    assembly.stacks.into_iter().next().expect("there is one stack").template.into_value()
}

/// The statements that `grant` gives a role.
fn check(grant: impl FnOnce(&mut Stack, &Role), expected: serde_json::Value) {
    let mut stack = Stack::new("S");
    let role = Role::new(&mut stack, "Role", RoleProps::for_service("lambda.amazonaws.com"));
    grant(&mut stack, &role);
    let statements = "Resources.RolePolicy.Properties.PolicyDocument.Statement";
    assert_eq!(template(stack).at(statements), Some(&Value::from(expected)));
}

fn problem(props: ParameterProps) -> String {
    let mut stack = Stack::new("S");
    Parameter::new(&mut stack, "P", props);
    let problems = App::new().with(stack).synth().expect_err("there is a problem");
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems[0].message.clone()
}

fn arn(name: &str) -> serde_json::Value {
    json!({"Fn::Sub": format!("arn:${{AWS::Partition}}:ssm:${{AWS::Region}}:${{AWS::AccountId}}:parameter/{name}")})
}

#[test]
fn a_parameter_is_read_by_its_arn() {
    check(
        |stack, role| {
            let parameter = Parameter::new(stack, "P", ParameterProps::string("x"));
            parameter.grant_read(stack, role);
            parameter.grant_write(stack, role);
        },
        json!([{
            "Effect": "Allow",
            "Action": ["ssm:GetParameter", "ssm:GetParameters", "ssm:PutParameter"],
            "Resource": {"Fn::GetAtt": ["P", "Arn"]}
        }]),
    );
}

#[test]
fn a_secure_parameter_is_read_with_its_key() {
    check(
        |stack, role| {
            let key = Key::new(stack, "K", KeyProps::default());
            ImportedParameter::secure("/ci/token").encrypted_with(key).grant_read(stack, role);
        },
        json!([
            {"Effect": "Allow", "Action": ["ssm:GetParameter", "ssm:GetParameters"], "Resource": arn("ci/token")},
            {
                "Effect": "Allow",
                "Action": ["kms:Decrypt", "kms:DescribeKey"],
                "Resource": {"Fn::GetAtt": ["K", "Arn"]}
            }
        ]),
    );
}

#[test]
fn a_path_is_read_with_what_is_below_it() {
    check(
        |stack, role| grant_read_path(stack, role, "/ci/"),
        json!([
            {"Effect": "Allow", "Action": ["ssm:GetParameter", "ssm:GetParameters"], "Resource": arn("ci/*")},
            {"Effect": "Allow", "Action": "ssm:GetParametersByPath", "Resource": [arn("ci"), arn("ci/*")]}
        ]),
    );
}

#[test]
fn values_are_references_that_deployment_resolves() {
    let value = |parameter: ImportedParameter| parameter.value().into_value();
    assert_eq!(value(ImportedParameter::named("/ci/url")), Value::from("{{resolve:ssm:/ci/url}}"));
    let pinned = ImportedParameter::secure("/ci/token").version(3);
    assert_eq!(value(pinned), Value::from("{{resolve:ssm-secure:/ci/token:3}}"));
    let list = ImportedParameter::named("/subnets").list().into_value();
    assert_eq!(list, functions::split(",", "{{resolve:ssm:/subnets}}").into_value());
}

#[test]
fn a_list_is_text_with_commas() {
    let mut stack = Stack::new("S");
    Parameter::new(&mut stack, "Known", ParameterProps::list(["a", "b"]));
    let one = Parameter::new(&mut stack, "One", ParameterProps::string("x"));
    Parameter::new(&mut stack, "Two", ParameterProps::list([one.value(), one.name()]));
    let template = template(stack);
    assert_eq!(template.at("Resources.Known.Properties.Value"), Some(&Value::from("a,b")));
    let expected = json!({"Fn::Join": [",", [{"Fn::GetAtt": ["One", "Value"]}, {"Ref": "One"}]]});
    assert_eq!(template.at("Resources.Two.Properties.Value"), Some(&Value::from(expected)));
}

#[test]
fn bad_names_and_values_are_told() {
    let named = |name: &str| problem(ParameterProps { name: Some(name.into()), ..ParameterProps::string("x") });
    assert_eq!(named("/ci//url"), "`/ci//url` is no name for a parameter");
    assert_eq!(named("a b"), "`a b` is no name for a parameter");
    assert_eq!(named("ci/url"), "the name `ci/url` has steps, and no slash before the first");
    assert_eq!(named("/aws/x"), "the name `/aws/x` begins as AWS's own parameters do");
    assert_eq!(problem(ParameterProps::list(["a,b"])), "the item `a,b` of a list has a comma, which separates items");
    let long = "x".repeat(4_097);
    assert_eq!(problem(ParameterProps::string(&long)), "the value has 4097 bytes, 1 to 4096 are allowed");
    let mut stack = Stack::new("S");
    Parameter::new(&mut stack, "P", ParameterProps { advanced: true, ..ParameterProps::string(&long) });
    template(stack);
}
