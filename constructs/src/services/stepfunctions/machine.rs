//! [`StateMachine`]: a state machine with its role and log group.

use cfn_model::stepfunctions::state_machine::{
    CloudWatchLogsLogGroup, EncryptionConfiguration, EncryptionConfigurationType, LogDestination, LoggingConfiguration,
    LoggingConfigurationLevel, StateMachineType, TracingConfiguration,
};
use cfn_model::{Diagnostic, Handle, Prop, iam, stepfunctions, sub};

use super::{Definition, check, execution};
use crate::Stack;
use crate::iam::{PolicyDocument, Statement};
use crate::services::{Grantee, Key, LogGroup, LogGroupProps, Role, RoleProps};
use crate::stack::MAIN;

/// A state machine, the role it runs with, and the log group it writes to.
///
/// Who may start it is told by [`Executable`](super::Executable).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateMachine {
    /// The state machine itself.
    pub handle: Handle<stepfunctions::StateMachine>,
    /// The role it runs with.
    pub role: Role,
    /// Where it logs, where it does.
    pub log_group: Option<LogGroup>,
    /// The key it is encrypted with, where that is the user's own.
    pub key: Option<Key>,
}

/// How a state machine runs.
///
/// See <https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum StateMachineKind {
    /// For up to a year, each state just once, with a history of 90 days.
    #[default]
    Standard,
    /// For up to five minutes, each state at least once, with no history but the logs.
    Express,
}

/// What a state machine logs.
#[derive(Clone, Debug, PartialEq)]
pub struct StateMachineLogs {
    /// Which events. Errors by default.
    pub level: LoggingConfigurationLevel,
    /// Whether the events tell what goes in and out of states, which may be secret. Off by default.
    pub include_execution_data: bool,
    /// Where: a group with 30 days of retention by default.
    pub group: LogGroupProps,
}

impl Default for StateMachineLogs {
    fn default() -> Self {
        StateMachineLogs {
            level: LoggingConfigurationLevel::Error,
            include_execution_data: false,
            group: LogGroupProps::default(),
        }
    }
}

/// What a [`StateMachine`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct StateMachineProps {
    /// Its states.
    pub definition: Definition,
    /// How it runs. By default for as long as it takes, with a history.
    pub kind: StateMachineKind,
    /// Its name, at most 80 characters. By default CloudFormation makes one.
    pub name: Option<String>,
    /// What it logs. Errors by default; `None` for nothing.
    pub logs: Option<StateMachineLogs>,
    /// Whether X-Ray traces it. Off by default.
    pub tracing: bool,
    /// The key that encrypts its definition and executions. By default one that AWS owns.
    pub key: Option<Key>,
}

impl StateMachineProps {
    /// A state machine of that definition, everything else by default.
    pub fn new(definition: Definition) -> Self {
        StateMachineProps {
            definition,
            kind: StateMachineKind::default(),
            name: None,
            logs: Some(StateMachineLogs::default()),
            tracing: false,
            key: None,
        }
    }
}

