//! What rules match, what they start, and with which permissions.

use cfn_constructs::buildspec::{Buildspec, Commands, Phase};
use cfn_constructs::services::codebuild::{Project, ProjectProps, Source};
use cfn_constructs::services::events::sources::{
    ActionCategory, ActionExecutionState, ActionExecutionStateChange, BuildStateChange, BuildStatus, DeploymentState,
    DeploymentStateChange, ImageAction, ImageScan, ObjectCreated, PipelineExecutionState, PipelineExecutionStateChange,
    PullRequestStateChange, RepositoryStateChange, Severity, StackStatusChange,
};
use cfn_constructs::services::events::{
    BuildInput, EventBus, EventBusPolicy, EventBusPolicyProps, EventBusProps, EventPattern, EventTarget, Filter,
    InputTemplate, InputValue, PipelineInput, RetryPolicy, RevisionType, Rule, RuleProps, TargetInput,
};
use cfn_constructs::services::lambda::ImportedFunction;
use cfn_constructs::services::sns::{Topic, TopicProps};
use cfn_constructs::services::{Bucket, BucketProps, LogGroup, LogGroupProps, Minutes};
use cfn_constructs::{App, Stack};
use cfn_model::{Prop, Value};
use serde_json::json;

fn template(stack: Stack) -> Value {
    let assembly = App::new().with(stack).synth().unwrap_or_else(|problems| panic!("{problems:#?}"));
    assembly.stacks.into_iter().next().expect("there is one stack").template.into_value()
}

/// The messages for one rule.
fn problems(props: RuleProps) -> Vec<String> {
    let mut stack = Stack::new("S");
    Rule::new(&mut stack, "R", props);
    let problems = App::new().with(stack).synth().expect_err("there is a problem");
    problems.into_iter().map(|problem| problem.message).collect()
}

fn check(template: &Value, path: &str, expected: serde_json::Value) {
    assert_eq!(template.at(&format!("Resources.{path}")), Some(&Value::from(expected)), "{path}");
}

/// The pattern of an event.
fn pattern(event: impl Into<EventPattern>, expected: serde_json::Value) {
    assert_eq!(event.into().to_value(), Value::from(expected));
}

fn any() -> RuleProps {
    RuleProps::on(BuildStateChange::default())
}

/// What a rule with one target looks like.
fn target(target: EventTarget, expected: serde_json::Value) {
    let mut stack = Stack::new("S");
    Rule::new(&mut stack, "R", any().target(target));
    check(&template(stack), "R.Properties.Targets.0", expected);
}

#[test]
fn events_are_narrowed_down_by_their_fields() {
    pattern(
        PipelineExecutionStateChange {
            pipelines: vec![Prop::new("release")],
            states: vec![PipelineExecutionState::Failed],
        },
        json!({
            "source": ["aws.codepipeline"],
            "detail-type": ["CodePipeline Pipeline Execution State Change"],
            "detail": {"pipeline": ["release"], "state": ["FAILED"]}
        }),
    );
    pattern(
        ActionExecutionStateChange {
            categories: vec![ActionCategory::Approval],
            states: vec![ActionExecutionState::Started],
            ..ActionExecutionStateChange::default()
        },
        json!({
            "source": ["aws.codepipeline"],
            "detail-type": ["CodePipeline Action Execution State Change"],
            "detail": {"state": ["STARTED"], "type": {"category": ["Approval"]}}
        }),
    );
    pattern(
        BuildStateChange { states: vec![BuildStatus::Failed, BuildStatus::Stopped], ..BuildStateChange::default() },
        json!({
            "source": ["aws.codebuild"],
            "detail-type": ["CodeBuild Build State Change"],
            "detail": {"build-status": ["FAILED", "STOPPED"]}
        }),
    );
    pattern(
        RepositoryStateChange::pushes(Prop::new("arn:repo"), ["main"]),
        json!({
            "source": ["aws.codecommit"],
            "detail-type": ["CodeCommit Repository State Change"],
            "resources": ["arn:repo"],
            "detail": {
                "event": ["referenceCreated", "referenceUpdated"],
                "referenceType": ["branch"],
                "referenceName": ["main"]
            }
        }),
    );
    pattern(
        PullRequestStateChange { destinations: vec!["main".into()], ..PullRequestStateChange::default() },
        json!({
            "source": ["aws.codecommit"],
            "detail-type": ["CodeCommit Pull Request State Change"],
            "detail": {"destinationReference": ["refs/heads/main"]}
        }),
    );
    pattern(
        ImageAction::pushes([Filter::prefix("dev/")], ["latest"]),
        json!({
            "source": ["aws.ecr"],
            "detail-type": ["ECR Image Action"],
            "detail": {
                "repository-name": [{"prefix": "dev/"}],
                "action-type": ["PUSH"],
                "image-tag": ["latest"],
                "result": ["SUCCESS"]
            }
        }),
    );
    pattern(
        ImageScan { findings: vec![Severity::Critical, Severity::High], ..ImageScan::default() },
        json!({
            "source": ["aws.ecr"],
            "detail-type": ["ECR Image Scan"],
            "$or": [
                {"detail": {"finding-severity-counts": {"CRITICAL": [{"numeric": [">", 0]}]}}},
                {"detail": {"finding-severity-counts": {"HIGH": [{"numeric": [">", 0]}]}}}
            ]
        }),
    );
    pattern(
        DeploymentStateChange { states: vec![DeploymentState::Failure], ..DeploymentStateChange::default() },
        json!({
            "source": ["aws.codedeploy"],
            "detail-type": ["CodeDeploy Deployment State-change Notification"],
            "detail": {"state": ["FAILURE"]}
        }),
    );
    pattern(
        StackStatusChange { statuses: vec![Filter::suffix("_FAILED")], ..StackStatusChange::default() },
        json!({
            "source": ["aws.cloudformation"],
            "detail-type": ["CloudFormation Stack Status Change"],
            "detail": {"status-details": {"status": [{"suffix": "_FAILED"}]}}
        }),
    );
}

