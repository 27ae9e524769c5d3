//! ECR: what grants allow, and what ECR would refuse.

use cfn_constructs::iam::{PolicyDocument, Principal, Statement};
use cfn_constructs::services::ecr::{
    AnyRepository, AppliedFor, CreationTemplate, CreationTemplateProps, Images, LifecycleAction, LifecycleCount,
    LifecycleRule, PullThroughCache, PullThroughCacheProps, RegistryPolicy, Replication, ReplicationDestination,
    ReplicationRule, Repository, RepositoryEncryption, RepositoryProps, Scanning, ScanningConfiguration, TagMutability,
    Upstream,
};
use cfn_constructs::services::{Days, Key, KeyProps, Role, RoleProps};
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

/// Asserts what is wrong with a stack that `build` fills.
fn check_problems(build: impl FnOnce(&mut Stack), expected: &[&str]) {
    let mut stack = Stack::new("S").account("111122223333").region("eu-west-1");
    build(&mut stack);
    let problems = App::new().with(stack).synth().err().unwrap_or_default();
    let messages: Vec<&str> = problems.iter().map(|problem| &*problem.message).collect();
    assert_eq!(messages, expected);
}

fn role(stack: &mut Stack) -> Role {
    Role::new(stack, "Role", RoleProps::for_service("codebuild.amazonaws.com"))
}

fn repository(stack: &mut Stack) -> Repository {
    Repository::new(stack, "R", RepositoryProps::default())
}

#[test]
fn a_repository_is_closed_by_default() {
    let mut stack = Stack::new("S");
    repository(&mut stack);
    check(
        &template(stack),
        "Resources.R",
        json!({
            "Type": "AWS::ECR::Repository",
            "DeletionPolicy": "RetainExceptOnCreate",
            "UpdateReplacePolicy": "Retain",
            "Properties": {
                "EncryptionConfiguration": {"EncryptionType": "KMS"},
                "ImageScanningConfiguration": {"ScanOnPush": true},
                "ImageTagMutability": "IMMUTABLE"
            }
        }),
    );
}

