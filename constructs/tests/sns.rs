//! Who may publish to a topic, and who gets its messages.

use cfn_constructs::Stack;
use cfn_constructs::assertions::{Synthesized, any, exactly, synth};
use cfn_constructs::iam::Principal;
use cfn_constructs::services::lambda::ImportedFunction;
use cfn_constructs::services::sns::{
    AnyTopic, FilterScope, Subscription, SubscriptionProps, Topic, TopicEncryption, TopicKind, TopicProps,
};
use cfn_constructs::services::{Role, RoleProps};
use cfn_model::sub;
use serde_json::json;

/// The messages for a stack that `build` fills.
fn problems(build: impl FnOnce(&mut Stack)) -> Vec<String> {
    let mut stack = Stack::new("S");
    build(&mut stack);
    synth(stack).messages().into_iter().map(str::to_owned).collect()
}

#[track_caller]
fn check(synthesized: &Synthesized, path: &str, expected: serde_json::Value) {
    synthesized.only_template().has_at(&format!("Resources.{path}"), exactly(expected));
}

fn topic(stack: &mut Stack) -> Topic {
    Topic::new(stack, "T", TopicProps::default())
}

#[test]
fn a_topic_is_encrypted_and_closed() {
    let mut stack = Stack::new("S");
    topic(&mut stack);
    let synthesized = synth(stack);
    check(&synthesized, "T.Properties", json!({"KmsMasterKeyId": {"Fn::GetAtt": ["TKey", "Arn"]}}));
    check(
        &synthesized,
        "TPolicy.Properties.PolicyDocument.Statement",
        json!([{
            "Sid": "TlsOnly",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sns:Publish",
            "Resource": {"Ref": "T"},
            "Condition": {"Bool": {"aws:SecureTransport": "false"}}
        }]),
    );
}

#[test]
fn a_service_publishes_for_this_account_only() {
    let mut stack = Stack::new("S");
    let topic = topic(&mut stack);
    let alarms = sub!("arn:{partition}:cloudwatch:{region}:{account}:alarm:*");
    for _ in 0..2 {
        topic.grant_publish_to_service(&mut stack, "cloudwatch.amazonaws.com", Some(alarms.clone()));
    }
    let synthesized = synth(stack);
    // Asking twice adds nothing.
    let statements = "Resources.TPolicy.Properties.PolicyDocument.Statement";
    synthesized.only_template().has_at(statements, [any(), any()]);
    check(
        &synthesized,
        "TPolicy.Properties.PolicyDocument.Statement.1",
        json!({
            "Effect": "Allow",
            "Principal": {"Service": "cloudwatch.amazonaws.com"},
            "Action": "sns:Publish",
            "Resource": {"Ref": "T"},
            "Condition": {
                "StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}},
                "ArnLike": {"aws:SourceArn": {"Fn::Sub":
                    "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*"}}
            }
        }),
    );
    check(
        &synthesized,
        "TKey.Properties.KeyPolicy.Statement.1",
        json!({
            "Effect": "Allow",
            "Principal": {"Service": "cloudwatch.amazonaws.com"},
            "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
        }),
    );
}

#[test]
fn roles_and_accounts_may_use_the_key_as_well() {
    let mut stack = Stack::new("S");
    let topic = topic(&mut stack);
    let role = Role::new(&mut stack, "R", RoleProps::for_service("codebuild.amazonaws.com"));
    topic.grant_publish(&mut stack, &role);
    topic.grant_publish_to(&mut stack, [Principal::account("111122223333")]);
    let synthesized = synth(stack);
    check(
        &synthesized,
        "RPolicy.Properties.PolicyDocument.Statement",
        json!([
            {"Effect": "Allow", "Action": "sns:Publish", "Resource": {"Ref": "T"}},
            {
                "Effect": "Allow",
                "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                "Resource": {"Fn::GetAtt": ["TKey", "Arn"]}
            }
        ]),
    );
    let account = json!({"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::111122223333:root"}});
    check(&synthesized, "TPolicy.Properties.PolicyDocument.Statement.1.Principal", account.clone());
    check(&synthesized, "TKey.Properties.KeyPolicy.Statement.1.Principal", account);
}

