//! [`EventSourceMapping`]: queues and streams from which Lambda reads for a function.

use cfn_model::lambda::event_source_mapping::{
    DestinationConfig, Filter, FilterCriteria, FunctionResponseTypes, OnFailure, ScalingConfig,
    StartingPosition as Position,
};
use cfn_model::{Diagnostic, Handle, IntoProp, Prop, iam, lambda};

use super::{DeadLetter, Function};
use crate::Stack;
use crate::iam::Statement;
use crate::services::{Grantee, Seconds};
use crate::stack::MAIN;

/// A queue or stream from which Lambda reads for a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventSourceMapping {
    /// The mapping itself.
    pub handle: Handle<lambda::EventSourceMapping>,
}

/// What is read from.
#[derive(Clone, Debug, PartialEq)]
pub enum EventSource {
    /// A queue of SQS.
    Queue(QueueSource),
    /// The stream of changes of a DynamoDB table.
    Stream(StreamSource),
}

/// A queue of SQS that is read from.
///
/// The queue keeps a message from others for at least six times as long as the function may take.
/// See <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct QueueSource {
    /// The queue, by ARN.
    pub arn: Prop<String>,
    /// How many messages the function gets at once, 1 to 10,000; more than 10 need a `batching_window`.
    /// 10 by default.
    pub batch_size: u32,
    /// How long messages are gathered, up to 300 seconds. By default they are not.
    pub batching_window: Seconds,
    /// How often the function runs at the same time for the queue, 2 to 1,000. No bound of its own by default.
    pub maximum_concurrency: Option<u32>,
    /// Whether the function names the messages that failed, so that only those come again. On by
    /// default: a function that answers nothing has handled all of them.
    pub report_failures: bool,
    /// Patterns, as JSON, of the messages that are passed on, at most 5. All are by default.
    /// See <https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html>.
    pub filters: Vec<String>,
}

impl QueueSource {
    /// A queue by ARN, everything else by default.
    pub fn new(arn: impl IntoProp<String>) -> Self {
        QueueSource {
            arn: arn.into_prop(),
            batch_size: 10,
            batching_window: Seconds(0),
            maximum_concurrency: None,
            report_failures: true,
            filters: Vec::new(),
        }
    }
}

/// Where reading of a stream begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum StartingPosition {
    /// At what comes after the mapping was made.
    #[default]
    Latest,
    /// At the oldest record that the stream has.
    TrimHorizon,
}

/// The stream of changes of a DynamoDB table that is read from.
#[derive(Clone, Debug, PartialEq)]
pub struct StreamSource {
    /// The stream, by ARN.
    pub arn: Prop<String>,
    /// Where reading begins. By default at what comes after the mapping was made.
    pub starting_position: StartingPosition,
    /// How many records the function gets at once, 1 to 10,000. 100 by default.
    pub batch_size: u32,
    /// How long records are gathered, up to 300 seconds. By default they are not.
    pub batching_window: Seconds,
    /// How often a batch that failed comes again, up to 10,000 times. 10 times by default; until then
    /// the shard waits.
    pub maximum_retries: u32,
    /// Whether a batch that failed comes again in halves. On by default.
    pub bisect_batch_on_error: bool,
    /// How many batches of a shard are handled at the same time, 1 to 10. 1 by default.
    pub parallelization_factor: u32,
    /// Where it is told which batches were given up. By default nowhere.
    pub on_failure: Option<DeadLetter>,
    /// Whether the function names the records that failed. On by default.
    pub report_failures: bool,
    /// Patterns as of [`QueueSource::filters`].
    pub filters: Vec<String>,
}

impl StreamSource {
    /// A stream by ARN, everything else by default.
    pub fn new(arn: impl IntoProp<String>) -> Self {
        StreamSource {
            arn: arn.into_prop(),
            starting_position: StartingPosition::default(),
            batch_size: 100,
            batching_window: Seconds(0),
            maximum_retries: 10,
            bisect_batch_on_error: true,
            parallelization_factor: 1,
            on_failure: None,
            report_failures: true,
            filters: Vec::new(),
        }
    }
}

impl EventSourceMapping {
    /// Lets Lambda read for the function, with what the function's role is allowed for it.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, function: Function, source: EventSource) -> Self {
        stack.construct(id, |stack| {
            let mapping = lambda::EventSourceMapping::new(function.arn());
            let mapping = match &source {
                EventSource::Queue(queue) => queue.to_resource(stack, function, mapping),
                EventSource::Stream(stream) => stream.to_resource(stack, function, mapping),
            };
            let handle = stack.add(MAIN, mapping);
            // Lambda tries to read when the mapping is made.
            let role = function.role.handle;
            if let Some(policy) = stack.beside(role, |stack| stack.find::<iam::Policy>("Policy")) {
                stack.resource(handle).depends_on(policy);
            }
            EventSourceMapping { handle }
        })
    }
}

