//! Rules and what they start.

use cfn_constructs::services::events::sources::{
    ImageAction, ObjectCreated, PipelineExecutionState, PipelineExecutionStateChange,
};
use cfn_constructs::services::events::{
    EventBus, EventBusPolicy, EventBusPolicyProps, EventBusProps, EventPattern, EventTarget, Filter, InputTemplate,
    InputValue, PipelineInput, RetryPolicy, RevisionType, Rule, RuleProps,
};
use cfn_constructs::services::lambda::ImportedFunction;
use cfn_constructs::services::sns::{Topic, TopicProps};
use cfn_constructs::services::{Bucket, BucketProps, LogGroup, LogGroupProps, Minutes};
use cfn_constructs::{App, Stack};
use cfn_model::sub;

fn default() -> Stack {
    let mut stack = Stack::new("EventsDefault");
    let bucket = Bucket::new(&mut stack, "Sources", BucketProps { event_bridge: true, ..BucketProps::default() });
    let created = ObjectCreated { buckets: vec![bucket.name()], ..ObjectCreated::default() };
    Rule::new(&mut stack, "OnUpload", RuleProps::on(created).target(EventTarget::pipeline("release")));
    stack
}

fn everything() -> Stack {
    let mut stack = Stack::new("EventsEverything");
    let topic = Topic::new(&mut stack, "Topic", TopicProps::default());
    let logs = LogGroup::new(&mut stack, "Log", LogGroupProps::default());
    let input = PipelineInput::default()
        .variable("IMAGE_TAG", InputValue::event("$.detail.image-tag"))
        .source_revision("Image", RevisionType::ImageDigest, InputValue::event("$.detail.image-digest"));
    Rule::new(
        &mut stack,
        "OnPush",
        RuleProps::on(ImageAction::pushes([Filter::prefix("dev/")], ["latest"]))
            .description("Promotes images that are pushed.")
            .target(
                EventTarget::pipeline("promotion")
                    .input(input)
                    .retry(RetryPolicy { max_age: Minutes(60), attempts: 10 }),
            )
            .target(EventTarget::log_group(logs))
            .target(EventTarget::state_machine(sub!("arn:{partition}:states:{region}:{account}:stateMachine:test"))),
    );
    let failed = PipelineExecutionStateChange {
        states: vec![PipelineExecutionState::Failed],
        ..PipelineExecutionStateChange::default()
    };
    let text = InputTemplate::new("\"<pipeline> failed\"").path("pipeline", "$.detail.pipeline");
    Rule::new(
        &mut stack,
        "OnFailure",
        RuleProps::on(failed)
            .target(EventTarget::topic(&topic).input(text))
            .target(EventTarget::function(&ImportedFunction::from_arn(sub!(
                "arn:{partition}:lambda:{region}:{account}:function:roll-back"
            ))))
            .target(
                EventTarget::queue(sub!("arn:{partition}:sqs:{region}:{account}:failures.fifo"))
                    .message_group("failures")
                    .dead_letter_queue(sub!("arn:{partition}:sqs:{region}:{account}:lost")),
            ),
    );
    let bus = EventBus::new(&mut stack, "Bus", EventBusProps::new("releases"));
    let policy = EventBusPolicyProps::new("Beta", ["111122223333"]).event_bus(bus.name());
    EventBusPolicy::new(&mut stack, "FromBeta", policy);
    let forwarded = EventPattern::new().source([Filter::prefix("aws.code")]);
    Rule::new(&mut stack, "Forward", RuleProps::on(forwarded).target(EventTarget::event_bus(bus.arn())));
    Rule::new(&mut stack, "Nightly", RuleProps::schedule("cron(0 2 * * ? *)").target(EventTarget::pipeline("nightly")));
    stack
}

#[test]
fn rules_and_their_permissions() {
    snapshots::check("services/events", App::new().with(default()).with(everything()));
}