#[test]
fn a_bucket_tells_of_its_objects() {
    let mut stack = Stack::new("S");
    let bucket = Bucket::new(&mut stack, "B", BucketProps { event_bridge: true, ..BucketProps::default() });
    let created = ObjectCreated { buckets: vec![bucket.name()], keys: vec![Filter::suffix(".zip")] };
    Rule::new(&mut stack, "R", RuleProps::on(created).target(EventTarget::pipeline("release")));
    let template = template(stack);
    check(
        &template,
        "B.Properties.NotificationConfiguration",
        json!({"EventBridgeConfiguration": {"EventBridgeEnabled": true}}),
    );
    check(
        &template,
        "R.Properties.EventPattern.detail",
        json!({"bucket": {"name": [{"Ref": "B"}]}, "object": {"key": [{"suffix": ".zip"}]}}),
    );
}

#[test]
fn a_rule_may_start_its_targets_and_nothing_else() {
    let mut stack = Stack::new("S");
    let buildspec = Buildspec::new().phase(Phase::Build, Commands::new(["make"]));
    let project = Project::new(&mut stack, "P", ProjectProps::new(Source::NoSource, buildspec));
    Rule::new(
        &mut stack,
        "R",
        any()
            .target(EventTarget::pipeline("release"))
            .target(EventTarget::build(project))
            .target(EventTarget::state_machine("arn:aws:states:eu-west-1:111122223333:stateMachine:machine"))
            .target(EventTarget::queue("arn:aws:sqs:eu-west-1:111122223333:queue.fifo").message_group("g"))
            .target(EventTarget::event_bus("arn:aws:events:eu-west-1:111122223333:event-bus/bus")),
    );
    let template = template(stack);
    check(
        &template,
        "RRolePolicy.Properties.PolicyDocument.Statement",
        json!([
            {
                "Effect": "Allow",
                "Action": "codepipeline:StartPipelineExecution",
                "Resource": {"Fn::Sub":
                    "arn:${AWS::Partition}:codepipeline:${AWS::Region}:${AWS::AccountId}:release"}
            },
            {"Effect": "Allow", "Action": "codebuild:StartBuild", "Resource": {"Fn::GetAtt": ["P", "Arn"]}},
            {"Effect": "Allow", "Action": "states:StartExecution", "Resource": "arn:aws:states:eu-west-1:111122223333:stateMachine:machine"},
            {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111122223333:queue.fifo"},
            {"Effect": "Allow", "Action": "events:PutEvents", "Resource": "arn:aws:events:eu-west-1:111122223333:event-bus/bus"}
        ]),
    );
    check(
        &template,
        "R.Properties.Targets.3",
        json!({
            "Arn": "arn:aws:sqs:eu-west-1:111122223333:queue.fifo",
            "Id": "Queue",
            "RoleArn": {"Fn::GetAtt": ["RRole", "Arn"]},
            "SqsParameters": {"MessageGroupId": "g"}
        }),
    );
}

#[test]
fn a_function_takes_calls_of_the_rule_only() {
    let mut stack = Stack::new("S");
    let first = EventTarget::function(&ImportedFunction::from_arn("arn:one"));
    let rule = Rule::new(
        &mut stack,
        "R",
        any().target(first).target(EventTarget::function(&ImportedFunction::from_arn("arn:two"))),
    );
    assert_eq!(rule.role, None);
    check(
        &template(stack),
        "RFunction2Permission.Properties",
        json!({
            "Action": "lambda:InvokeFunction",
            "FunctionName": "arn:two",
            "Principal": "events.amazonaws.com",
            "SourceArn": {"Fn::GetAtt": ["R", "Arn"]}
        }),
    );
}

#[test]
fn a_topic_is_published_to_through_the_role_that_may_use_its_key() {
    let mut stack = Stack::new("S");
    let topic = Topic::new(&mut stack, "T", TopicProps::default());
    Rule::new(&mut stack, "R", any().target(EventTarget::topic(&topic)));
    check(
        &template(stack),
        "RRolePolicy.Properties.PolicyDocument.Statement",
        json!([
            {"Effect": "Allow", "Action": "sns:Publish", "Resource": {"Ref": "T"}},
            {
                "Effect": "Allow",
                "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                "Resource": {"Fn::GetAtt": ["TKey", "Arn"]}
            }
        ]),
    );
}

#[test]
fn log_groups_of_a_stack_share_a_policy() {
    let mut stack = Stack::new("S");
    let groups = ["A", "B"].map(|id| LogGroup::new(&mut stack, id, LogGroupProps::default()));
    stack.scope("Inner", |stack| {
        Rule::new(
            stack,
            "R",
            any().target(EventTarget::log_group(groups[0])).target(EventTarget::log_group(groups[1])),
        );
    });
    check(
        &template(stack),
        "LogsResourcePolicy.Properties",
        json!({
            "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [{
                    "Effect": "Allow",
                    "Principal": {"Service": ["events.amazonaws.com", "delivery.logs.amazonaws.com"]},
                    "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                    "Resource": [{"Fn::GetAtt": ["A", "Arn"]}, {"Fn::GetAtt": ["B", "Arn"]}]
                }]
            },
            "PolicyName": {"Fn::Sub": "${AWS::StackName}-log-groups"}
        }),
    );
}

