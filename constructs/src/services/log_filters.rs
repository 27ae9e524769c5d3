//! What is done with the events of a log group: [`MetricFilter`] and [`SubscriptionFilter`].

use cfn_model::logs::metric_filter::MetricTransformation;
use cfn_model::{Diagnostic, Handle, IntoProp, Prop, iam, logs, sub};

use super::{Grantee, LogGroup, Role, RoleProps};
use crate::Stack;
use crate::iam::{Operator, Principal, Statement};
#[cfg(feature = "cloudwatch")]
use crate::services::cloudwatch::Metric;
#[cfg(feature = "lambda")]
use crate::services::lambda::{ImportedFunction, Invocable};
use crate::stack::MAIN;

/// Counts the events of a log group that match.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricFilter {
    /// The filter itself.
    pub handle: Handle<logs::MetricFilter>,
    namespace: String,
    name: String,
}

/// What a [`MetricFilter`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricFilterProps {
    /// Which events match: `"ERROR"`, or `{ $.level = "error" }` for events that are JSON. Empty for all.
    ///
    /// See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html>.
    pub pattern: String,
    /// The namespace of the metric, which does not begin with `AWS/`.
    pub namespace: String,
    /// The name of the metric.
    pub name: String,
    /// What an event adds to it: a number, or a field of the event such as `$.duration`. `1` by default.
    pub value: String,
    /// The value of a minute in which events came but none matched. 0 by default; `None` for no value.
    pub default_value: Option<f64>,
}

impl MetricFilterProps {
    /// A metric that counts the events which match.
    pub fn counting(pattern: impl Into<String>, namespace: impl Into<String>, name: impl Into<String>) -> Self {
        MetricFilterProps {
            pattern: pattern.into(),
            namespace: namespace.into(),
            name: name.into(),
            value: "1".into(),
            default_value: Some(0.0),
        }
    }
}

impl MetricFilter {
    /// Adds a metric filter to the log group.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, group: LogGroup, props: MetricFilterProps) -> Self {
        stack.construct(id, |stack| {
            let MetricFilterProps { pattern, namespace, name, value, default_value } = props;
            let named = |character: char| character.is_ascii_alphanumeric() || ".-_/#".contains(character);
            let wrong = namespace.is_empty() || namespace.len() > 256 || !namespace.chars().all(named);
            if wrong || namespace.starts_with("AWS/") {
                stack.report(
                    Diagnostic::error("metric-filter", format!("`{namespace}` is no namespace for a metric of yours"))
                        .property("MetricTransformations.MetricNamespace")
                        .help("use 1 to 256 letters, digits, `.`, `-`, `_`, `/` and `#`, and begin with something else than `AWS/`"),
                );
            }
            let wrong = |character: char| !character.is_ascii() || ":*$".contains(character);
            if name.is_empty() || name.len() > 255 || name.contains(wrong) {
                stack.report(
                    Diagnostic::error("metric-filter", format!("`{name}` is no name for a metric"))
                        .property("MetricTransformations.MetricName")
                        .help("use 1 to 255 ASCII characters, but not `:`, `*` and `$`"),
                );
            }
            let mut metric = MetricTransformation::new(name.as_str(), namespace.as_str(), value);
            if let Some(default_value) = default_value {
                metric = metric.default_value(default_value);
            }
            let handle = stack.add(MAIN, logs::MetricFilter::new(pattern, group.name(), [metric]));
            MetricFilter { handle, namespace, name }
        })
    }

    /// The metric, as alarms take it: its sum over 5 minutes.
    #[cfg(feature = "cloudwatch")]
    pub fn metric(&self) -> Metric {
        Metric::new(&self.namespace, &self.name)
    }

    /// The namespace and name of the metric.
    pub fn metric_name(&self) -> (&str, &str) {
        (&self.namespace, &self.name)
    }
}

/// Sends the events of a log group that match to where they are worked on. A group has at most two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubscriptionFilter {
    /// The filter itself.
    pub handle: Handle<logs::SubscriptionFilter>,
    /// The role with which events are sent, where the destination needs one.
    pub role: Option<Role>,
}

/// Where the events go.
#[derive(Clone, Debug, PartialEq)]
pub struct LogDestination(Kind);

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    #[cfg(feature = "lambda")]
    Function(Prop<String>),
    Stream {
        arn: Prop<String>,
        actions: &'static [&'static str],
    },
}

impl LogDestination {
    /// The function or alias, which allows it to the log group.
    #[cfg(feature = "lambda")]
    pub fn function(function: &impl Invocable) -> Self {
        LogDestination(Kind::Function(function.invoke_arn()))
    }

    /// The Kinesis data stream with that ARN.
    pub fn stream(arn: impl IntoProp<String>) -> Self {
        LogDestination(Kind::Stream { arn: arn.into_prop(), actions: &["kinesis:PutRecord"] })
    }

    /// The Firehose stream with that ARN.
    pub fn firehose(arn: impl IntoProp<String>) -> Self {
        let actions = &["firehose:PutRecord", "firehose:PutRecordBatch"];
        LogDestination(Kind::Stream { arn: arn.into_prop(), actions })
    }
}

impl SubscriptionFilter {
    /// Adds a subscription filter to the log group. An empty pattern lets all events through.
    ///
    /// See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html>.
    #[track_caller]
    pub fn new(
        stack: &mut Stack,
        id: impl Into<String>,
        group: LogGroup,
        pattern: impl Into<String>,
        destination: LogDestination,
    ) -> Self {
        stack.construct(id, |stack| {
            let pattern = pattern.into();
            match destination.0 {
                #[cfg(feature = "lambda")]
                Kind::Function(arn) => {
                    let function = ImportedFunction::from_arn(arn.clone());
                    function.allow_service(stack, "Permission", "logs.amazonaws.com", group.handle.arn());
                    let handle = stack.add(MAIN, logs::SubscriptionFilter::new(arn, pattern, group.name()));
                    // CloudWatch Logs tries the function before it makes the filter.
                    if let Some(permission) = stack.find::<cfn_model::lambda::Permission>("Permission") {
                        stack.resource(handle).depends_on(permission);
                    }
                    SubscriptionFilter { handle, role: None }
                }
                Kind::Stream { arn, actions } => {
                    let trust =
                        Statement::allow(["sts:AssumeRole"]).to([Principal::service("logs.amazonaws.com")]).when(
                            Operator::StringLike,
                            "aws:SourceArn",
                            [sub!("arn:{partition}:logs:{region}:{account}:*")],
                        );
                    let props = RoleProps::trusting(trust).description("Sends the events of a log group.");
                    let role = Role::new(stack, "Role", props);
                    role.allow(stack, Statement::allow(actions.iter().copied()).on([arn.clone()]));
                    let filter = logs::SubscriptionFilter::new(arn, pattern, group.name()).role_arn(role.arn());
                    let handle = stack.add(MAIN, filter);
                    // CloudWatch Logs tries the stream before it makes the filter.
                    if let Some(policy) = stack.beside(role.handle, |stack| stack.find::<iam::Policy>("Policy")) {
                        stack.resource(handle).depends_on(policy);
                    }
                    SubscriptionFilter { handle, role: Some(role) }
                }
            }
        })
    }
}
