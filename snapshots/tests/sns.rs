//! Topics and their subscriptions.

use cfn_constructs::iam::Principal;
use cfn_constructs::services::lambda::ImportedFunction;
use cfn_constructs::services::sns::{
    AnyTopic, Endpoint, FilterScope, SubscriptionProps, Topic, TopicEncryption, TopicKind, TopicProps,
};
use cfn_constructs::services::{Key, KeyProps, Role, RoleProps};
use cfn_constructs::{App, Stack};
use cfn_model::{Prop, Value, sub};

fn default() -> Stack {
    let mut stack = Stack::new("SnsDefault");
    let topic = Topic::new(&mut stack, "Releases", TopicProps::default());
    topic.subscribe(&mut stack, "Mail", SubscriptionProps::email("releases@example.com"));
    stack
}

fn everything() -> Stack {
    let mut stack = Stack::new("SnsEverything");
    let key = Key::new(&mut stack, "Key", KeyProps::default());
    let topic = Topic::new(
        &mut stack,
        "Alarms",
        TopicProps {
            name: Some("alarms".into()),
            display_name: Some("Release alarms".into()),
            encryption: TopicEncryption::Key(key),
            kind: TopicKind::Standard,
        },
    );
    let alarms = sub!("arn:{partition}:cloudwatch:{region}:{account}:alarm:*");
    topic.grant_publish_to_service(&mut stack, "cloudwatch.amazonaws.com", Some(alarms));
    topic.grant_publish_to(&mut stack, [Principal::account("111122223333")]);
    let role = Role::new(&mut stack, "Builder", RoleProps::for_service("codebuild.amazonaws.com"));
    topic.grant_publish(&mut stack, &role);
    let queue: Prop<String> = sub!("arn:{partition}:sqs:{region}:{account}:alarms");
    topic.subscribe(
        &mut stack,
        "Queue",
        SubscriptionProps {
            endpoint: Endpoint::Queue(queue),
            filter: None,
            raw: true,
            dead_letter_queue: Some(sub!("arn:{partition}:sqs:{region}:{account}:lost")),
        },
    );
    let function = ImportedFunction::from_arn(sub!("arn:{partition}:lambda:{region}:{account}:function:roll-back"));
    let failed: Value = cfn_model::Map::from([("state", vec!["ALARM"])]).into();
    let props = SubscriptionProps::function(&function).filter(FilterScope::Body, failed);
    topic.subscribe(&mut stack, "Function", props);
    topic.subscribe(&mut stack, "Pager", SubscriptionProps::https("https://pager.example.com/alarms"));

    let kind = TopicKind::Fifo { content_based_deduplication: true };
    let encryption = TopicEncryption::AwsManaged;
    let ordered = TopicProps { name: Some("ordered.fifo".into()), kind, encryption, ..TopicProps::default() };
    Topic::new(&mut stack, "Ordered", ordered);
    stack
}

#[test]
fn topics_and_their_subscriptions() {
    snapshots::check("services/sns", App::new().with(default()).with(everything()));
}
