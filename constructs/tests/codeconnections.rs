//! CodeConnections.

use cfn_constructs::services::codeconnections::{
    AnyConnection, Connection, Host, HostKind, HostProps, ImportedConnection, Provider,
};
use cfn_constructs::services::{Role, RoleProps};
use cfn_constructs::{App, Stack};
use cfn_model::{Prop, Value, functions, sub};
use serde_json::json;

fn template(stack: Stack) -> Value {
    let assembly = App::new().with(stack).synth().unwrap_or_else(|problems| panic!("{problems:#?}"));
    assembly.stacks.into_iter().next().expect("there is one stack").template.into_value()
}

fn role(stack: &mut Stack) -> Role {
    Role::new(stack, "Role", RoleProps::for_service("codepipeline.amazonaws.com"))
}

/// The actions that using a connection takes.
fn actions(connection: &ImportedConnection) -> Option<Value> {
    let mut stack = Stack::new("S");
    let role = role(&mut stack);
    connection.grant_use(&mut stack, &role);
    template(stack).at("Resources.RolePolicy.Properties.PolicyDocument.Statement.0.Action").cloned()
}

#[test]
fn a_connection_is_used_by_the_service_in_its_arn() {
    let both = json!(["codeconnections:UseConnection", "codestar-connections:UseConnection"]);
    for (arn, expected) in [
        (
            Prop::new("arn:aws:codeconnections:eu-west-1:111122223333:connection/1"),
            json!("codeconnections:UseConnection"),
        ),
        (
            sub!("arn:{partition}:codestar-connections:{region}:{account}:connection/1"),
            json!("codestar-connections:UseConnection"),
        ),
        (Prop::new(functions::import_value("connection")), both),
    ] {
        assert_eq!(actions(&Connection::from_arn(arn)), Some(Value::from(expected)));
    }
}

#[test]
fn a_new_connection_is_of_the_new_service() {
    let mut stack = Stack::new("S");
    let role = role(&mut stack);
    let connection = Connection::new(&mut stack, "C", "github", Provider::GitHub);
    connection.grant_sign_in(&mut stack, &role);
    assert_eq!(
        template(stack).at("Resources.RolePolicy.Properties.PolicyDocument.Statement"),
        Some(&Value::from(json!([{
            "Effect": "Allow",
            "Action": [
                "codeconnections:GetConnection",
                "codeconnections:GetConnectionToken",
                "codeconnections:UseConnection"
            ],
            "Resource": {"Fn::GetAtt": ["C", "ConnectionArn"]}
        }])))
    );
}

#[test]
fn a_server_of_ones_own_is_reached_through_its_host() {
    let mut stack = Stack::new("S");
    let props = HostProps::new("git", HostKind::GitLabSelfManaged, "https://git.example.com");
    let host = Host::new(&mut stack, "H", props);
    Connection::new(&mut stack, "C", "gitlab", Provider::GitLabSelfManaged(host.arn()));
    assert_eq!(
        template(stack).at("Resources.C.Properties"),
        Some(&Value::from(json!({"ConnectionName": "gitlab", "HostArn": {"Fn::GetAtt": ["H", "HostArn"]}})))
    );
}
