//! CodeArtifact.

use cfn_constructs::iam::Principal;
use cfn_constructs::services::codeartifact::{Domain, DomainProps, ExternalConnection, Repository, RepositoryProps};
use cfn_constructs::services::{Key, KeyProps, Role, RoleProps};
use cfn_constructs::{App, Stack};
use cfn_model::Value;
use serde_json::json;

fn template(stack: Stack) -> Value {
    let assembly = App::new().with(stack).synth().unwrap_or_else(|problems| panic!("{problems:#?}"));
    assembly.stacks.into_iter().next().expect("there is one stack").template.into_value()
}

fn check(template: &Value, path: &str, expected: serde_json::Value) {
    assert_eq!(template.at(path), Some(&Value::from(expected)), "{path}");
}

fn domain(stack: &mut Stack, id: &str) -> Domain {
    Domain::new(stack, id, DomainProps::new(id.to_lowercase()))
}

#[test]
fn publishing_includes_reading_and_signing_in() {
    let mut stack = Stack::new("S");
    let role = Role::new(&mut stack, "Role", RoleProps::for_service("codebuild.amazonaws.com"));
    let domain = domain(&mut stack, "Acme");
    let repository = Repository::new(&mut stack, "R", domain, RepositoryProps::new("team"));
    repository.grant_publish(&mut stack, &role);
    repository.grant_read(&mut stack, &role);
    check(
        &template(stack),
        "Resources.RolePolicy.Properties.PolicyDocument.Statement",
        json!([
            {
                "Effect": "Allow",
                "Action": "codeartifact:GetAuthorizationToken",
                "Resource": {"Fn::GetAtt": ["Acme", "Arn"]}
            },
            {
                "Effect": "Allow",
                "Action": "sts:GetServiceBearerToken",
                "Resource": "*",
                "Condition": {"StringEquals": {"sts:AWSServiceName": "codeartifact.amazonaws.com"}}
            },
            {
                "Effect": "Allow",
                "Action": ["codeartifact:GetRepositoryEndpoint", "codeartifact:ReadFromRepository"],
                "Resource": {"Fn::GetAtt": ["R", "Arn"]}
            },
            {
                "Effect": "Allow",
                "Action": ["codeartifact:PublishPackageVersion", "codeartifact:PutPackageMetadata"],
                "Resource": {"Fn::Sub": "arn:${AWS::Partition}:codeartifact:${AWS::Region}:${AWS::AccountId}:\
                    package/${Acme.Name}/${R.Name}/*"}
            }
        ]),
    );
}

#[test]
fn other_accounts_sign_in_and_read_by_the_policies_of_both() {
    let mut stack = Stack::new("S");
    let key = Key::new(&mut stack, "K", KeyProps::default());
    let domain = Domain::new(&mut stack, "D", DomainProps { key: Some(key), ..DomainProps::new("acme") });
    let repository = Repository::new(&mut stack, "R", domain, RepositoryProps::new("team"));
    domain.grant_sign_in_to(&mut stack, [Principal::account("444455556666")]);
    repository.grant_read_to(&mut stack, [Principal::account("444455556666")]);
    let template = template(stack);
    let principal = json!({"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::444455556666:root"}});
    check(
        &template,
        "Resources.D.Properties.PermissionsPolicyDocument.Statement.0",
        json!({
            "Effect": "Allow",
            "Principal": principal,
            "Action": "codeartifact:GetAuthorizationToken",
            "Resource": "*"
        }),
    );
    check(&template, "Resources.D.Properties.EncryptionKey", json!({"Fn::GetAtt": ["K", "Arn"]}));
    check(
        &template,
        "Resources.R.Properties.PermissionsPolicyDocument.Statement.0.Action",
        json!(["codeartifact:GetRepositoryEndpoint", "codeartifact:ReadFromRepository"]),
    );
}

#[test]
fn packages_are_looked_for_upstream() {
    let mut stack = Stack::new("S");
    let domain = domain(&mut stack, "Acme");
    let external_connection = Some(ExternalConnection::CratesIo);
    let public = RepositoryProps { external_connection, ..RepositoryProps::new("crates") };
    let public = Repository::new(&mut stack, "Public", domain, public);
    let team = RepositoryProps { upstreams: vec![public], ..RepositoryProps::new("team") };
    Repository::new(&mut stack, "Team", domain, team);
    let template = template(stack);
    check(&template, "Resources.Public.Properties.ExternalConnections", json!(["public:crates-io"]));
    check(&template, "Resources.Team.Properties.Upstreams", json!([{"Fn::GetAtt": ["Public", "Name"]}]));
}

#[test]
fn upstream_repositories_are_few_and_of_the_same_domain() {
    let mut stack = Stack::new("S");
    let (acme, other) = (domain(&mut stack, "Acme"), domain(&mut stack, "Other"));
    let mut upstreams: Vec<Repository> = (0..9)
        .map(|index| {
            Repository::new(&mut stack, format!("U{index}"), acme, RepositoryProps::new(format!("up-{index}")))
        })
        .collect();
    upstreams.push(upstreams[0]);
    upstreams.push(Repository::new(&mut stack, "Far", other, RepositoryProps::new("far")));
    Repository::new(&mut stack, "Team", acme, RepositoryProps { upstreams, ..RepositoryProps::new("team") });
    let problems = App::new().with(stack).synth().expect_err("there is a problem");
    let messages: Vec<&str> = problems.iter().map(|problem| &*problem.message).collect();
    assert_eq!(
        messages,
        [
            "11 upstream repositories are given, 10 are allowed",
            "upstream repository 10 is there twice",
            "upstream repository 11 is of another domain",
        ]
    );
}