#[test]
fn a_topic_that_exists_already_is_published_to_by_its_arn() {
    let mut stack = Stack::new("S");
    let role = Role::new(&mut stack, "R", RoleProps::for_service("codebuild.amazonaws.com"));
    Topic::from_arn("arn:aws:sns:eu-west-1:111122223333:topic")
        .encrypted_with("arn:aws:kms:eu-west-1:111122223333:key/key")
        .grant_publish(&mut stack, &role);
    check(
        &synth(stack),
        "RPolicy.Properties.PolicyDocument.Statement",
        json!([
            {"Effect": "Allow", "Action": "sns:Publish", "Resource": "arn:aws:sns:eu-west-1:111122223333:topic"},
            {"Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey"], "Resource": "arn:aws:kms:eu-west-1:111122223333:key/key"}
        ]),
    );
}

#[test]
fn a_function_takes_messages_of_the_topic_only() {
    let mut stack = Stack::new("S");
    let topic = topic(&mut stack);
    let failed = SubscriptionProps::function(&ImportedFunction::from_arn("arn:f"))
        .filter(FilterScope::Body, json!({"state": ["FAILED"]}));
    topic.subscribe(&mut stack, "F", failed);
    let synthesized = synth(stack);
    check(
        &synthesized,
        "F.Properties",
        json!({
            "Protocol": "lambda",
            "TopicArn": {"Ref": "T"},
            "Endpoint": "arn:f",
            "FilterPolicy": {"state": ["FAILED"]},
            "FilterPolicyScope": "MessageBody"
        }),
    );
    check(
        &synthesized,
        "FPermission.Properties",
        json!({
            "Action": "lambda:InvokeFunction",
            "FunctionName": "arn:f",
            "Principal": "sns.amazonaws.com",
            "SourceArn": {"Ref": "T"}
        }),
    );
}

#[test]
fn services_need_a_key_with_a_policy() {
    assert_eq!(
        problems(|stack| {
            let props = TopicProps { encryption: TopicEncryption::AwsManaged, ..TopicProps::default() };
            let topic = Topic::new(stack, "T", props);
            topic.grant_publish_to_service(stack, "cloudwatch.amazonaws.com", None);
        }),
        ["cloudwatch.amazonaws.com cannot publish to a topic that `alias/aws/sns` encrypts"]
    );
}

#[test]
fn names_and_kinds_go_together() {
    let fifo = TopicKind::Fifo { content_based_deduplication: true };
    let of = |kind, name: Option<&str>| {
        problems(|stack| {
            Topic::new(stack, "T", TopicProps { kind, name: name.map(Into::into), ..TopicProps::default() });
        })
    };
    assert_eq!(of(fifo, None), ["a FIFO topic has no name"]);
    assert_eq!(of(fifo, Some("x")), ["`x` is no name for this topic"]);
    assert_eq!(of(TopicKind::Standard, Some("x.fifo")), ["`x.fifo` is no name for this topic"]);
}

#[test]
fn subscriptions_are_checked() {
    let of = |props: SubscriptionProps| {
        problems(|stack| {
            Subscription::new(stack, "Sub", &Topic::from_arn("arn:aws:sns:eu-west-1:111122223333:t"), props);
        })
    };
    assert_eq!(of(SubscriptionProps::email("nobody")), ["`nobody` is no e-mail address"]);
    assert_eq!(of(SubscriptionProps::https("http://x.example")), ["`http://x.example` is no HTTPS address"]);
    assert_eq!(
        of(SubscriptionProps {
            raw: true,
            ..SubscriptionProps::function(&ImportedFunction::from_arn(
                "arn:aws:lambda:eu-west-1:111122223333:function:f"
            ))
        }),
        ["this endpoint gets no raw messages"]
    );
    let filter = json!({"a": [], "b": {"c": "d"}, "e": [1], "f": [1], "g": [1], "h": [1]});
    assert_eq!(
        of(SubscriptionProps::queue("arn:q").filter(FilterScope::Body, filter)),
        ["the filter has 6 keys, 5 are allowed", "`a` has no list of values", "`b.c` has no list of values"]
    );
    assert_eq!(
        problems(|stack| {
            let kind = TopicKind::Fifo { content_based_deduplication: false };
            let topic =
                Topic::new(stack, "T", TopicProps { kind, name: Some("x.fifo".into()), ..TopicProps::default() });
            topic.subscribe(stack, "Mail", SubscriptionProps::email("a@b.example"));
        }),
        ["a FIFO topic delivers to queues"]
    );
}
