//! State machines that a pipeline starts.

use super::{ConfigurationKey, Need, OutputVariables, Provider, When};

/// A state machine that is started.
pub static INVOKE: Provider = Provider {
    inputs: 0..=1,
    outputs: 0..=1,
    configuration: &[
        ConfigurationKey::required("StateMachineArn", "The state machine."),
        ConfigurationKey::optional("ExecutionNamePrefix", "What the execution's name begins with."),
        ConfigurationKey::optional("InputType", "Whether the input stands here, or in a file of the artifact.")
            .one_of(&["Literal", "FilePath"]),
        ConfigurationKey::optional("Input", "The input, or the path of the file with it."),
    ],
    needs: &[Need { key: "Input", when: When::Is("InputType", &["FilePath"]) }],
    output_variables: OutputVariables::Fixed(&["ExecutionArn", "StateMachineArn"]),
    ..Provider::new(
        "Invoke",
        "StepFunctions",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StepFunctions.html",
    )
};
