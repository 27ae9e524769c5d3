//! What grants allow, and nothing more.

use cfn_constructs::buildspec::{Buildspec, Commands, Phase};
use cfn_constructs::iam::{Principal, Statement};
use cfn_constructs::services::codebuild::{
    BatchConfig, BuildEnvironment, EnvironmentVariable, Project, ProjectProps, Source,
};
use cfn_constructs::services::{
    Bucket, BucketEncryption, BucketProps, Grantee, Key, KeyProps, Role, RoleProps, Secret,
};
use cfn_constructs::{App, Stack};
use cfn_model::Value;
use serde_json::json;

fn template(stack: Stack) -> Value {
    let assembly = App::new().with(stack).synth().unwrap_or_else(|problems| panic!("{problems:#?}"));
    assembly.stacks.into_iter().next().expect("there is one stack").template.into_value()
}

fn check(template: &Value, policy: &str, expected: serde_json::Value) {
    let path = format!("Resources.{policy}.Properties.PolicyDocument.Statement");
    assert_eq!(template.at(&path), Some(&Value::from(expected)));
}

fn role(stack: &mut Stack) -> Role {
    Role::new(stack, "Role", RoleProps::for_service("codebuild.amazonaws.com"))
}

#[test]
fn a_service_role_serves_its_own_account() {
    let mut stack = Stack::new("S");
    role(&mut stack);
    assert_eq!(
        template(stack).at("Resources.Role.Properties.AssumeRolePolicyDocument.Statement"),
        Some(&Value::from(json!([{
            "Effect": "Allow",
            "Principal": {"Service": "codebuild.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
        }])))
    );
}

#[test]
fn grants_are_idempotent_and_narrow() {
    let mut stack = Stack::new("S");
    let role = role(&mut stack);
    let bucket = Bucket::new(&mut stack, "B", BucketProps::default());
    bucket.grant_put(&mut stack, &role, "logs/*");
    bucket.grant_put(&mut stack, &role, "logs/*");
    check(
        &template(stack),
        "RolePolicy",
        json!([{
            "Effect": "Allow",
            "Action": ["s3:AbortMultipartUpload", "s3:PutObject"],
            "Resource": {"Fn::Sub": "${B.Arn}/logs/*"}
        }]),
    );
}

#[test]
fn a_grant_on_an_encrypted_bucket_includes_its_key() {
    let mut stack = Stack::new("S");
    let role = role(&mut stack);
    let key = Key::new(&mut stack, "K", KeyProps::default());
    let encryption = BucketEncryption::Key(key);
    let bucket = Bucket::new(&mut stack, "B", BucketProps { encryption, ..BucketProps::default() });
    bucket.grant_read(&mut stack, &role, "*");
    let template = template(stack);
    let statements = template.at("Resources.RolePolicy.Properties.PolicyDocument.Statement.2");
    assert_eq!(
        statements,
        Some(&Value::from(json!({
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:DescribeKey"],
            "Resource": {"Fn::GetAtt": ["K", "Arn"]}
        })))
    );
}

#[test]
fn a_bucket_is_closed_to_plain_http_and_opened_by_name_only() {
    let mut stack = Stack::new("S");
    let bucket = Bucket::new(&mut stack, "B", BucketProps::default());
    let put = Statement::allow(["s3:PutObject"]).to([Principal::account("111122223333")]).on([bucket.objects("in/*")]);
    bucket.add_to_policy(&mut stack, put);
    check(
        &template(stack),
        "BPolicy",
        json!([
            {
                "Sid": "TlsOnly",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [{"Fn::GetAtt": ["B", "Arn"]}, {"Fn::Sub": "${B.Arn}/*"}],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}}
            },
            {
                "Effect": "Allow",
                "Principal": {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::111122223333:root"}},
                "Action": "s3:PutObject",
                "Resource": {"Fn::Sub": "${B.Arn}/in/*"}
            }
        ]),
    );
}

