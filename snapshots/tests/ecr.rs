//! ECR.

use cfn_constructs::iam::{PolicyDocument, Principal, Statement};
use cfn_constructs::services::ecr::{
    AnyRepository, AppliedFor, CreationTemplate, CreationTemplateProps, Images, LifecycleRule, PullThroughCache,
    PullThroughCacheProps, RegistryPolicy, Replication, ReplicationDestination, ReplicationRule, Repository,
    RepositoryEncryption, RepositoryProps, Scanning, ScanningConfiguration, TagMutability, Upstream,
};
use cfn_constructs::services::{Days, Key, KeyProps, Role, RoleProps};
use cfn_constructs::{App, RemovalPolicy, Stack};
use cfn_model::{secretsmanager, sub};

fn repositories() -> Stack {
    let mut stack = Stack::new("Repositories");
    let base = Repository::new(&mut stack, "Base", RepositoryProps::default());
    let key = Key::new(&mut stack, "Key", KeyProps::default());
    let archived = Images::TagPatterns(vec!["*-rc*".into()]);
    let app = Repository::new(
        &mut stack,
        "App",
        RepositoryProps {
            name: Some("team/app".into()),
            tags: TagMutability::ImmutableExcept(vec!["latest".into(), "dev-*".into()]),
            encryption: RepositoryEncryption::Key(key),
            scan_on_push: false,
            lifecycle: vec![
                LifecycleRule::expire_after(Images::Untagged, Days(14)).description("leftovers"),
                LifecycleRule::archive_unused(archived.clone(), Days(60)),
                LifecycleRule::expire_archived(archived, Days(180)),
                LifecycleRule::keep(Images::Any, 100),
            ],
            removal_policy: RemovalPolicy::Destroy,
            empty_on_delete: true,
        },
    );
    let role = Role::new(&mut stack, "Build", RoleProps::for_service("codebuild.amazonaws.com"));
    base.grant_pull(&mut stack, &role);
    app.grant_pull_push(&mut stack, &role);
    app.grant_describe(&mut stack, &role);
    app.grant_pull_to_accounts(&mut stack, ["444455556666"]);
    app.grant_pull_to_lambda(&mut stack, sub!("arn:{partition}:lambda:{region}:444455556666:function:*"));
    app.grant_pull_to_codebuild(&mut stack, sub!("arn:{partition}:codebuild:{region}:{account}:project/app"));
    stack
}

fn registry() -> Stack {
    let mut stack = Stack::new("Registry");
    let enhanced = Scanning::Enhanced { continuous: vec!["prod/*".into()], on_push: vec!["*".into()] };
    ScanningConfiguration::new(&mut stack, "Scanning", enhanced);
    Replication::new(
        &mut stack,
        "Replication",
        [
            ReplicationRule::new([ReplicationDestination::region("us-west-2")]),
            ReplicationRule::new([ReplicationDestination::account("444455556666", "eu-central-1")]).prefixes(["prod/"]),
        ],
    );
    RegistryPolicy::new(&mut stack, "Policy").allow_replication_from(&mut stack, "777788889999", "shared/*");
    PullThroughCache::new(&mut stack, "Quay", PullThroughCacheProps::new("quay", Upstream::Quay));
    let secret = secretsmanager::Secret::new().name("ecr-pullthroughcache/docker-hub");
    let secret = stack.add("HubSecret", secret);
    stack.resource(secret).removal_policy(RemovalPolicy::Retain);
    let secret = secret.reference();
    PullThroughCache::new(
        &mut stack,
        "Hub",
        PullThroughCacheProps {
            upstream_prefix: Some("library".into()),
            ..PullThroughCacheProps::new("hub", Upstream::docker_hub(secret))
        },
    );
    let trust = Statement::allow(["sts:AssumeRole"]).to([Principal::service("pullthroughcache.ecr.amazonaws.com")]);
    let role = Role::new(&mut stack, "OtherRole", RoleProps::trusting(trust));
    let upstream = Upstream::Ecr { account: "444455556666".into(), region: "eu-west-1".into(), role: Some(role.arn()) };
    PullThroughCache::new(&mut stack, "Other", PullThroughCacheProps::new("other", upstream));

    let caches = CreationTemplateProps::new("quay", [AppliedFor::PullThroughCache]);
    CreationTemplate::new(&mut stack, "Caches", caches);
    let key = Key::new(&mut stack, "Key", KeyProps::default());
    let pull = Statement::allow(["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]);
    CreationTemplate::new(
        &mut stack,
        "Others",
        CreationTemplateProps {
            description: Some("Copies and pushes.".into()),
            tags: TagMutability::Immutable,
            encryption: RepositoryEncryption::TwoLayers(key),
            lifecycle: vec![LifecycleRule::expire_after(Images::Untagged, Days(14))],
            policy: PolicyDocument::new([pull.to([Principal::account("444455556666")])]),
            resource_tags: vec![("team".into(), "platform".into())],
            ..CreationTemplateProps::new("ROOT", [AppliedFor::Replication, AppliedFor::CreateOnPush])
        },
    );
    stack
}

#[test]
fn repositories_and_registry() {
    snapshots::check("services/ecr", App::new().with(repositories()).with(registry()));
}
