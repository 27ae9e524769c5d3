//! A state machine runs.

use cfn_model::{IntoProp, Prop, Target, Value, functions, sub};

use super::common::{known, wrong};
use crate::iam::Statement;
use crate::pipeline::{Action, Artifact, Expectation, IntoAction, json_text, providers};

/// The longest prefix of an execution's name, which has 80 characters at most: a hyphen and the id of the
/// action's execution follow.
const LONGEST_PREFIX: usize = 80 - 1 - 36;

/// A state machine runs. The action waits for a standard one, and only starts an express one.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StepFunctions.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct StepFunctionsAction {
    /// The action's name.
    pub name: String,
    /// The state machine's ARN.
    pub state_machine: Prop<String>,
    /// The ARN of its executions, whichever they are.
    pub executions: Prop<String>,
    /// What it gets. By default an empty object.
    pub input: StateMachineInput,
    /// What the names of its executions begin with: at most 43 letters, digits, hyphens and underscores.
    /// By default they are only the id of the action's execution.
    pub execution_name_prefix: Option<Prop<String>>,
    /// The artifact that its output is written to. Only for standard state machines, and none by default.
    pub output: Option<Artifact>,
    /// The ARN of the key that it is encrypted with, where that is the user's own.
    pub key: Option<Prop<String>>,
    /// The state machine itself, where it is one of the app, so that synthesis can look at its kind.
    pub construct: Option<Target>,
}

/// What a state machine gets.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum StateMachineInput {
    /// An empty object.
    #[default]
    Empty,
    /// This JSON, whose text has at most 1,000 characters. Variables of the pipeline stand where strings are.
    Json(Value),
    /// The JSON in a file of an artifact.
    File(Artifact, String),
}

impl StepFunctionsAction {
    /// The state machine with that ARN runs.
    pub fn new(name: impl Into<String>, state_machine: impl IntoProp<String>) -> Self {
        let state_machine = state_machine.into_prop();
        StepFunctionsAction {
            name: name.into(),
            executions: executions(&state_machine),
            state_machine,
            input: StateMachineInput::default(),
            execution_name_prefix: None,
            output: None,
            key: None,
            construct: None,
        }
    }

    /// A state machine of the app runs.
    #[cfg(feature = "stepfunctions")]
    pub fn of(name: impl Into<String>, state_machine: crate::services::stepfunctions::StateMachine) -> Self {
        StepFunctionsAction {
            executions: sub!("arn:{partition}:states:{region}:{account}:execution:{}:*", state_machine.name()),
            key: state_machine.key.map(|key| key.arn()),
            construct: Some(state_machine.handle.target()),
            ..StepFunctionsAction::new(name, state_machine.arn())
        }
    }

    /// With this JSON as input.
    #[must_use]
    pub fn input(mut self, input: impl Into<Value>) -> Self {
        self.input = StateMachineInput::Json(input.into());
        self
    }

    /// With the JSON in a file of an artifact as input.
    #[must_use]
    pub fn input_file(mut self, artifact: Artifact, path: impl Into<String>) -> Self {
        self.input = StateMachineInput::File(artifact, path.into());
        self
    }

    /// With the artifact that the output of the state machine is written to.
    #[must_use]
    pub fn output(mut self, output: Artifact) -> Self {
        self.output = Some(output);
        self
    }

    /// The ARN of the execution, for later actions. Only of standard state machines.
    pub fn execution_arn(&self) -> Prop<String> {
        self.variable("ExecutionArn")
    }
}

impl IntoAction for StepFunctionsAction {
    fn into_action(self) -> Action {
        let of_machine = ["states:DescribeStateMachine", "states:StartExecution"];
        let mut action = Action::new(self.name.as_str(), &providers::step_functions::INVOKE)
            .configure("StateMachineArn", self.state_machine.clone())
            .needs(Statement::allow(of_machine).on([self.state_machine.clone()]))
            .needs(Statement::allow(["states:DescribeExecution"]).on([self.executions]));
        if let Some(key) = self.key {
            // Whoever starts an execution writes its input with the key, and reads its output with it.
            action = action.needs(Statement::allow(["kms:Decrypt", "kms:GenerateDataKey"]).on([key]));
        }
        if let Some(prefix) = self.execution_name_prefix {
            if let Some(text) = known(&prefix).filter(|text| !is_prefix(text)) {
                let message = format!("`{text}` cannot begin the name of an execution");
                let help = format!("use letters, digits, hyphens and underscores, 1 to {LONGEST_PREFIX}");
                action = action.problem("ExecutionNamePrefix", wrong(message, help));
            }
            action = action.configure("ExecutionNamePrefix", prefix);
        }
        action = match self.input {
            StateMachineInput::Empty => action,
            StateMachineInput::Json(input) => {
                action.configure("InputType", "Literal").configure("Input", json_text(&input))
            }
            StateMachineInput::File(artifact, path) => {
                action.configure("InputType", "FilePath").configure("Input", path).reads([artifact])
            }
        };
        if let (Some(_), Some(resource)) = (&self.output, self.construct) {
            action = action.expects(Expectation {
                resource,
                property: "StateMachineType",
                value: Some("STANDARD"),
                message: format!("the action `{}` waits for the output of an express state machine", self.name),
                help: "make it a standard one, or leave the output out: nobody waits for an express one",
            });
        }
        action.writes(self.output)
    }

    fn name(&self) -> &str {
        &self.name
    }
}

fn is_prefix(text: &str) -> bool {
    let sound = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
    (1..=LONGEST_PREFIX).contains(&text.len()) && text.chars().all(sound)
}

/// The ARN of all executions of the state machine with that ARN.
fn executions(state_machine: &Prop<String>) -> Prop<String> {
    match state_machine.value().as_str() {
        Some(arn) => Prop::new(format!("{}:*", arn.replacen(":stateMachine:", ":execution:", 1))),
        None => {
            let name = functions::select(6, functions::split(":", state_machine.clone()));
            sub!("arn:{partition}:states:{region}:{account}:execution:{}:*", name)
        }
    }
}