#[test]
fn builds_may_do_what_the_project_needs() {
    let mut stack = Stack::new("S");
    let variables = vec![
        EnvironmentVariable::secret("TOKEN", Secret::new("ci/github"), "token"),
        EnvironmentVariable::parameter("URL", "/ci/url"),
    ];
    let buildspec = Buildspec::new().phase(Phase::Build, Commands::new(["make"]));
    Project::new(
        &mut stack,
        "P",
        ProjectProps {
            environment: BuildEnvironment { variables, ..BuildEnvironment::default() },
            batch: Some(BatchConfig::default()),
            ..ProjectProps::new(Source::NoSource, buildspec)
        },
    );
    let template = template(stack);
    check(
        &template,
        "PRolePolicy",
        json!([
            {
                "Effect": "Allow",
                "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                "Resource": {"Fn::GetAtt": ["PLogs", "Arn"]}
            },
            {
                "Effect": "Allow",
                "Action": "secretsmanager:GetSecretValue",
                "Resource": {"Fn::Sub":
                    "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:ci/github-??????"}
            },
            {
                "Effect": "Allow",
                "Action": "ssm:GetParameters",
                "Resource": {"Fn::Sub": "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/ci/url"}
            },
            {
                "Effect": "Allow",
                "Action": [
                    "codebuild:BatchPutCodeCoverages",
                    "codebuild:BatchPutTestCases",
                    "codebuild:CreateReport",
                    "codebuild:CreateReportGroup",
                    "codebuild:UpdateReport"
                ],
                "Resource": {"Fn::Sub":
                    "arn:${AWS::Partition}:codebuild:${AWS::Region}:${AWS::AccountId}:report-group/${P}-*"}
            }
        ]),
    );
    check(
        &template,
        "PBatchRolePolicy",
        json!([{
            "Effect": "Allow",
            "Action": ["codebuild:RetryBuild", "codebuild:StartBuild", "codebuild:StopBuild"],
            "Resource": {"Fn::GetAtt": ["P", "Arn"]}
        }]),
    );
}

/// A role that may read so many secrets.
fn reader(secrets: usize) -> Stack {
    let mut stack = Stack::new("S");
    let role = role(&mut stack);
    for index in 0..secrets {
        Secret::new(format!("a-rather-long-name-of-a-secret/{index}")).grant_read(&mut stack, &role);
    }
    stack
}

/// The logical ids and the statements of a template's policies, in their order.
fn policies(template: &Value) -> Vec<(String, Vec<Value>)> {
    let resources = template.at("Resources").and_then(Value::as_map).expect("there are resources");
    let statements = |resource: &Value| {
        resource.at("Properties.PolicyDocument.Statement").and_then(Value::as_list).map(<[Value]>::to_vec)
    };
    resources.iter().filter_map(|(id, resource)| Some((id.to_owned(), statements(resource)?))).collect()
}

#[test]
fn what_a_roles_policy_has_no_room_for_goes_to_managed_policies() {
    let template = template(reader(200));
    let policies = policies(&template);
    let ids: Vec<&str> = policies.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(ids, ["RolePolicy", "RolePolicy2", "RolePolicy3"]);
    assert_eq!(template.at("Resources.RolePolicy3.Type"), Some(&Value::from("AWS::IAM::ManagedPolicy")));
    assert_eq!(template.at("Resources.RolePolicy3.Properties.Roles.0.Ref"), Some(&Value::from("Role")));

    let resources = |statements: &[Value]| -> Vec<Value> {
        statements
            .iter()
            .flat_map(|one| one.at("Resource").and_then(Value::as_list).unwrap_or_default().to_vec())
            .collect()
    };
    let read: Vec<Value> = policies.iter().flat_map(|(_, statements)| resources(statements)).collect();
    assert_eq!(read.len(), 200, "each secret is in one of them");
    // An ARN has some 110 characters once its parts are known.
    for ((_, statements), limit) in policies.iter().zip([10_240, 6_144, 6_144]) {
        assert!(resources(statements).len() * 110 < limit);
    }
}

#[test]
fn a_policy_with_room_stays_as_it_is() {
    let ids: Vec<String> = policies(&template(reader(50))).into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, ["RolePolicy"]);
}

#[test]
fn a_role_that_may_do_more_than_its_policies_hold_is_reported() {
    let problems = App::new().with(reader(1_000)).synth().expect_err("the policies are too large");
    let message = &problems[0].message;
    assert!(message.contains("managed policies, and it has 0 already; 10 are allowed"), "{message}");
    assert_eq!(problems[0].construct.as_deref(), Some("S/Role/Policy"));
}

#[test]
fn a_grant_needs_the_stack_that_holds_the_role() {
    let (mut one, mut other) = (Stack::new("One"), Stack::new("Other"));
    let role = role(&mut one);
    role.allow(&mut other, Statement::allow(["sts:GetCallerIdentity"]).on_all_resources());
    let bucket = Bucket::new(&mut other, "B", BucketProps::default());
    bucket.grant_read(&mut one, &role, "*");
    let problems = App::new().with_all([one, other]).synth().expect_err("the stack is not the role's");
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].code, "other-stack");
}
