//! [`Executable`]: what can be started, and who may do it.

use cfn_model::{IntoProp, Prop, functions, sub};

use super::StateMachine;
use crate::Stack;
use crate::iam::Statement;
use crate::services::{Grantee, Key};

/// A state machine, for those who start it or look at its executions.
///
/// See <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html>.
pub trait Executable {
    /// The state machine's ARN.
    fn machine_arn(&self) -> Prop<String>;

    /// The state machine's name.
    fn machine_name(&self) -> Prop<String>;

    /// The key it is encrypted with, where that is the user's own.
    fn key(&self) -> Option<Key> {
        None
    }

    /// Lets `grantee` start executions.
    fn grant_start_execution(&self, stack: &mut Stack, grantee: &impl Grantee) {
        grantee.allow(stack, Statement::allow(["states:StartExecution"]).on([self.machine_arn()]));
        grant_key(self.key(), stack, grantee);
    }

    /// Lets `grantee` start executions of an express machine and wait for what they give.
    fn grant_start_sync_execution(&self, stack: &mut Stack, grantee: &impl Grantee) {
        grantee.allow(stack, Statement::allow(["states:StartSyncExecution"]).on([self.machine_arn()]));
        grant_key(self.key(), stack, grantee);
    }

    /// Lets `grantee` look at the state machine and its executions.
    fn grant_read(&self, stack: &mut Stack, grantee: &impl Grantee) {
        let machine = ["states:DescribeStateMachine", "states:ListExecutions"];
        grantee.allow(stack, Statement::allow(machine).on([self.machine_arn()]));
        let executions =
            ["states:DescribeExecution", "states:DescribeStateMachineForExecution", "states:GetExecutionHistory"];
        grantee.allow(stack, Statement::allow(executions).on([executions_of(self)]));
        if let Some(key) = self.key() {
            grantee.allow(stack, Statement::allow(["kms:Decrypt"]).on([key.arn()]));
        }
    }

    /// Lets `grantee` stop executions, and take up those that failed.
    fn grant_stop_execution(&self, stack: &mut Stack, grantee: &impl Grantee) {
        let actions = ["states:RedriveExecution", "states:StopExecution"];
        grantee.allow(stack, Statement::allow(actions).on([executions_of(self)]));
    }
}

/// The ARN of all executions of a state machine.
pub(super) fn executions_of<E: Executable + ?Sized>(machine: &E) -> Prop<String> {
    sub!("arn:{partition}:states:{region}:{account}:execution:{}:*", machine.machine_name())
}

/// Who starts an execution writes its input with the key.
fn grant_key(key: Option<Key>, stack: &mut Stack, grantee: &impl Grantee) {
    if let Some(key) = key {
        grantee.allow(stack, Statement::allow(["kms:Decrypt", "kms:GenerateDataKey"]).on([key.arn()]));
    }
}

impl Executable for StateMachine {
    fn machine_arn(&self) -> Prop<String> {
        self.arn()
    }

    fn machine_name(&self) -> Prop<String> {
        self.name()
    }

    fn key(&self) -> Option<Key> {
        self.key
    }
}

/// Lets `grantee` answer tasks that wait for it, with their tokens. The actions know no resources: who has
/// a token may answer.
pub(super) fn grant_task_response(stack: &mut Stack, grantee: &impl Grantee) {
    let actions = ["states:SendTaskFailure", "states:SendTaskHeartbeat", "states:SendTaskSuccess"];
    grantee.allow(stack, Statement::allow(actions).on_all_resources());
}

/// A state machine that is not part of the app.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedStateMachine {
    arn: Prop<String>,
}

impl ImportedStateMachine {
    /// The state machine with that ARN, of the stack's own account and region.
    pub fn from_arn(arn: impl IntoProp<String>) -> Self {
        ImportedStateMachine { arn: arn.into_prop() }
    }

    /// The state machine of that name, in the stack's own account and region.
    pub fn from_name(name: impl IntoProp<String>) -> Self {
        ImportedStateMachine::from_arn(sub!("arn:{partition}:states:{region}:{account}:stateMachine:{}", name))
    }
}

impl Executable for ImportedStateMachine {
    fn machine_arn(&self) -> Prop<String> {
        self.arn.clone()
    }

    fn machine_name(&self) -> Prop<String> {
        match self.arn.value().as_str().and_then(|arn| arn.rsplit(':').next()) {
            Some(name) => Prop::new(name),
            None => functions::select(6, functions::split(":", self.arn.clone())),
        }
    }
}
