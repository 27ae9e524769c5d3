//! [`EventTarget`]: what a rule starts, and how it may.

use cfn_model::events::rule::{DeadLetterConfig, RetryPolicy as RetryProperty, SqsParameters, Target};
#[cfg(feature = "lambda")]
use cfn_model::{Handle, events};
use cfn_model::{IntoProp, Prop, sub};

use super::TargetInput;
use super::input::{InputValue, report};
use crate::Stack;
use crate::iam::{Principal, Statement};
#[cfg(feature = "codebuild")]
use crate::services::codebuild::Project;
#[cfg(feature = "lambda")]
use crate::services::lambda::{ImportedFunction, Invocable};
#[cfg(feature = "sns")]
use crate::services::sns::AnyTopic;
use crate::services::{Grantee, LogGroup, Minutes, Role};

/// What a rule starts for each event.
///
/// The rule gives itself the permission that the target needs, and no other: a role of its own for
/// most targets, a permission of the function for Lambda, a resource policy for log groups.
///
/// See <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct EventTarget {
    kind: &'static str,
    arn: Prop<String>,
    access: Access,
    input: TargetInput,
    retry: Option<RetryPolicy>,
    dead_letter_queue: Option<Prop<String>>,
    message_group: Option<String>,
}

/// How the rule may use the target.
#[derive(Clone, Debug, PartialEq)]
enum Access {
    /// Through the rule's role, which is allowed this.
    Role(Vec<Statement>),
    /// Through a permission of the function.
    #[cfg(feature = "lambda")]
    Function,
    /// Through a resource policy that names the log group.
    LogGroup(LogGroup),
}

/// How often an event is sent again when its target did not take it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// How old an event may become, 1 minute to 24 hours. 24 hours by default.
    pub max_age: Minutes,
    /// How often it is sent again, 0 to 185 times. 185 times by default.
    pub attempts: u32,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        RetryPolicy { max_age: Minutes(24 * 60), attempts: 185 }
    }
}

impl EventTarget {
    fn new(kind: &'static str, arn: Prop<String>, access: Access) -> Self {
        let input = TargetInput::default();
        EventTarget { kind, arn, access, input, retry: None, dead_letter_queue: None, message_group: None }
    }

    fn through_role(kind: &'static str, arn: Prop<String>, action: &str) -> Self {
        let allowed = Statement::allow([action]).on([arn.clone()]);
        EventTarget::new(kind, arn, Access::Role(vec![allowed]))
    }

    /// An execution of the pipeline with that name, in the rule's account and region.
    ///
    /// [`PipelineInput`](super::PipelineInput) gives it variables and source revisions.
    pub fn pipeline(name: impl IntoProp<String>) -> Self {
        let arn = sub!("arn:{partition}:codepipeline:{region}:{account}:{}", name);
        EventTarget::through_role("Pipeline", arn, "codepipeline:StartPipelineExecution")
    }

    /// A build of the project. A batch build takes a [`Schedule`](crate::services::Schedule) or a function.
    ///
    /// [`BuildInput`](super::BuildInput) says what it does otherwise than its project.
    #[cfg(feature = "codebuild")]
    pub fn build(project: Project) -> Self {
        EventTarget::through_role("Build", project.arn(), "codebuild:StartBuild")
    }

    /// An execution of the state machine with that ARN. Its input is the event, or what the rule makes of it.
    pub fn state_machine(arn: impl IntoProp<String>) -> Self {
        EventTarget::through_role("StateMachine", arn.into_prop(), "states:StartExecution")
    }

    /// A call of the function or alias, which allows it to the rule.
    #[cfg(feature = "lambda")]
    pub fn function(function: &impl Invocable) -> Self {
        EventTarget::new("Function", function.invoke_arn(), Access::Function)
    }

    /// A message to the topic, also where it is encrypted with a key of the account.
    ///
    /// EventBridge itself cannot be told apart by account in the policies of topics and keys, so the
    /// message is published through the rule's role.
    #[cfg(feature = "sns")]
    pub fn topic(topic: &impl AnyTopic) -> Self {
        EventTarget::new("Topic", topic.arn(), Access::Role(topic.publish_statements()))
    }

    /// A message to the queue with that ARN, in the rule's region. Where the queue is encrypted with a
    /// key of the account, grant it to the rule's role.
    pub fn queue(arn: impl IntoProp<String>) -> Self {
        EventTarget::through_role("Queue", arn.into_prop(), "sqs:SendMessage")
    }

    /// An entry of the log group for each event.
    pub fn log_group(group: LogGroup) -> Self {
        EventTarget::new("LogGroup", group.arn_without_streams(), Access::LogGroup(group))
    }

