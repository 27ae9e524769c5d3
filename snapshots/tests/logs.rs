//! Log groups and what is done with their events.

use cfn_constructs::services::cloudwatch::{Alarm, AlarmProps};
use cfn_constructs::services::lambda::{Code, Function, FunctionProps, Runtime};
use cfn_constructs::services::{
    Days, Key, KeyProps, LogDestination, LogGroup, LogGroupProps, MetricFilter, MetricFilterProps, SubscriptionFilter,
};
use cfn_constructs::stack::RemovalPolicy;
use cfn_constructs::{App, Stack};
use cfn_model::{Map, RawResource, Value};

fn stack() -> Stack {
    let mut stack = Stack::new("Logs");
    LogGroup::new(&mut stack, "Default", LogGroupProps::default());
    let key = Key::new(&mut stack, "Key", KeyProps::default());
    let props = LogGroupProps { retention: Days(365), key: Some(key), removal_policy: RemovalPolicy::Destroy };
    let group = LogGroup::new(&mut stack, "Builds", props);
    let props = MetricFilterProps::counting("{ $.level = \"error\" }", "Releases", "Errors");
    let errors = MetricFilter::new(&mut stack, "Errors", group, props);
    Alarm::new(&mut stack, "Alarm", AlarmProps::new(errors.metric()));
    let code = Code::inline("exports.handler = async (event) => event;\n");
    let function = Function::new(&mut stack, "Look", FunctionProps::new(Runtime::Nodejs24, "index.handler", code));
    SubscriptionFilter::new(&mut stack, "ToFunction", group, "error", LogDestination::function(&function));
    let encryption = Map::from([("EncryptionType", "KMS"), ("KeyId", "alias/aws/kinesis")]);
    let stream = Map::from([("StreamEncryption", Value::from(encryption)), ("RetentionPeriodHours", 24.into())]);
    let stream = stack.add("Stream", RawResource::new("AWS::Kinesis::Stream", stream));
    stack.resource(stream).removal_policy(RemovalPolicy::Retain);
    let destination = LogDestination::stream(stream.attribute::<String>("Arn"));
    SubscriptionFilter::new(&mut stack, "ToStream", group, "", destination);
    stack
}

#[test]
fn log_groups_and_their_filters() {
    snapshots::check("services/logs", App::new().with(stack()));
}
