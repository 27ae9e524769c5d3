//! Commands that CodePipeline itself runs.

use super::{OutputVariables, Provider};

/// Commands of a shell. They stand beside the configuration, under `Commands`.
pub static COMPUTE: Provider = Provider {
    inputs: 1..=10,
    outputs: 0..=1,
    output_variables: OutputVariables::Declared,
    v2_only: true,
    ..Provider::new(
        "Compute",
        "Commands",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Commands.html",
    )
};
