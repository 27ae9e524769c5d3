//! Lambda functions that a pipeline calls, and those that it deploys.

use super::{ConfigurationKey, Form, Need, OutputVariables, Provider, When};

/// A function that is called.
pub static INVOKE: Provider = Provider {
    inputs: 0..=5,
    outputs: 0..=5,
    configuration: &[
        ConfigurationKey::required("FunctionName", "The function."),
        ConfigurationKey::optional("UserParameters", "A text that the function gets."),
    ],
    output_variables: OutputVariables::AndOthers(&[]),
    ..Provider::new(
        "Invoke",
        "Lambda",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Lambda.html",
    )
};

/// A function that gets new code or another version.
pub static DEPLOY: Provider = Provider {
    inputs: 0..=1,
    configuration: &[
        ConfigurationKey::required("FunctionName", "The function."),
        ConfigurationKey::optional("FunctionAlias", "The alias that traffic is shifted by."),
        ConfigurationKey::optional("PublishedTargetVersion", "The version to deploy. Required without an artifact."),
        ConfigurationKey::optional("DeployStrategy", "How fast traffic is shifted. By default all at once.").form(
            Form::Pattern(
                r"^(AllAtOnce|Canary[0-9]+Percent[0-9]+Minutes?|Linear[0-9]+PercentEvery[0-9]+Minutes?)$",
                "`AllAtOnce`, or such as `Canary10Percent5Minutes` or `Linear10PercentEvery1Minute`",
            ),
        ),
        ConfigurationKey::optional("Alarms", "Alarms that stop it, with commas between them."),
    ],
    needs: &[Need { key: "PublishedTargetVersion", when: When::NoInputs }],
    output_variables: OutputVariables::AndOthers(&["FunctionVersion"]),
    v2_only: true,
    ..Provider::new(
        "Deploy",
        "Lambda",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-LambdaDeploy.html",
    )
};