#[test]
fn pulling_and_pushing_are_granted_once_and_on_one_repository() {
    let mut stack = Stack::new("S");
    let role = role(&mut stack);
    let repository = repository(&mut stack);
    repository.grant_pull_push(&mut stack, &role);
    repository.grant_pull_push(&mut stack, &role);
    check(
        &template(stack),
        "Resources.RolePolicy.Properties.PolicyDocument.Statement",
        json!([
            {
                "Effect": "Allow",
                "Action": [
                    "ecr:BatchCheckLayerAvailability",
                    "ecr:BatchGetImage",
                    "ecr:CompleteLayerUpload",
                    "ecr:GetDownloadUrlForLayer",
                    "ecr:InitiateLayerUpload",
                    "ecr:PutImage",
                    "ecr:UploadLayerPart"
                ],
                "Resource": {"Fn::GetAtt": ["R", "Arn"]}
            },
            {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"}
        ]),
    );
}

#[test]
fn a_repository_that_exists_is_granted_by_name_or_arn() {
    let mut stack = Stack::new("S");
    let role = role(&mut stack);
    Repository::from_name("base").grant_describe(&mut stack, &role);
    let arn = "arn:aws:ecr:eu-west-1:444455556666:repository/base";
    Repository::from_arn(arn).grant_describe(&mut stack, &role);
    check(
        &template(stack),
        "Resources.RolePolicy.Properties.PolicyDocument.Statement.0.Resource",
        json!([{"Fn::Sub": "arn:${AWS::Partition}:ecr:${AWS::Region}:${AWS::AccountId}:repository/base"}, arn]),
    );
}

#[test]
fn others_are_named_in_the_repositorys_policy() {
    let mut stack = Stack::new("S");
    let repository = repository(&mut stack);
    repository.grant_pull_to_accounts(&mut stack, ["444455556666"]);
    repository.grant_pull_to_lambda(&mut stack, "arn:aws:lambda:eu-west-1:444455556666:function:*");
    repository.grant_pull_to_codebuild(&mut stack, "arn:aws:codebuild:eu-west-1:111122223333:project/p");
    let pull = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
    check(
        &template(stack),
        "Resources.R.Properties.RepositoryPolicyText.Statement",
        json!([
            {
                "Effect": "Allow",
                "Principal": {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::444455556666:root"}},
                "Action": pull
            },
            {
                "Effect": "Allow",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
                "Condition": {"StringLike": {"aws:SourceArn": "arn:aws:lambda:eu-west-1:444455556666:function:*"}}
            },
            {
                "Effect": "Allow",
                "Principal": {"Service": "codebuild.amazonaws.com"},
                "Action": pull,
                "Condition": {"StringEquals": {
                    "aws:SourceArn": "arn:aws:codebuild:eu-west-1:111122223333:project/p",
                    "aws:SourceAccount": {"Ref": "AWS::AccountId"}
                }}
            }
        ]),
    );
}

#[test]
fn account_ids_have_twelve_digits() {
    check_problems(
        |stack| {
            let repository = repository(stack);
            repository.grant_pull_to_accounts(stack, ["12345678901", "444455556666"]);
            RegistryPolicy::new(stack, "P").allow_replication_from(stack, "account", "*");
        },
        &["`12345678901` is no account id", "`account` is no account id"],
    );
}

fn lifecycle(rules: Vec<LifecycleRule>) -> RepositoryProps {
    RepositoryProps { lifecycle: rules, ..RepositoryProps::default() }
}

#[test]
fn lifecycle_rules_count_in_their_order() {
    let mut stack = Stack::new("S");
    let patterns = Images::TagPatterns(vec!["*-rc*".into()]);
    let rules = vec![
        LifecycleRule::expire_after(Images::Untagged, Days(7)).description("leftovers"),
        LifecycleRule::keep(Images::TagPrefixes(vec!["v".into()]), 20),
        LifecycleRule::archive_unused(patterns.clone(), Days(30)),
        LifecycleRule::expire_archived(patterns, Days(90)),
    ];
    Repository::new(&mut stack, "R", lifecycle(rules));
    let template = template(stack);
    let text = template.at("Resources.R.Properties.LifecyclePolicy.LifecyclePolicyText").and_then(Value::as_str);
    let policy: serde_json::Value = serde_json::from_str(text.expect("there is a policy")).expect("it is JSON");
    let patterns = json!(["*-rc*"]);
    assert_eq!(
        policy,
        json!({"rules": [
            {
                "rulePriority": 1,
                "description": "leftovers",
                "selection": {
                    "tagStatus": "untagged",
                    "countType": "sinceImagePushed",
                    "countUnit": "days",
                    "countNumber": 7
                },
                "action": {"type": "expire"}
            },
            {
                "rulePriority": 2,
                "selection": {
                    "tagStatus": "tagged",
                    "tagPrefixList": ["v"],
                    "countType": "imageCountMoreThan",
                    "countNumber": 20
                },
                "action": {"type": "expire"}
            },
            {
                "rulePriority": 3,
                "selection": {
                    "tagStatus": "tagged",
                    "tagPatternList": patterns,
                    "countType": "sinceImagePulled",
                    "countUnit": "days",
                    "countNumber": 30
                },
                "action": {"type": "transition", "targetStorageClass": "archive"}
            },
            {
                "rulePriority": 4,
                "selection": {
                    "tagStatus": "tagged",
                    "tagPatternList": patterns,
                    "storageClass": "archive",
                    "countType": "sinceImageTransitioned",
                    "countUnit": "days",
                    "countNumber": 90
                },
                "action": {"type": "expire"}
            }
        ]})
    );
}

#[test]
fn lifecycle_rules_that_ecr_refuses_are_reported_together() {
    let rule = |count, action| LifecycleRule { images: Images::Untagged, count, action, description: None };
    check_problems(
        |stack| {
            let rules = vec![
                LifecycleRule::keep(Images::Any, 0),
                LifecycleRule::keep(Images::TagPrefixes(Vec::new()), 1),
                LifecycleRule::keep(Images::TagPatterns(vec!["*a*b*c*d*".into()]), 1),
                rule(LifecycleCount::SincePulled(Days(1)), LifecycleAction::Expire),
                rule(LifecycleCount::MoreThan(1), LifecycleAction::Archive),
                rule(LifecycleCount::SinceArchived(Days(89)), LifecycleAction::Archive),
            ];
            Repository::new(stack, "R", lifecycle(rules));
        },
        &[
            "rule 1 is about any image, and others come after it",
            "rule 1 counts 0, at least 1 is needed",
            "rule 2 names no tags",
            "the pattern `*a*b*c*d*` of rule 3 has more than 4 wildcards",
            "rule 4 deletes images by when they were pulled, which only archives",
            "rule 5 is about the same images as one before it, and so never applies",
            "rule 6 counts 89, at least 90 is needed",
            "rule 6 archives what is archived",
        ],
    );
    check_problems(
        |stack| {
            let rule = |index| LifecycleRule::keep(Images::TagPrefixes(vec![format!("v{index}")]), 1);
            Repository::new(stack, "R", lifecycle((0..51).map(rule).collect()));
        },
        &["51 rules are given, 50 are allowed"],
    );
}

#[test]
fn exceptions_of_tags_are_few_and_simple() {
    check_problems(
        |stack| {
            let tags = TagMutability::ImmutableExcept(vec!["*a*b*".into()]);
            Repository::new(stack, "A", RepositoryProps { tags, ..RepositoryProps::default() });
            let tags = TagMutability::MutableExcept(Vec::new());
            Repository::new(stack, "B", RepositoryProps { tags, ..RepositoryProps::default() });
        },
        &["`*a*b*` has more than two wildcards", "0 patterns of tags are given, 1 to 5 are allowed"],
    );
}

#[test]
fn what_a_registry_has_once_is_claimed() {
    let registry = |name: &str| {
        let mut stack = Stack::new(name);
        ScanningConfiguration::new(&mut stack, "Scanning", Scanning::basic());
        let to = [ReplicationDestination::region("us-east-1")];
        Replication::new(&mut stack, "Replication", [ReplicationRule::new(to)]);
        let policy = RegistryPolicy::new(&mut stack, "Policy");
        policy.allow_replication_from(&mut stack, "444455556666", "*");
        PullThroughCache::new(&mut stack, "Cache", PullThroughCacheProps::new("quay", Upstream::Quay));
        let props = CreationTemplateProps::new("quay", [AppliedFor::PullThroughCache]);
        CreationTemplate::new(&mut stack, "Template", props);
        stack
    };
    let problems = App::new().with_all([registry("A"), registry("B")]).synth().expect_err("there are two of each");
    let messages: Vec<&str> = problems.iter().map(|problem| &*problem.message).collect();
    assert_eq!(
        messages,
        [
            "an account has only one scanning configuration of ECR in a region",
            "an account has only one replication configuration of ECR in a region",
            "an account has only one policy of its ECR registry in a region",
            "an account has only one pull-through cache for the prefix `quay` in a region",
            "an account has only one repository creation template for the prefix `quay` in a region",
        ]
    );
}

#[test]
fn replication_has_limits_and_goes_elsewhere() {
    let to = |index: usize| ReplicationDestination::region(format!("region-{index}"));
    check_problems(
        |stack| {
            let rules = (0..11).map(|index| ReplicationRule::new((0..3).map(|other| to(3 * index + other))));
            Replication::new(stack, "R", rules);
        },
        &["11 rules are given, 10 are allowed", "33 destinations are given, 25 are allowed"],
    );
    check_problems(
        |stack| {
            let prefixes = (0..101).map(|index| format!("a{index}"));
            let here = [
                ReplicationDestination::region("eu-west-1"),
                ReplicationDestination::account("444455556666", "eu-west-1"),
                ReplicationDestination::account("4444", "eu-west-1"),
            ];
            Replication::new(stack, "R", [ReplicationRule::new(here).prefixes(prefixes), ReplicationRule::new([])]);
        },
        &[
            "101 prefixes are given, 100 are allowed",
            "rule 2 has no destinations",
            "images are to be copied from `eu-west-1` to itself",
            "`4444` is no account id",
        ],
    );
}

#[test]
fn caches_need_the_secret_or_role_of_their_registry() {
    check_problems(
        |stack| {
            let secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:docker-hub-AbCdEf";
            PullThroughCache::new(stack, "A", PullThroughCacheProps::new("hub", Upstream::docker_hub(secret)));
            let upstream = Upstream::Ecr { account: "444455556666".into(), region: "eu-west-1".into(), role: None };
            PullThroughCache::new(stack, "B", PullThroughCacheProps::new("other", upstream));
        },
        &[
            "`arn:aws:secretsmanager:eu-west-1:111122223333:secret:docker-hub-AbCdEf` is no secret that ECR reads",
            "images come from another account, and no role fetches them",
        ],
    );
}

#[test]
fn a_template_with_a_key_has_a_role_for_its_own_repositories() {
    let mut stack = Stack::new("S");
    let key = Key::new(&mut stack, "K", KeyProps::default());
    let pull = Statement::allow(["ecr:BatchGetImage"]).to([Principal::account("444455556666")]);
    let props = CreationTemplateProps {
        encryption: RepositoryEncryption::Key(key),
        policy: PolicyDocument::new([pull]),
        ..CreationTemplateProps::new("hub/", [AppliedFor::PullThroughCache])
    };
    CreationTemplate::new(&mut stack, "T", props);
    let template = template(stack);
    check(
        &template,
        "Resources.TRolePolicy.Properties.PolicyDocument.Statement",
        json!([
            {
                "Effect": "Allow",
                "Action": ["ecr:CreateRepository", "ecr:ReplicateImage", "ecr:TagResource"],
                "Resource": {"Fn::Sub":
                    "arn:${AWS::Partition}:ecr:${AWS::Region}:${AWS::AccountId}:repository/hub/*"}
            },
            {
                "Effect": "Allow",
                "Action": ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"],
                "Resource": {"Fn::GetAtt": ["K", "Arn"]}
            }
        ]),
    );
    let policy = template.at("Resources.T.Properties.RepositoryPolicy.Fn::Sub").and_then(Value::as_str);
    let policy: serde_json::Value = serde_json::from_str(policy.expect("there is a policy")).expect("it is JSON");
    assert_eq!(policy["Statement"][0]["Principal"]["AWS"], "arn:${AWS::Partition}:iam::444455556666:root");
}
