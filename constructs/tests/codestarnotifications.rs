//! Who is told what happens, and what that takes.

use cfn_constructs::services::codestarnotifications::{
    ApplicationEvent, NotificationDetail, NotificationRule, NotificationRuleProps, NotificationSource,
    NotificationTarget, PipelineEvent, ProjectEvent, RepositoryEvent,
};
use cfn_constructs::services::sns::{Topic, TopicProps};
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

fn failures() -> NotificationRuleProps {
    let events = [PipelineEvent::ExecutionFailed, PipelineEvent::ApprovalNeeded];
    NotificationRuleProps::new("release", NotificationSource::pipeline("release", events))
}

/// The messages for a rule.
fn problems(props: NotificationRuleProps) -> Vec<String> {
    let mut stack = Stack::new("S");
    NotificationRule::new(&mut stack, "R", props);
    let problems = App::new().with(stack).synth().expect_err("there is a problem");
    problems.into_iter().map(|problem| problem.message).collect()
}

#[test]
fn a_topic_lets_the_rules_of_its_account_publish() {
    let mut stack = Stack::new("S");
    let topic = Topic::new(&mut stack, "T", TopicProps::default());
    NotificationRule::new(&mut stack, "R", failures().target(NotificationTarget::topic(&topic)));
    let template = template(stack);
    check(
        &template,
        "R",
        json!({
            "Type": "AWS::CodeStarNotifications::NotificationRule",
            "DependsOn": ["TPolicy"],
            "Properties": {
                "DetailType": "FULL",
                "EventTypeIds": [
                    "codepipeline-pipeline-pipeline-execution-failed",
                    "codepipeline-pipeline-manual-approval-needed"
                ],
                "Name": "release",
                "Resource": {"Fn::Sub":
                    "arn:${AWS::Partition}:codepipeline:${AWS::Region}:${AWS::AccountId}:release"},
                "Targets": [{"TargetAddress": {"Ref": "T"}, "TargetType": "SNS"}],
                "Status": "ENABLED"
            }
        }),
    );
    check(
        &template,
        "TPolicy.Properties.PolicyDocument.Statement.1",
        json!({
            "Effect": "Allow",
            "Principal": {"Service": "codestar-notifications.amazonaws.com"},
            "Action": "sns:Publish",
            "Resource": {"Ref": "T"},
            "Condition": {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
        }),
    );
    check(
        &template,
        "TKey.Properties.KeyPolicy.Statement.1",
        json!({
            "Effect": "Allow",
            "Principal": {"Service": "codestar-notifications.amazonaws.com"},
            "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
            "Resource": "*",
            "Condition": {"StringEquals":
                {"kms:ViaService": {"Fn::Sub": "sns.${AWS::Region}.${AWS::URLSuffix}"}}}
        }),
    );
}

#[test]
fn each_kind_of_resource_has_events_of_its_own() {
    let prefixes = |ids: Vec<&'static str>, prefix: &str, count: usize| {
        assert_eq!(ids.len(), count);
        assert!(ids.iter().all(|id| id.starts_with(prefix)), "{ids:?}");
    };
    prefixes(PipelineEvent::ALL.iter().map(|event| event.id()).collect(), "codepipeline-pipeline-", 18);
    prefixes(ProjectEvent::ALL.iter().map(|event| event.id()).collect(), "codebuild-project-build-", 6);
    prefixes(RepositoryEvent::ALL.iter().map(|event| event.id()).collect(), "codecommit-repository-", 11);
    prefixes(ApplicationEvent::ALL.iter().map(|event| event.id()).collect(), "codedeploy-application-deployment-", 3);
}

#[test]
fn chat_channels_are_told_by_arn() {
    let mut stack = Stack::new("S");
    let source = NotificationSource::application("shop", [ApplicationEvent::DeploymentFailed]);
    let props = NotificationRuleProps {
        detail: NotificationDetail::Basic,
        enabled: false,
        ..NotificationRuleProps::new("shop", source)
    };
    let slack = "arn:aws:chatbot::111122223333:chat-configuration/slack-channel/releases";
    NotificationRule::new(&mut stack, "R", props.target(NotificationTarget::slack(slack)));
    check(
        &template(stack),
        "R.Properties",
        json!({
            "DetailType": "BASIC",
            "EventTypeIds": ["codedeploy-application-deployment-failed"],
            "Name": "shop",
            "Resource": {"Fn::Sub":
                "arn:${AWS::Partition}:codedeploy:${AWS::Region}:${AWS::AccountId}:application:shop"},
            "Targets": [{"TargetAddress": slack, "TargetType": "AWSChatbotSlack"}],
            "Status": "DISABLED"
        }),
    );
}

#[test]
fn rules_have_bounds() {
    let source = NotificationSource::project("arn:aws:codebuild:eu-west-1:111122223333:project/p", []);
    assert_eq!(
        problems(NotificationRuleProps::new("p", source)),
        ["the rule is about no event", "the rule has no target, so that nobody is told"]
    );
    let eleven = (0..11).fold(failures(), |rule, _| rule.target(NotificationTarget::topic(&Topic::from_arn("arn:t"))));
    assert_eq!(problems(eleven), ["there are 11 items, at most 10 are allowed"]);
    let twice = NotificationSource::repository(
        "arn:aws:codecommit:eu-west-1:111122223333:r",
        [RepositoryEvent::PullRequestCreated, RepositoryEvent::PullRequestCreated],
    );
    let rule = NotificationRuleProps::new("r", twice).target(NotificationTarget::topic(&Topic::from_arn("arn:t")));
    assert_eq!(problems(rule), ["the event `codecommit-repository-pull-request-created` is named twice"]);
}
