//! CodeCommit, CodeGuru Reviewer, CodeArtifact and CodeConnections.

use cfn_constructs::iam::Principal;
use cfn_constructs::services::codeartifact::{self, Domain, DomainProps, ExternalConnection};
use cfn_constructs::services::codecommit::{GitRepository, Repository, RepositoryProps, Seed, Trigger, TriggerEvent};
use cfn_constructs::services::codeconnections::{
    AnyConnection, Connection, Host, HostKind, HostProps, HostVpc, Provider,
};
use cfn_constructs::services::codegurureviewer::{ConnectedRepository, RepositoryAssociation, ReviewedRepository};
use cfn_constructs::services::{Key, KeyProps, Role, RoleProps};
use cfn_constructs::{App, RemovalPolicy, Stack};
use cfn_model::{Prop, sns};

fn git() -> Stack {
    let mut stack = Stack::new("Git");
    Repository::new(&mut stack, "Plain", RepositoryProps::new("plain"));
    let key = Key::new(&mut stack, "Key", KeyProps::default());
    let topic = stack.add("Topic", sns::Topic::new().kms_master_key_id("alias/aws/sns")).topic_arn();
    let repository = Repository::new(
        &mut stack,
        "App",
        RepositoryProps {
            description: Some("The application.".into()),
            key: Some(key),
            seed: Some(Seed {
                version: Some("1".into()),
                branch: Some("main".into()),
                ..Seed::new("seeds", "app.zip")
            }),
            triggers: vec![Trigger {
                events: vec![TriggerEvent::CreateReference, TriggerEvent::UpdateReference],
                branches: vec!["main".into()],
                custom_data: Some("app".into()),
                ..Trigger::new("pushed", topic)
            }],
            removal_policy: RemovalPolicy::Destroy,
            ..RepositoryProps::new("app")
        },
    );
    let role = Role::new(&mut stack, "Build", RoleProps::for_service("codebuild.amazonaws.com"));
    repository.grant_pull_push(&mut stack, &role);
    repository.deny_push(&mut stack, &role, ["main"]);
    stack
}

fn connections() -> Stack {
    let mut stack = Stack::new("Connections");
    let github = Connection::new(&mut stack, "GitHub", "github", Provider::GitHub);
    let host = Host::new(
        &mut stack,
        "Host",
        HostProps {
            vpc: Some(HostVpc {
                vpc: Prop::new("vpc-01234567"),
                subnets: vec![Prop::new("subnet-01234567")],
                security_groups: vec![Prop::new("sg-01234567")],
                certificate: Some("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n".into()),
            }),
            ..HostProps::new("git", HostKind::GitHubEnterpriseServer, "https://git.example.com")
        },
    );
    let own = Connection::new(&mut stack, "Own", "own", Provider::GitHubEnterpriseServer(host.arn()));
    let role = Role::new(&mut stack, "Pipeline", RoleProps::for_service("codepipeline.amazonaws.com"));
    github.grant_use(&mut stack, &role);
    own.grant_sign_in(&mut stack, &role);
    stack
}

fn reviews() -> Stack {
    let mut stack = Stack::new("Reviews");
    RepositoryAssociation::new(&mut stack, "CodeCommit", ReviewedRepository::CodeCommit(Prop::new("app")));
    let connection = stack.add("Connection", cfn_model::codeconnections::Connection::new("bitbucket")).connection_arn();
    let bitbucket = ConnectedRepository::new("acme", "app", connection);
    RepositoryAssociation::new(&mut stack, "Bitbucket", ReviewedRepository::Bitbucket(bitbucket));
    let s3 = ReviewedRepository::S3 { name: "archives".into(), bucket: Prop::new("codeguru-reviewer-archives") };
    RepositoryAssociation::new(&mut stack, "S3", s3);
    stack
}

fn packages() -> Stack {
    use codeartifact::{Repository, RepositoryProps};
    let mut stack = Stack::new("Packages");
    let plain = Domain::new(&mut stack, "Plain", DomainProps::new("plain"));
    Repository::new(&mut stack, "PlainRepository", plain, RepositoryProps::new("plain"));
    let key = Key::new(&mut stack, "Key", KeyProps::default());
    let domain = Domain::new(&mut stack, "Domain", DomainProps { key: Some(key), ..DomainProps::new("acme") });
    let pypi = RepositoryProps { external_connection: Some(ExternalConnection::Pypi), ..RepositoryProps::new("pypi") };
    let pypi = Repository::new(&mut stack, "Pypi", domain, pypi);
    let team = Repository::new(
        &mut stack,
        "Team",
        domain,
        RepositoryProps {
            description: Some("What the team makes.".into()),
            upstreams: vec![pypi],
            removal_policy: RemovalPolicy::Destroy,
            ..RepositoryProps::new("team")
        },
    );
    let role = Role::new(&mut stack, "Build", RoleProps::for_service("codebuild.amazonaws.com"));
    team.grant_publish(&mut stack, &role);
    domain.grant_sign_in_to(&mut stack, [Principal::account("444455556666")]);
    team.grant_read_to(&mut stack, [Principal::account("444455556666")]);
    stack
}

#[test]
fn everything() {
    let app = App::new().with(git()).with(connections()).with(reviews()).with(packages());
    snapshots::check("services/code_services", app);
}