impl QueueSource {
    fn to_resource(
        &self,
        stack: &mut Stack,
        function: Function,
        mapping: lambda::EventSourceMapping,
    ) -> lambda::EventSourceMapping {
        let read = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"];
        function.allow(stack, Statement::allow(read).on([self.arn.clone()]));
        count(stack, "BatchSize", self.batch_size, 1..=10_000);
        if self.batch_size > 10 && self.batching_window == Seconds(0) {
            stack.report(
                Diagnostic::error("lambda-event-source", "more than 10 messages at once need time to gather")
                    .property("MaximumBatchingWindowInSeconds")
                    .help("give a `batching_window` of at least 1 second, or a batch size of at most 10"),
            );
        }
        let mut mapping =
            common(stack, mapping, &self.arn, self.batch_size, self.batching_window, self.report_failures);
        if let Some(most) = self.maximum_concurrency {
            count(stack, "ScalingConfig.MaximumConcurrency", most, 2..=1_000);
            mapping = mapping.scaling_config(ScalingConfig::new().maximum_concurrency(most));
        }
        filtered(stack, mapping, &self.filters)
    }
}

impl StreamSource {
    fn to_resource(
        &self,
        stack: &mut Stack,
        function: Function,
        mapping: lambda::EventSourceMapping,
    ) -> lambda::EventSourceMapping {
        let read = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"];
        function.allow(stack, Statement::allow(read).on([self.arn.clone()]));
        // Lambda lists the streams to see whether this one is there, and the action knows no resources.
        function.allow(stack, Statement::allow(["dynamodb:ListStreams"]).on_all_resources());
        count(stack, "BatchSize", self.batch_size, 1..=10_000);
        count(stack, "MaximumRetryAttempts", self.maximum_retries, 0..=10_000);
        count(stack, "ParallelizationFactor", self.parallelization_factor, 1..=10);
        let position = match self.starting_position {
            StartingPosition::Latest => Position::Latest,
            StartingPosition::TrimHorizon => Position::TrimHorizon,
        };
        let mut mapping =
            common(stack, mapping, &self.arn, self.batch_size, self.batching_window, self.report_failures)
                .starting_position(position)
                .maximum_retry_attempts(self.maximum_retries)
                .bisect_batch_on_function_error(self.bisect_batch_on_error)
                .parallelization_factor(self.parallelization_factor);
        if let Some(destination) = &self.on_failure {
            function.allow(stack, destination.permission());
            let (DeadLetter::Queue(arn) | DeadLetter::Topic(arn)) = destination;
            let failure = OnFailure::new().destination(arn.clone());
            mapping = mapping.destination_config(DestinationConfig::new().on_failure(failure));
        }
        filtered(stack, mapping, &self.filters)
    }
}

fn common(
    stack: &mut Stack,
    mapping: lambda::EventSourceMapping,
    arn: &Prop<String>,
    batch_size: u32,
    window: Seconds,
    report_failures: bool,
) -> lambda::EventSourceMapping {
    let window = window.within(0..=300, stack, "MaximumBatchingWindowInSeconds");
    let mapping =
        mapping.event_source_arn(arn.clone()).batch_size(batch_size).maximum_batching_window_in_seconds(window);
    match report_failures {
        true => mapping.function_response_types([FunctionResponseTypes::ReportBatchItemFailures]),
        false => mapping,
    }
}

fn filtered(stack: &mut Stack, mapping: lambda::EventSourceMapping, filters: &[String]) -> lambda::EventSourceMapping {
    if filters.is_empty() {
        return mapping;
    }
    if filters.len() > 5 {
        let message = format!("the mapping has {} filters, 5 are allowed", filters.len());
        stack.report(
            Diagnostic::error("lambda-event-source", message)
                .property("FilterCriteria.Filters")
                .help("join several into one pattern"),
        );
    }
    let filters: Vec<Filter> = filters.iter().map(|pattern| Filter::new().pattern(pattern)).collect();
    mapping.filter_criteria(FilterCriteria::new().filters(filters))
}

fn count(stack: &mut Stack, property: &str, value: u32, bounds: std::ops::RangeInclusive<u32>) {
    if !bounds.contains(&value) {
        let (least, most) = (bounds.start(), bounds.end());
        stack.report(
            Diagnostic::error("lambda-event-source", format!("{property} is {value}, {least} to {most} are allowed"))
                .property(property)
                .help(format!("give a number from {least} to {most}")),
        );
    }
}
