//! What trails keep, and who may write it.

use cfn_constructs::services::cloudtrail::{
    ManagementEvents, ObjectAccess, ObjectEvents, Trail, TrailEncryption, TrailProps,
};
use cfn_constructs::services::{Bucket, BucketProps, LogGroupProps};
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

/// The messages for a stack that `build` fills.
fn problems(build: impl FnOnce(&mut Stack)) -> Vec<String> {
    let mut stack = Stack::new("S");
    build(&mut stack);
    let problems = App::new().with(stack).synth().expect_err("there is a problem");
    problems.into_iter().map(|problem| problem.message).collect()
}

#[test]
fn only_this_trail_writes_its_files() {
    let mut stack = Stack::new("S");
    Trail::new(&mut stack, "T", TrailProps::new("audit"));
    let template = template(stack);
    let arn = json!({"Fn::Sub": "arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/audit"});
    check(&template, "T.DependsOn", json!(["TBucketPolicy"]));
    check(
        &template,
        "T.Properties",
        json!({
            "IsLogging": true,
            "S3BucketName": {"Ref": "TBucket"},
            "TrailName": "audit",
            "EnableLogFileValidation": true,
            "IsMultiRegionTrail": true,
            "IncludeGlobalServiceEvents": true,
            "EventSelectors": [{"IncludeManagementEvents": true, "ReadWriteType": "All"}],
            "KMSKeyId": {"Fn::GetAtt": ["TKey", "Arn"]}
        }),
    );
    check(
        &template,
        "TBucketPolicy.Properties.PolicyDocument.Statement.2",
        json!({
            "Effect": "Allow",
            "Principal": {"Service": "cloudtrail.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": {"Fn::Sub": "${TBucket.Arn}/AWSLogs/${AWS::AccountId}/*"},
            "Condition": {"StringEquals": {
                "aws:SourceArn": arn.clone(),
                "s3:x-amz-acl": "bucket-owner-full-control"
            }}
        }),
    );
    check(
        &template,
        "TKey.Properties.KeyPolicy.Statement.1",
        json!({
            "Effect": "Allow",
            "Principal": {"Service": "cloudtrail.amazonaws.com"},
            "Action": "kms:GenerateDataKey*",
            "Resource": "*",
            "Condition": {
                "StringEquals": {"aws:SourceArn": arn},
                "StringLike": {"kms:EncryptionContext:aws:cloudtrail:arn":
                    {"Fn::Sub": "arn:${AWS::Partition}:cloudtrail:*:${AWS::AccountId}:trail/*"}}
            }
        }),
    );
}

#[test]
fn objects_are_selected_by_what_is_done_to_them() {
    let mut stack = Stack::new("S");
    let bucket = Bucket::new(&mut stack, "B", BucketProps::default());
    let reads = ObjectEvents { bucket, prefix: "secret/".into(), access: ObjectAccess::Reads };
    let props = TrailProps {
        encryption: TrailEncryption::S3Managed,
        management_events: ManagementEvents::Writes,
        ..TrailProps::objects("uploads", [ObjectEvents::writes(bucket), reads])
    };
    Trail::new(&mut stack, "T", props);
    check(
        &template(stack),
        "T.Properties.EventSelectors",
        json!([
            {"IncludeManagementEvents": true, "ReadWriteType": "WriteOnly"},
            {
                "IncludeManagementEvents": false,
                "ReadWriteType": "ReadOnly",
                "DataResources": [{"Type": "AWS::S3::Object", "Values": [{"Fn::Sub": "${B.Arn}/secret/"}]}]
            },
            {
                "IncludeManagementEvents": false,
                "ReadWriteType": "WriteOnly",
                "DataResources": [{"Type": "AWS::S3::Object", "Values": [{"Fn::Sub": "${B.Arn}/"}]}]
            }
        ]),
    );
}

#[test]
fn a_log_group_takes_the_trails_own_streams() {
    let mut stack = Stack::new("S");
    let props = TrailProps { logs: Some(LogGroupProps::default()), ..TrailProps::new("audit") };
    Trail::new(&mut stack, "T", props);
    check(
        &template(stack),
        "TLogRolePolicy.Properties.PolicyDocument.Statement",
        json!([{
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": {"Fn::Sub": "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${TLogs}\
                :log-stream:${AWS::AccountId}_CloudTrail_${AWS::Region}*"}
        }]),
    );
}

#[test]
fn bad_trails_are_reported() {
    assert_eq!(
        problems(|stack| {
            Trail::new(stack, "T", TrailProps::new("a-.b"));
        }),
        ["`a-.b` has two marks in a row"]
    );
    assert_eq!(
        problems(|stack| {
            Trail::new(stack, "T", TrailProps::objects("nothing", []));
        }),
        ["the trail keeps no events"]
    );
    assert_eq!(
        problems(|stack| {
            let bucket = Bucket::new(stack, "B", BucketProps::default());
            let props = TrailProps::objects("loop", [ObjectEvents::writes(bucket)]);
            Trail::new(stack, "T", TrailProps { bucket: Some(bucket), ..props });
        }),
        ["the trail keeps the writes of its own bucket, each of which makes another"]
    );
}
