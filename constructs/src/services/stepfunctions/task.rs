//! [`Task`]: a state that calls a service.

use cfn_model::{IntoProp, Json, Prop, Value, sub};

use super::State;
use super::state::{data, next, result, state};
use crate::iam::Statement;
use crate::services::Seconds;

state! {
    /// Calls a service, and gives on what it answers.
    ///
    /// What the role of the state machine has to be allowed for it comes with the calls that have a
    /// name here (`Task::invoke`, `Task::start_build`, …), and is said by [`Task::allow`] for others.
    Task
}
data!(Task);
next!(Task);
result!(Task);

/// When a task is done.
///
/// See <https://docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// When the service has answered.
    RequestResponse,
    /// When what it started is done (`.sync`). Only for what services have for it, and not in express machines.
    RunJob,
    /// When somebody tells with the token from `$states.context.Task.Token` (`.waitForTaskToken`). Not in express
    /// machines.
    WaitForTaskToken,
}

impl Pattern {
    fn suffix(self) -> &'static str {
        match self {
            Pattern::RequestResponse => "",
            Pattern::RunJob => ".sync",
            Pattern::WaitForTaskToken => ".waitForTaskToken",
        }
    }
}

impl Task {
    /// Calls what has that ARN: an integration such as `arn:aws:states:::sns:publish`, or an activity.
    pub fn new(resource: impl IntoProp<String>) -> Self {
        let mut state = State::new("Task");
        state.put("Resource", resource.into_prop());
        Task { state }
    }

    /// Calls an integration, such as `sns:publish`.
    pub(super) fn integration(name: &str, pattern: Pattern) -> Self {
        Task::new(sub!("arn:{partition}:states:::{}{}", name, pattern.suffix()))
    }

    /// What the service is called with, on top of what the call says itself.
    #[must_use]
    pub fn arguments(mut self, arguments: impl IntoProp<Json>) -> Self {
        match arguments.into_prop().into_value() {
            Value::Map(more) => {
                for (name, value) in more {
                    self = self.argument(name, value);
                }
            }
            whole => self.state.put("Arguments", whole),
        }
        self
    }

    /// One thing that the service is called with.
    #[must_use]
    pub fn argument(mut self, name: impl Into<cfn_model::Key>, value: impl Into<Value>) -> Self {
        if let Value::Map(arguments) = self.state.fields.entry_map("Arguments") {
            arguments.insert(name, value);
        }
        self
    }

    /// Allows the role of the state machine what the statement says.
    #[must_use]
    pub fn allow(mut self, statement: Statement) -> Self {
        self.state.permissions.use_.push(statement);
        self
    }

    /// As [`Task::allow`], for what Step Functions asks for when the state machine is created.
    #[must_use]
    pub(super) fn allow_at_creation(mut self, statement: Statement) -> Self {
        self.state.permissions.creation.push(statement);
        self
    }

    /// Lets Step Functions keep the rule of EventBridge that tells it when what it started is done.
    ///
    /// See <https://docs.aws.amazon.com/step-functions/latest/dg/service-integration-iam-templates.html>.
    pub(super) fn with_managed_rule(self, name: &str) -> Self {
        let rule: Prop<String> = sub!("arn:{partition}:events:{region}:{account}:rule/{}", name);
        self.allow_at_creation(
            Statement::allow(["events:DescribeRule", "events:PutRule", "events:PutTargets"]).on([rule]),
        )
    }

    /// Fails when the task takes longer. By default it may take for ever.
    #[must_use]
    pub fn timeout(mut self, Seconds(seconds): Seconds) -> Self {
        self.state.put("TimeoutSeconds", seconds);
        self
    }

    /// Fails when nothing was heard for that long, which is shorter than the timeout.
    #[must_use]
    pub fn heartbeat(mut self, Seconds(seconds): Seconds) -> Self {
        self.state.put("HeartbeatSeconds", seconds);
        self
    }

    /// Assumes a role for the call, by ARN, in this account or another. The role has to trust that of the
    /// state machine, which is allowed to assume it.
    #[must_use]
    pub fn with_role(mut self, role_arn: impl IntoProp<String>) -> Self {
        let arn = role_arn.into_prop();
        self.state.put("Credentials", cfn_model::Map::from([("RoleArn", arn.clone())]));
        self.allow(Statement::allow(["sts:AssumeRole"]).on([arn]))
    }
}
