//! One CI stack of container images, as the crate `stratosphere` would have it written.
//!
//! It has what the CI stack of `examples/codebuild_ci.rs` has: a private bucket with a policy, roles
//! with policies of their own, a log group, a project that a webhook and the clock start, and outputs.
//! What the crate cannot say is left out: the webhook's filters, removal policies, descriptions.

use serde_json::{Value, json};
use stratosphere::services::aws::{codebuild, iam, logs, s3, scheduler};
use stratosphere::template::{LogicalResourceName, Template};
use stratosphere::value::{AWS_ACCOUNT_ID, AWS_PARTITION, AWS_REGION, ExpString};
use stratosphere::{fn_get_att_arn, fn_join, fn_sub};

fn main() {
    print!("{}", template().render_json_pretty());
}

fn template() -> Template<'static> {
    Template::build(|template| {
        let bucket = &artifacts(template);
        let logs = &template.resource("BuildLogs", logs::LogGroup! { retention_in_days: 30 });
        let role = &template.resource(
            "BuildRole",
            iam::Role! {
                assume_role_policy_document: trust("codebuild.amazonaws.com"),
                description: "What the builds of this project may do.",
                policies: vec![iam::role::Policy! {
                    policy_name: "Policy",
                    policy_document: policy(build_statements(bucket, logs)),
                }],
            },
        );
        let batch_role = &template.resource(
            "BuildBatchRole",
            iam::Role! {
                assume_role_policy_document: trust("codebuild.amazonaws.com"),
                description: "Starts and stops the builds of a batch.",
            },
        );
        let project = &project(template, bucket, logs, role, batch_role);
        template.resource(
            "BuildBatchRolePolicy",
            iam::Policy! {
                policy_name: "Policy",
                roles: vec![batch_role.into()],
                policy_document: policy(json!([{
                    "Effect": "Allow",
                    "Action": ["codebuild:RetryBuild", "codebuild:StartBuild", "codebuild:StopBuild"],
                    "Resource": fn_get_att_arn!(project),
                }])),
            },
        );
        schedule(template, project);

        template.output(
            "ProjectName",
            stratosphere::Output! { description: "The build project of Containers.", value: project },
        );
        template
            .output("ArtifactsBucket", stratosphere::Output! { description: "Where its artifacts go.", value: bucket });
    })
}

/// The bucket for artifacts, and its policy.
fn artifacts(template: &mut Template) -> LogicalResourceName {
    let bucket = &template.resource(
        "BuildArtifacts",
        s3::Bucket! {
            bucket_encryption: s3::bucket::BucketEncryption! {
                server_side_encryption_configuration: vec![s3::bucket::ServerSideEncryptionRule! {
                    server_side_encryption_by_default: s3::bucket::ServerSideEncryptionByDefault! {
                        sse_algorithm: "AES256",
                    },
                }],
            },
            lifecycle_configuration: s3::bucket::LifecycleConfiguration! {
                rules: vec![
                    s3::bucket::Rule! {
                        id: "AbortIncompleteUploads",
                        status: "Enabled",
                        abort_incomplete_multipart_upload: s3::bucket::AbortIncompleteMultipartUpload! {
                            days_after_initiation: 7,
                        },
                    },
                    s3::bucket::Rule! {
                        id: "Expire",
                        status: "Enabled",
                        expiration_in_days: 30,
                        noncurrent_version_expiration: s3::bucket::NoncurrentVersionExpiration! {
                            noncurrent_days: 30,
                        },
                    },
                ],
            },
            ownership_controls: s3::bucket::OwnershipControls! {
                rules: vec![s3::bucket::OwnershipControlsRule! { object_ownership: "BucketOwnerEnforced" }],
            },
            public_access_block_configuration: s3::bucket::PublicAccessBlockConfiguration! {
                block_public_acls: true,
                block_public_policy: true,
                ignore_public_acls: true,
                restrict_public_buckets: true,
            },
            versioning_configuration: s3::bucket::VersioningConfiguration! { status: "Enabled" },
        },
    );
    template.resource(
        "BuildArtifactsPolicy",
        s3::BucketPolicy! {
            bucket: bucket,
            policy_document: policy(json!([{
                "Sid": "TlsOnly",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [fn_get_att_arn!(bucket), objects(bucket)],
                "Condition": { "Bool": { "aws:SecureTransport": "false" } },
            }])),
        },
    );
    bucket.clone()
}

