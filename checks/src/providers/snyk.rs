//! Scans for vulnerabilities with Snyk.

use super::{OutputVariables, Provider};

/// A scan. Snyk says what it is configured with.
pub static INVOKE: Provider = Provider {
    owner: "ThirdParty",
    inputs: 1..=1,
    outputs: 0..=1,
    other_keys: true,
    output_variables: OutputVariables::AndOthers(&[]),
    ..Provider::new(
        "Invoke",
        "Snyk",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Snyk.html",
    )
};