    /// The event bus with that ARN: of this account, or of another one whose
    /// [bus policy](super::EventBusPolicy) takes the events.
    pub fn event_bus(arn: impl IntoProp<String>) -> Self {
        EventTarget::through_role("EventBus", arn.into_prop(), "events:PutEvents")
    }

    /// What the target gets. By default the event as it is.
    #[must_use]
    pub fn input(mut self, input: impl Into<TargetInput>) -> Self {
        self.input = input.into();
        self
    }

    /// How often the event is sent again. By default for 24 hours, at most 185 times.
    #[must_use]
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = Some(retry);
        self
    }

    /// The standard queue, by ARN, that takes events which the target did not. By default they are lost.
    ///
    /// The queue's policy must hold what [`Rule::dead_letter_statement`](super::Rule::dead_letter_statement) says.
    #[must_use]
    pub fn dead_letter_queue(mut self, queue_arn: impl IntoProp<String>) -> Self {
        self.dead_letter_queue = Some(queue_arn.into_prop());
        self
    }

    /// The message group in which a FIFO queue gets the event.
    #[must_use]
    pub fn message_group(mut self, group: impl Into<String>) -> Self {
        self.message_group = Some(group.into());
        self
    }

    /// What kind of target it is, which its id begins with.
    pub(super) fn kind(&self) -> &'static str {
        self.kind
    }

    /// Whether the rule needs a role for it.
    pub(super) fn needs_role(&self) -> bool {
        matches!(self.access, Access::Role(_))
    }

    /// Gives the rule the permission that this target needs, as far as it does not need the rule itself.
    pub(super) fn grant(&self, stack: &mut Stack, role: Option<Role>) {
        match (&self.access, role) {
            (Access::Role(statements), Some(role)) => {
                statements.iter().for_each(|statement| role.allow(stack, statement.clone()));
            }
            (Access::LogGroup(group), _) => {
                let services = ["events.amazonaws.com", "delivery.logs.amazonaws.com"];
                group.grant_service_write(stack, services.map(Principal::service));
            }
            _ => {}
        }
    }

    /// Lets the rule call a function: a permission that names the rule, and so comes after it.
    #[cfg(feature = "lambda")]
    pub(super) fn grant_to_rule(&self, stack: &mut Stack, id: &str, rule: Handle<events::Rule>) {
        if self.access == Access::Function {
            let function = ImportedFunction::from_arn(self.arn.clone());
            function.allow_service(stack, &format!("{id}Permission"), "events.amazonaws.com", rule.arn());
        }
    }

    /// The target as it stands in the rule. Problems are reported.
    pub(super) fn to_property(&self, stack: &mut Stack, id: &str, role: Option<Role>) -> Target {
        self.check(stack);
        let mut target = Target::new(self.arn.clone(), id);
        if let (Access::Role(_), Some(role)) = (&self.access, role) {
            target = target.role_arn(role.arn());
        }
        if let Some(retry) = self.retry {
            let Minutes(minutes) = retry.max_age;
            let policy = RetryProperty::new()
                .maximum_event_age_in_seconds(i64::from(minutes) * 60)
                .maximum_retry_attempts(retry.attempts);
            target = target.retry_policy(policy);
        }
        if let Some(queue) = &self.dead_letter_queue {
            target = target.dead_letter_config(DeadLetterConfig::new().arn(queue.clone()));
        }
        if let Some(group) = &self.message_group {
            target = target.sqs_parameters(SqsParameters::new(group.as_str()));
        }
        self.input.clone().apply(stack, target)
    }

    /// Reports an input that this kind of target does not take.
    fn check(&self, stack: &mut Stack) {
        let wrong = match (&self.input, self.kind) {
            (TargetInput::Pipeline(_), kind) if kind != "Pipeline" => {
                Some("variables and source revisions are for pipelines")
            }
            (TargetInput::Build(_), kind) if kind != "Build" => Some("build overrides are for builds"),
            (TargetInput::Event | TargetInput::Template(_), _) => None,
            (TargetInput::Json(InputValue::Map(entries)), "LogGroup") => {
                let names: Vec<&str> = entries.iter().map(|(name, _)| name.as_str()).collect();
                (names != ["timestamp", "message"])
                    .then_some("a log group takes `timestamp` and `message`, in that order")
            }
            (_, "LogGroup") => Some("a log group takes `timestamp` and `message`, in that order"),
            (_, "EventBus") => Some("an event bus takes events as they are"),
            _ => None,
        };
        if let Some(wrong) = wrong {
            report(stack, "Input", wrong, "give the target another input, or leave it out for the event as it is");
        }
        if self.message_group.is_some() && self.kind != "Queue" {
            report(
                stack,
                "SqsParameters.MessageGroupId",
                "message groups are for queues",
                "leave the message group out",
            );
        }
    }
}