#[test]
fn a_pipeline_gets_variables_and_revisions_of_the_event() {
    let input = PipelineInput::default()
        .variable("TAG", InputValue::event("$.detail.image-tag"))
        .variable("BY", "a \"rule\"")
        .source_revision("Image", RevisionType::ImageDigest, InputValue::event("$.detail.image-digest"));
    target(
        EventTarget::pipeline("release").input(input),
        json!({
            "Arn": {"Fn::Sub": "arn:${AWS::Partition}:codepipeline:${AWS::Region}:${AWS::AccountId}:release"},
            "Id": "Pipeline",
            "RoleArn": {"Fn::GetAtt": ["RRole", "Arn"]},
            "InputTransformer": {
                "InputPathsMap": {"image-digest": "$.detail.image-digest", "image-tag": "$.detail.image-tag"},
                "InputTemplate": "{\"sourceRevisions\":[{\"actionName\":\"Image\",\"revisionType\":\"IMAGE_DIGEST\",\
                    \"revisionValue\":\"<image-digest>\"}],\"variables\":[{\"name\":\"TAG\",\"value\":\"<image-tag>\"},\
                    {\"name\":\"BY\",\"value\":\"a \\\"rule\\\"\"}]}"
            }
        }),
    );
}

#[test]
fn constant_input_is_json_text() {
    let json = TargetInput::constant(json!({"a": [1, "x"]}));
    let bounds = RetryPolicy { max_age: Minutes(60), attempts: 3 };
    target(
        EventTarget::function(&ImportedFunction::from_arn("arn:f"))
            .input(json)
            .retry(bounds)
            .dead_letter_queue("arn:q"),
        json!({
            "Arn": "arn:f",
            "Id": "Function",
            "RetryPolicy": {"MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 3},
            "DeadLetterConfig": {"Arn": "arn:q"},
            "Input": "{\"a\":[1,\"x\"]}"
        }),
    );
}

#[test]
fn json_takes_parts_of_the_event() {
    let json = InputValue::map([
        ("text", InputValue::text(["pushed ".into(), InputValue::event("$.detail.tag")])),
        ("event", InputValue::whole_event()),
        ("tags", InputValue::list([InputValue::event("$.detail.tag"), 1.into()])),
    ]);
    target(
        EventTarget::function(&ImportedFunction::from_arn("arn:f")).input(json),
        json!({
            "Arn": "arn:f",
            "Id": "Function",
            "InputTransformer": {
                "InputPathsMap": {"tag": "$.detail.tag"},
                "InputTemplate":
                    "{\"text\":\"pushed <tag>\",\"event\":<aws.events.event.json>,\"tags\":[<tag>,1]}"
            }
        }),
    );
}

#[test]
fn templates_declare_what_they_use() {
    let template = InputTemplate::new("\"<tag> of <repository>, <aws.events.rule-name>\"").path("tag", "$.detail.tag");
    assert_eq!(
        problems(any().target(EventTarget::function(&ImportedFunction::from_arn("arn:f")).input(template))),
        ["the template has `<repository>`, which nobody declared"]
    );
    let many = (0..101).fold(InputTemplate::new("{}"), |template, n| template.path(format!("v{n}"), "$.x"));
    assert_eq!(
        problems(any().target(EventTarget::function(&ImportedFunction::from_arn("arn:f")).input(many))),
        ["the input takes 101 values from the event, 100 are allowed"]
    );
    let bad = InputTemplate::new("{}").path("aws.x", "detail");
    assert_eq!(
        problems(any().target(EventTarget::function(&ImportedFunction::from_arn("arn:f")).input(bad))),
        ["`aws.x` is no name for a variable", "`detail` is no path into an event"]
    );
}

#[test]
fn targets_take_the_input_that_is_theirs() {
    let input = BuildInput::default().source_version("main").with("sourceVersion", "x");
    assert_eq!(
        problems(any().target(EventTarget::pipeline("p").input(input))),
        ["build overrides are for builds", "the parameter `sourceVersion` of the build is set already"]
    );
    let variables = PipelineInput::default().variable("a b", "x").variable("C", "").variable("C", "1");
    assert_eq!(
        problems(any().target(EventTarget::pipeline("p").input(variables))),
        [
            "`a b` is no name for a variable of a pipeline",
            "the variable `C` is empty, which CodePipeline refuses",
            "the variable `C` is set twice"
        ]
    );
}

#[test]
fn rules_have_bounds() {
    assert_eq!(problems(any()), ["the rule has no target, so that nothing happens"]);
    let six = (0..6).fold(any(), |rule, n| rule.target(EventTarget::pipeline(format!("p{n}"))));
    assert_eq!(problems(six), ["there are 6 items, at most 5 are allowed"]);
    let retry = RetryPolicy { max_age: Minutes(0), attempts: 186 };
    assert_eq!(problems(any().target(EventTarget::pipeline("p").retry(retry))).len(), 2);
    assert_eq!(
        problems(RuleProps::schedule("rate(2 weeks)").event_bus("mine").target(EventTarget::pipeline("p"))),
        ["`rate(2 weeks)` is no schedule for a rule", "only rules of the default event bus follow the clock"]
    );
    assert_eq!(
        problems(RuleProps::on(EventPattern::new()).target(EventTarget::pipeline("p"))),
        ["the pattern names no field here"]
    );
}

#[test]
fn other_accounts_send_to_a_bus_by_name() {
    let mut stack = Stack::new("S");
    let bus = EventBus::new(&mut stack, "Bus", EventBusProps::new("releases"));
    let props = EventBusPolicyProps::new("Beta", ["111122223333"]).event_bus(bus.name());
    EventBusPolicy::new(&mut stack, "FromBeta", props);
    check(
        &template(stack),
        "FromBeta.Properties",
        json!({
            "StatementId": "Beta",
            "Statement": {
                "Sid": "Beta",
                "Effect": "Allow",
                "Principal": {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::111122223333:root"}},
                "Action": "events:PutEvents",
                "Resource": {"Fn::Sub":
                    "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/${Bus}"}
            },
            "EventBusName": {"Ref": "Bus"}
        }),
    );
}
