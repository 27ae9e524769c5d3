//! What runs in the middle of a pipeline: functions and state machines.

use std::collections::BTreeMap;

use cfn_constructs::pipeline::actions::{LambdaInvokeAction, StateMachineInput, StepFunctionsAction};
use cfn_constructs::pipeline::{self, Artifact, IntoAction};
use cfn_model::{Prop, Value};
use serde::{Deserialize, Serialize};

use super::Making;

/// A function that is there already runs, and tells CodePipeline how it went. Its role has been allowed to:
/// `codepipeline:PutJobSuccessResult` and `codepipeline:PutJobFailureResult`.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Lambda.html>.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct LambdaInvoke {
    /// Its name, unique in its stage: letters, digits and `.@-_`, at most 100 characters.
    pub name: String,
    /// When it runs, 1 to 999: after the actions of its stage that have a lower number. 1 by default.
    #[serde(default)]
    pub run_order: Option<u32>,
    /// The name of the function.
    pub function: String,
    /// What the function gets besides the job, at most 1,000 characters. It may name variables: `#{variables.NAME}`.
    /// Nothing by default.
    #[serde(default)]
    pub user_parameters: Option<String>,
    /// The artifacts that it reads, at most 5, by the names of the actions that write them. None by default.
    #[serde(default)]
    pub inputs: Vec<String>,
    /// Whether it writes an artifact, of the action's name. Off by default.
    #[serde(default)]
    pub output: bool,
    /// The ARN of a role that the pipeline takes on for this action, such as one of another account. The pipeline's own by
    /// default.
    #[serde(default)]
    pub role: Option<String>,
}

/// A state machine that is there already runs. The action waits for a standard one, and only starts an express one.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StepFunctions.html>.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StepFunctions {
    /// Its name, unique in its stage: letters, digits and `.@-_`, at most 100 characters.
    pub name: String,
    /// When it runs, 1 to 999: after the actions of its stage that have a lower number. 1 by default.
    #[serde(default)]
    pub run_order: Option<u32>,
    /// The ARN of the state machine.
    pub state_machine: String,
    /// What it gets: an object of texts, which may name variables: `#{variables.NAME}`. Empty by default.
    #[serde(default)]
    pub values: BTreeMap<String, String>,
    /// The artifact with what it gets, by the name of the action that writes it. None by default.
    #[serde(default)]
    pub input: Option<String>,
    /// The file of JSON in that artifact. None by default.
    #[serde(default)]
    pub file: Option<String>,
    /// Whether its output makes an artifact, of the action's name. Only of a standard one. Off by default.
    #[serde(default)]
    pub output: bool,
    /// The ARN of a role that the pipeline takes on for this action, such as one of another account. The pipeline's own by
    /// default.
    #[serde(default)]
    pub role: Option<String>,
}

impl LambdaInvoke {
    /// The function of that name runs, everything else by default.
    pub fn new(name: impl Into<String>, function: impl Into<String>) -> Self {
        LambdaInvoke {
            name: name.into(),
            run_order: None,
            function: function.into(),
            user_parameters: None,
            inputs: Vec::new(),
            output: false,
            role: None,
        }
    }

    pub(super) fn make(&self, making: &mut Making<'_>) -> pipeline::Action {
        making.known("function", &self.function);
        let action = LambdaInvokeAction {
            user_parameters: self.user_parameters.as_deref().map(Prop::new),
            inputs: self.inputs.iter().map(Artifact::new).collect(),
            outputs: self.output.then(|| Artifact::new(&*self.name)).into_iter().collect(),
            ..LambdaInvokeAction::new(&*self.name, &*self.function)
        };
        making.with_role(action.into_action(), self.role.as_deref())
    }
}

impl StepFunctions {
    /// The state machine with that ARN runs, everything else by default.
    pub fn new(name: impl Into<String>, state_machine: impl Into<String>) -> Self {
        StepFunctions {
            name: name.into(),
            run_order: None,
            state_machine: state_machine.into(),
            values: BTreeMap::new(),
            input: None,
            file: None,
            output: false,
            role: None,
        }
    }

    pub(super) fn make(&self, making: &mut Making<'_>) -> pipeline::Action {
        let name = &self.name;
        making.known("state_machine", &self.state_machine);
        if self.input.is_some() != self.file.is_some() {
            let (key, other) = if self.input.is_some() { ("input", "file") } else { ("file", "input") };
            let message = format!("`{name}` has `{key}` without `{other}`");
            making.report(key, message, "name the artifact, and the file in it");
        } else if self.input.is_some() && !self.values.is_empty() {
            let message = format!("`{name}` has values, and a file that it gets");
            making.report("values", message, "put the values into the file, or leave the file out");
        }
        let input = match (&self.input, &self.file) {
            (Some(artifact), Some(file)) => StateMachineInput::File(Artifact::new(artifact), file.clone()),
            _ if self.values.is_empty() => StateMachineInput::Empty,
            _ => {
                let values = self.values.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str())));
                StateMachineInput::Json(Value::Map(values.collect()))
            }
        };
        let action = StepFunctionsAction {
            input,
            output: self.output.then(|| Artifact::new(&**name)),
            ..StepFunctionsAction::new(&**name, &*self.state_machine)
        };
        making.with_role(action.into_action(), self.role.as_deref())
    }
}