fn project(
    template: &mut Template,
    bucket: &LogicalResourceName,
    logs: &LogicalResourceName,
    role: &LogicalResourceName,
    batch_role: &LogicalResourceName,
) -> LogicalResourceName {
    template.resource(
        "BuildProject",
        codebuild::Project! {
            artifacts: codebuild::project::Artifacts! {
                r#type: "S3",
                location: bucket,
                override_artifact_name: true,
            },
            build_batch_config: codebuild::project::ProjectBuildBatchConfig! {
                batch_report_mode: "REPORT_INDIVIDUAL_BUILDS",
                service_role: fn_get_att_arn!(batch_role),
                timeout_in_mins: 240,
            },
            environment: codebuild::project::Environment! {
                compute_type: "BUILD_GENERAL1_SMALL",
                image: "aws/codebuild/standard:7.0",
                privileged_mode: true,
                r#type: "LINUX_CONTAINER",
            },
            logs_config: codebuild::project::LogsConfig! {
                cloud_watch_logs: codebuild::project::CloudWatchLogsConfig! {
                    group_name: logs,
                    status: "ENABLED",
                },
            },
            service_role: fn_get_att_arn!(role),
            source: codebuild::project::Source! {
                build_spec: "aws-code-build/ci/buildspec.yaml",
                location: "https://github.com/acme/containers",
                report_build_status: true,
                r#type: "GITHUB",
            },
            timeout_in_minutes: 240,
            triggers: codebuild::project::ProjectTriggers! {
                build_type: "BUILD_BATCH",
                webhook: true,
            },
        },
    )
}

/// A batch every night, and the role that may start it.
fn schedule(template: &mut Template, project: &LogicalResourceName) {
    let role = template.resource(
        "BuildScheduleRole",
        iam::Role! {
            assume_role_policy_document: trust("scheduler.amazonaws.com"),
            policies: vec![iam::role::Policy! {
                policy_name: "Policy",
                policy_document: policy(json!([{
                    "Effect": "Allow",
                    "Action": "codebuild:StartBuildBatch",
                    "Resource": fn_get_att_arn!(project),
                }])),
            }],
        },
    );
    template.resource(
        "BuildSchedule",
        scheduler::Schedule! {
            flexible_time_window: scheduler::schedule::FlexibleTimeWindow! { mode: "OFF" },
            schedule_expression: "cron(0 2 * * ? *)",
            target: scheduler::schedule::Target! {
                arn: fn_sub!("arn:${AWS::Partition}:scheduler:::aws-sdk:codebuild:startBuildBatch"),
                input: fn_join!("", ["{\"ProjectName\":\"", project, "\"}"]),
                retry_policy: scheduler::schedule::RetryPolicy! { maximum_retry_attempts: 3.0 },
                role_arn: fn_get_att_arn!(&role),
            },
        },
    );
}

fn build_statements(bucket: &LogicalResourceName, logs: &LogicalResourceName) -> Value {
    let secret = fn_join!(
        ":",
        ["arn", AWS_PARTITION, "secretsmanager", AWS_REGION, AWS_ACCOUNT_ID, "secret", "Dockerhub-??????"]
    );
    let reports = fn_join!(":", ["arn", AWS_PARTITION, "codebuild", AWS_REGION, AWS_ACCOUNT_ID, "report-group/*"]);
    json!([
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": fn_get_att_arn!(logs),
        },
        {
            "Effect": "Allow",
            "Action": ["s3:AbortMultipartUpload", "s3:PutObject"],
            "Resource": objects(bucket),
        },
        {
            "Effect": "Allow",
            "Action": [
                "codebuild:BatchPutCodeCoverages",
                "codebuild:BatchPutTestCases",
                "codebuild:CreateReport",
                "codebuild:CreateReportGroup",
                "codebuild:UpdateReport",
            ],
            "Resource": reports,
        },
        { "Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": secret },
    ])
}

fn objects(bucket: &LogicalResourceName) -> ExpString {
    fn_join!("/", [fn_get_att_arn!(bucket), "*"])
}

fn trust(service: &str) -> Value {
    policy(json!([{
        "Effect": "Allow",
        "Principal": { "Service": service },
        "Action": "sts:AssumeRole",
        "Condition": { "StringEquals": { "aws:SourceAccount": AWS_ACCOUNT_ID } },
    }]))
}

fn policy(statements: Value) -> Value {
    json!({ "Version": "2012-10-17", "Statement": statements })
}
