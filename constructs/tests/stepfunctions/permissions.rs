//! What the roles of state machines, and of those who start them, are allowed.

use cfn_constructs::Stack;
use cfn_constructs::buildspec::{Buildspec, Commands, Phase};
use cfn_constructs::services::codebuild::{Project, ProjectProps, Source};
use cfn_constructs::services::dynamodb::{Attribute, Table, TableProps};
use cfn_constructs::services::stepfunctions::{
    Definition, Executable, ImportedStateMachine, Map, MapItems, MapMode, Pass, Pattern, StateMachine,
    StateMachineProps, Task,
};
use cfn_constructs::services::{Bucket, BucketProps, Key, KeyProps, Role, RoleProps};
use cfn_model::Value;
use serde_json::json;

use super::synthesised;

fn machine(stack: &mut Stack, definition: Definition) -> StateMachine {
    StateMachine::new(stack, "M", StateMachineProps { logs: None, ..StateMachineProps::new(definition) })
}

fn check(template: &Value, path: &str, expected: serde_json::Value) {
    assert_eq!(template.at(&format!("Resources.{path}")), Some(&Value::from(expected)), "{path}");
}

const STATEMENTS: &str = "MRolePolicy.Properties.PolicyDocument.Statement";
const CREATION: &str = "MRole.Properties.Policies.0.PolicyDocument.Statement";

fn project(stack: &mut Stack) -> Project {
    let buildspec = Buildspec::new().phase(Phase::Build, Commands::new(["make"]));
    Project::new(stack, "P", ProjectProps::new(Source::NoSource, buildspec))
}

#[test]
fn waiting_for_a_build_takes_a_rule_that_is_there_from_the_start() {
    let mut stack = Stack::new("S");
    let task = Task::start_build(project(&mut stack), Pattern::RunJob);
    machine(&mut stack, Definition::jsonata().state("Build", task));
    let template = synthesised(stack);
    check(
        &template,
        STATEMENTS,
        json!([{
            "Effect": "Allow",
            "Action": ["codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"],
            "Resource": {"Fn::GetAtt": ["P", "Arn"]}
        }]),
    );
    let rule = "rule/StepFunctionsGetEventForCodeBuildStartBuildRule";
    check(
        &template,
        CREATION,
        json!([{
            "Effect": "Allow",
            "Action": ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
            "Resource": {"Fn::Sub": format!("arn:${{AWS::Partition}}:events:${{AWS::Region}}:${{AWS::AccountId}}:{rule}")}
        }]),
    );
    check(
        &template,
        "M.Properties.Definition.States.Build.Resource",
        json!({"Fn::Sub": "arn:${AWS::Partition}:states:::codebuild:startBuild.sync"}),
    );
}

#[test]
fn starting_a_build_takes_no_more() {
    let mut stack = Stack::new("S");
    let task = Task::start_build_batch(project(&mut stack), Pattern::RequestResponse);
    machine(&mut stack, Definition::jsonata().state("Build", task));
    let template = synthesised(stack);
    let expected = json!([{
        "Effect": "Allow",
        "Action": "codebuild:StartBuildBatch",
        "Resource": {"Fn::GetAtt": ["P", "Arn"]}
    }]);
    check(&template, STATEMENTS, expected);
    assert_eq!(template.at("Resources.MRole.Properties.Policies"), None);
}

#[test]
fn waiting_for_an_execution_takes_its_executions() {
    let mut stack = Stack::new("S");
    let child = ImportedStateMachine::from_arn("arn:aws:states:eu-west-1:111122223333:stateMachine:tests");
    machine(&mut stack, Definition::jsonata().state("Test", Task::start_execution(&child, Pattern::RunJob)));
    check(
        &synthesised(stack),
        STATEMENTS,
        json!([
            {
                "Effect": "Allow",
                "Action": "states:StartExecution",
                "Resource": "arn:aws:states:eu-west-1:111122223333:stateMachine:tests"
            },
            {
                "Effect": "Allow",
                "Action": ["states:DescribeExecution", "states:StopExecution"],
                "Resource": {"Fn::Sub":
                    "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:tests:*"}
            }
        ]),
    );
}

#[test]
fn items_of_a_table_take_one_action() {
    let mut stack = Stack::new("S");
    let table = Table::new(&mut stack, "T", TableProps::new(Attribute::string("id")));
    let key = || json!({"id": {"S": "{% $states.input.id %}"}});
    let definition = Definition::jsonata()
        .state("Get", Task::get_item(&table, key()).next("Put"))
        .state("Put", Task::put_item(&table, key()).next("Update"))
        .state("Update", Task::update_item(&table, key(), "SET done = :done"));
    machine(&mut stack, definition);
    let template = synthesised(stack);
    check(
        &template,
        STATEMENTS,
        json!([{
            "Effect": "Allow",
            "Action": ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"],
            "Resource": {"Fn::GetAtt": ["T", "Arn"]}
        }]),
    );
    let arguments = json!({
        "TableName": {"Fn::GetAtt": ["T", "Arn"]},
        "Key": {"id": {"S": "{% $states.input.id %}"}}
    });
    check(&template, "M.Properties.Definition.States.Get.Arguments", arguments);
}

