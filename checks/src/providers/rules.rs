//! Rules that the conditions of a stage are made of.

use super::{ConfigurationKey, Form, Provider, code_build};

/// Every rule.
pub(super) static ALL: &[&Provider] =
    &[&CLOUD_WATCH_ALARM, &CODE_BUILD, &COMMANDS, &DEPLOYMENT_WINDOW, &LAMBDA_INVOKE, &VARIABLE_CHECK];

/// An alarm is in a state, or comes to it in time.
pub static CLOUD_WATCH_ALARM: Provider =
    Provider {
        configuration: &[
            ConfigurationKey::required("AlarmName", "The alarm."),
            ConfigurationKey::optional("AlarmStates", "The states to look for, with commas between them.")
                .several_of(&["ALARM", "OK", "INSUFFICIENT_DATA"]),
            ConfigurationKey::optional("WaitTime", "How long to wait for such a state, in minutes.")
                .form(Form::Number(0, i64::MAX)),
        ],
        ..rule(
            "CloudWatchAlarm",
            "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-CloudWatchAlarm.html",
        )
    };

/// A build succeeds.
pub static CODE_BUILD: Provider = Provider {
    inputs: 0..=5,
    configuration: code_build::CONFIGURATION,
    ..rule("CodeBuild", "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-CodeBuild.html")
};

/// Commands of a shell succeed.
pub static COMMANDS: Provider = Provider {
    inputs: 0..=10,
    ..rule("Commands", "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-Commands.html")
};

/// It is a time for deployments.
pub static DEPLOYMENT_WINDOW: Provider = Provider {
    configuration: &[
        ConfigurationKey::required("Cron", "The times, as a cron expression."),
        ConfigurationKey::optional("TimeZone", "The time zone. By default UTC."),
    ],
    ..rule(
        "DeploymentWindow",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-DeploymentWindow.html",
    )
};

/// A function succeeds.
pub static LAMBDA_INVOKE: Provider = Provider {
    inputs: 0..=5,
    skips: true,
    configuration: &[
        ConfigurationKey::required("FunctionName", "The function."),
        ConfigurationKey::optional("UserParameters", "A text that the function gets."),
    ],
    ..rule("LambdaInvoke", "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-LambdaInvoke.html")
};

/// A variable has a value.
pub static VARIABLE_CHECK: Provider = Provider {
    skips: true,
    configuration: &[
        ConfigurationKey::required("Variable", "The variable, or what is made of variables."),
        ConfigurationKey::required("Value", "What it is compared with."),
        ConfigurationKey::required("Operator", "How it is compared.").one_of(&["EQ", "NE", "CONTAINS", "MATCHES"]),
    ],
    ..rule(
        "VariableCheck",
        "https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference-VariableCheck.html",
    )
};

const fn rule(provider: &'static str, page: &'static str) -> Provider {
    Provider { v2_only: true, ..Provider::new("Rule", provider, page) }
}
