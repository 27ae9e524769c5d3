//! Functions with what belongs to them.

use cfn_constructs::services::dynamodb::{Attribute, StreamView, Table, TableProps};
use cfn_constructs::services::lambda::{
    Alias, AliasProps, Architecture, Code, Cors, DeadLetter, EventSource, EventSourceMapping, Function, FunctionProps,
    FunctionUrl, FunctionUrlProps, Image, Invocable, LogFormat, LogLevel, QueueSource, Runtime, StartingPosition,
    StreamSource, UrlAuth, Version, VersionProps, Vpc,
};
use cfn_constructs::services::{
    Bucket, BucketProps, Days, Key, KeyProps, LogGroupProps, Mebibytes, Role, RoleProps, Seconds,
};
use cfn_constructs::{App, RemovalPolicy, Stack};
use cfn_model::{Map, Prop, RawResource, Value, sub};

const HANDLER: &str = "exports.handler = async (event) => event;\n";

fn defaults() -> Stack {
    let mut stack = Stack::new("Defaults");
    let code = Code::inline(HANDLER);
    let function = Function::new(&mut stack, "Inline", FunctionProps::new(Runtime::Nodejs24, "index.handler", code));
    FunctionUrl::new(&mut stack, "Url", function, FunctionUrlProps::default());
    let version = Version::new(&mut stack, "Version", function, VersionProps::default());
    Alias::new(&mut stack, "Live", AliasProps::new("live", version));

    let code = Code::files([("bootstrap", "#!/bin/sh\nexec ./program\n")]);
    Function::new(&mut stack, "Files", FunctionProps::new(Runtime::ProvidedAl2023, "bootstrap", code));
    let image = Image::tag("111122223333.dkr.ecr.eu-central-1.amazonaws.com/tools", "1.2.3");
    Function::new(&mut stack, "Image", FunctionProps::image(image));
    stack
}

fn everything() -> Stack {
    let mut stack = Stack::new("Everything");
    let key = Key::new(&mut stack, "Key", KeyProps::default());
    let code = Code::object_version("releases", "webhook.zip", "3sL4kqtJlcpXroDTDmJ");
    let queue = |stack: &mut Stack, id: &str| -> Prop<String> {
        let properties =
            Map::from([("VisibilityTimeout", 5400), ("MessageRetentionPeriod", 345_600), ("DelaySeconds", 0)]);
        let queue = stack.add(id, RawResource::new("AWS::SQS::Queue", properties));
        stack.resource(queue).removal_policy(RemovalPolicy::Retain);
        queue.attribute("Arn")
    };
    let failed = queue(&mut stack, "Failed");
    let props = FunctionProps {
        name: Some("webhook".into()),
        description: Some("Starts a build for each push.".into()),
        architecture: Architecture::X86_64,
        memory: Mebibytes(1024),
        timeout: Seconds(900),
        environment_key: Some(key),
        reserved_concurrency: Some(10),
        dead_letter: Some(DeadLetter::Queue(failed.clone())),
        vpc: Some(Vpc {
            subnets: ["subnet-0a1b2c3d", "subnet-4e5f6a7b"].map(Prop::new).into(),
            security_groups: vec![Prop::new("sg-0a1b2c3d")],
        }),
        tracing: true,
        layers: vec![sub!("arn:{partition}:lambda:{region}:{account}:layer:tools:7")],
        ephemeral_storage: Mebibytes(2048),
        log_format: LogFormat::Json { application: LogLevel::Debug, system: LogLevel::Warn },
        logs: LogGroupProps { retention: Days(90), removal_policy: RemovalPolicy::Destroy, ..LogGroupProps::default() },
        ..FunctionProps::new(Runtime::Python3_14, "app.handler", code)
    };
    let function = Function::new(&mut stack, "Function", props.variable("LEVEL", "debug"));
    let cors = Cors {
        allow_headers: vec!["x-request-id".into()],
        max_age: Some(Seconds(600)),
        ..Cors::new(["https://www.example.com"], ["GET", "POST"])
    };
    let url = FunctionUrlProps { auth: UrlAuth::Public, streaming: true, cors: Some(cors) };
    FunctionUrl::new(&mut stack, "Url", function, url);

    let described = VersionProps { description: Some("The first.".into()), removal_policy: RemovalPolicy::Destroy };
    let version = Version::new(&mut stack, "Version", function, described);
    let canary = AliasProps {
        description: Some("What is tried out.".into()),
        weighted: Some((Prop::new("1"), 0.1)),
        ..AliasProps::new("canary", version)
    };
    Alias::new(&mut stack, "Canary", canary);
    let ready = AliasProps { provisioned_concurrency: Some(2), ..AliasProps::new("ready", version) };
    let ready = Alias::new(&mut stack, "Ready", ready);

    let pattern = Map::from([("source", Value::from(["aws.ecr"]))]);
    let rule = stack.add("Rule", RawResource::new("AWS::Events::Rule", Map::from([("EventPattern", pattern)])));
    ready.allow_service(&mut stack, "Pushed", "events.amazonaws.com", rule.attribute::<String>("Arn"));
    let uploads = Bucket::new(&mut stack, "Uploads", BucketProps::default());
    function.allow_service(&mut stack, "Uploaded", "s3.amazonaws.com", uploads.arn());
    function.allow_principal(&mut stack, "Partner", "444455556666");
    let role = Role::new(&mut stack, "Caller", RoleProps::for_service("states.amazonaws.com"));
    ready.grant_invoke(&mut stack, &role);

    let source = QueueSource {
        batch_size: 100,
        batching_window: Seconds(5),
        maximum_concurrency: Some(2),
        filters: vec![r#"{"body":{"kind":["push"]}}"#.into()],
        ..QueueSource::new(queue(&mut stack, "Jobs"))
    };
    EventSourceMapping::new(&mut stack, "Work", function, EventSource::Queue(source));
    let streamed = TableProps { stream: Some(StreamView::KeysOnly), ..TableProps::new(Attribute::string("id")) };
    let stream = Table::new(&mut stack, "Table", streamed).stream_arn(&mut stack);
    let source = StreamSource {
        starting_position: StartingPosition::TrimHorizon,
        parallelization_factor: 2,
        on_failure: Some(DeadLetter::Queue(failed)),
        ..StreamSource::new(stream)
    };
    EventSourceMapping::new(&mut stack, "Changes", function, EventSource::Stream(source));
    stack
}

#[test]
fn templates() {
    snapshots::check("services/lambda", App::new().with(defaults()).with(everything()));
}