#[test]
fn other_calls_say_what_they_are_on() {
    let mut stack = Stack::new("S");
    let repository = "arn:aws:ecr:eu-west-1:111122223333:repository/app";
    let describe = Task::aws_sdk("ecr", "describeImages", [repository]).argument("RepositoryName", "app");
    let assumed = Task::aws_sdk("ecr", "batchGetImage", [repository]).with_role("arn:aws:iam::111122223333:role/r");
    machine(&mut stack, Definition::jsonata().state("A", describe.next("B")).state("B", assumed));
    check(
        &synthesised(stack),
        STATEMENTS,
        json!([
            {"Effect": "Allow", "Action": ["ecr:BatchGetImage", "ecr:DescribeImages"], "Resource": repository},
            {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "arn:aws:iam::111122223333:role/r"}
        ]),
    );
}

#[test]
fn what_branches_call_is_allowed_too() {
    let mut stack = Stack::new("S");
    let publish = Definition::jsonata().state("Tell", Task::publish("arn:aws:sns:eu-west-1:111122223333:done", "done"));
    let map = Map::new(publish, MapMode::Inline).items("{% [1, 2] %}");
    machine(&mut stack, Definition::jsonata().state("Each", map));
    let expected =
        json!([{"Effect": "Allow", "Action": "sns:Publish", "Resource": "arn:aws:sns:eu-west-1:111122223333:done"}]);
    check(&synthesised(stack), STATEMENTS, expected);
}

#[test]
fn a_distributed_map_starts_its_own_machine() {
    let mut stack = Stack::new("S");
    let bucket = Bucket::new(&mut stack, "B", BucketProps::default());
    let each = Definition::json_path().state("Each", Pass::new());
    let map = Map::new(each, MapMode::DistributedStandard)
        .read(&MapItems::Json(bucket, "images.json".into()))
        .write(bucket, "results");
    machine(&mut stack, Definition::json_path().state("All", map));
    let template = synthesised(stack);
    let executions = |end: &str| json!({"Fn::Sub": format!("arn:${{AWS::Partition}}:states:${{AWS::Region}}:${{AWS::AccountId}}:execution:${{M.Name}}{end}")});
    check(
        &template,
        STATEMENTS,
        json!([
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": {"Fn::Sub": "${B.Arn}/images.json"}},
            {
                "Effect": "Allow",
                "Action": ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"],
                "Resource": {"Fn::Sub": "${B.Arn}/results/*"}
            },
            {"Effect": "Allow", "Action": "states:StartExecution", "Resource": {"Fn::GetAtt": ["M", "Arn"]}},
            {
                "Effect": "Allow",
                "Action": ["states:DescribeExecution", "states:StopExecution"],
                "Resource": executions(":*")
            },
            {"Effect": "Allow", "Action": "states:RedriveExecution", "Resource": executions("/*")}
        ]),
    );
    check(
        &template,
        "M.Properties.Definition.States.All.ItemReader.Parameters",
        json!({"Bucket": {"Ref": "B"}, "Key": "images.json"}),
    );
}

#[test]
fn who_starts_an_encrypted_machine_uses_its_key() {
    let mut stack = Stack::new("S");
    let key = Key::new(&mut stack, "K", KeyProps::default());
    let definition = Definition::jsonata().state("A", Pass::new());
    let props = StateMachineProps { key: Some(key), logs: None, ..StateMachineProps::new(definition) };
    let machine = StateMachine::new(&mut stack, "M", props);
    let role = Role::new(&mut stack, "R", RoleProps::for_service("lambda.amazonaws.com"));
    machine.grant_start_execution(&mut stack, &role);
    machine.grant_start_execution(&mut stack, &role);
    let use_key = json!({
        "Effect": "Allow",
        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
        "Resource": {"Fn::GetAtt": ["K", "Arn"]}
    });
    let template = synthesised(stack);
    check(&template, CREATION, json!([use_key.clone()]));
    check(
        &template,
        "RPolicy.Properties.PolicyDocument.Statement",
        json!([
            {"Effect": "Allow", "Action": "states:StartExecution", "Resource": {"Fn::GetAtt": ["M", "Arn"]}},
            use_key
        ]),
    );
}

#[test]
fn logs_are_delivered_to_a_group_of_its_own() {
    let mut stack = Stack::new("S");
    let definition = Definition::jsonata().state("A", Pass::new());
    StateMachine::new(&mut stack, "M", StateMachineProps::new(definition));
    let template = synthesised(stack);
    check(
        &template,
        "M.Properties.LoggingConfiguration",
        json!({
            "Destinations": [{"CloudWatchLogsLogGroup": {"LogGroupArn": {"Fn::GetAtt": ["MLogs", "Arn"]}}}],
            "IncludeExecutionData": false,
            "Level": "ERROR"
        }),
    );
    check(&template, &format!("{CREATION}.0.Resource"), json!("*"));
}