impl StateMachine {
    /// Adds a state machine with its role and log group, and allows the role what its states need.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: StateMachineProps) -> Self {
        stack.construct(id, |stack| {
            let definition = props.definition.to_value();
            check::check(stack, &props, &definition);
            let description = "What the state machine may do.";
            let role =
                Role::new(stack, "Role", RoleProps::for_service("states.amazonaws.com").description(description));
            // Step Functions looks for these when the state machine is created. A policy of its own could
            // come too late, and waiting for it would make a circle of every grant that leads back here.
            let mut needed = PolicyDocument::new(props.definition.permissions.creation);
            let mut machine = stepfunctions::StateMachine::new(role.arn()).definition(definition.clone());
            machine = match props.kind {
                StateMachineKind::Standard => machine.state_machine_type(StateMachineType::Standard),
                StateMachineKind::Express => machine.state_machine_type(StateMachineType::Express),
            };
            if let Some(name) = &props.name {
                machine = machine.state_machine_name(name);
            }
            let log_group = props.logs.as_ref().map(|logs| {
                needed.add(log_delivery());
                LogGroup::new(stack, "Logs", logs.group.clone())
            });
            if let (Some(logs), Some(group)) = (&props.logs, log_group) {
                let group = CloudWatchLogsLogGroup::new().log_group_arn(group.handle.arn());
                let destination = LogDestination::new().cloud_watch_logs_log_group(group);
                machine = machine.logging_configuration(
                    LoggingConfiguration::new()
                        .destinations([destination])
                        .include_execution_data(logs.include_execution_data)
                        .level(logs.level),
                );
            }
            if let Some(key) = props.key {
                needed.add(Statement::allow(["kms:Decrypt", "kms:GenerateDataKey"]).on([key.arn()]));
                let encryption = EncryptionConfiguration::new(EncryptionConfigurationType::CustomerManagedKmsKey);
                machine = machine.encryption_configuration(encryption.kms_key_id(key.arn()));
            }
            if props.tracing {
                role.allow(stack, tracing());
                machine = machine.tracing_configuration(TracingConfiguration::new().enabled(true));
            }
            if !needed.is_empty() {
                let policy = iam::role::Policy::new(needed, "Creation");
                stack.modify(role.handle, |role| role.policies([policy]));
            }
            let handle = stack.add(MAIN, machine);
            let machine = StateMachine { handle, role, log_group, key: props.key };
            props.definition.permissions.use_.into_iter().for_each(|statement| role.allow(stack, statement));
            if check::is_distributed(&definition) {
                machine.grant_distribution(stack);
            }
            machine
        })
    }

    /// The state machine's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }

    /// The state machine's name.
    pub fn name(self) -> Prop<String> {
        self.handle.name()
    }

    /// Lets `grantee` answer tasks that wait for it ([`Pattern::WaitForTaskToken`](super::Pattern)). The
    /// actions know no resources: who has a token may answer.
    pub fn grant_task_response(self, stack: &mut Stack, grantee: &impl Grantee) {
        execution::grant_task_response(stack, grantee);
    }

    /// A distributed map starts executions of its own state machine.
    ///
    /// See <https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html>.
    fn grant_distribution(self, stack: &mut Stack) {
        self.role.allow(stack, Statement::allow(["states:StartExecution"]).on([self.arn()]));
        let executions =
            |suffix: &str| sub!("arn:{partition}:states:{region}:{account}:execution:{}{}", self.name(), suffix);
        let watch = Statement::allow(["states:DescribeExecution", "states:StopExecution"]).on([executions(":*")]);
        self.role.allow(stack, watch);
        self.role.allow(stack, Statement::allow(["states:RedriveExecution"]).on([executions("/*")]));
    }
}

impl Grantee for StateMachine {
    fn role(&self) -> Role {
        self.role
    }
}

/// Step Functions has CloudWatch deliver its logs, and these actions know no resources.
///
/// See <https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html>.
fn log_delivery() -> Statement {
    Statement::allow([
        "logs:CreateLogDelivery",
        "logs:DeleteLogDelivery",
        "logs:DescribeLogGroups",
        "logs:DescribeResourcePolicies",
        "logs:GetLogDelivery",
        "logs:ListLogDeliveries",
        "logs:PutResourcePolicy",
        "logs:UpdateLogDelivery",
    ])
    .on_all_resources()
}

/// These actions know no resources either.
///
/// See <https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html>.
fn tracing() -> Statement {
    Statement::allow([
        "xray:GetSamplingRules",
        "xray:GetSamplingTargets",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
    ])
    .on_all_resources()
}

pub(super) fn check_name(stack: &mut Stack, name: &str) {
    let sound = name.chars().all(|character| character.is_ascii_alphanumeric() || "-_".contains(character));
    if !sound || !(1..=80).contains(&name.len()) {
        stack.report(
            Diagnostic::error("state-machine-name", format!("`{name}` is no name for a state machine"))
                .property("StateMachineName")
                .help("use letters, digits, hyphens and underscores, 1 to 80, or leave it out"),
        );
    }
}
