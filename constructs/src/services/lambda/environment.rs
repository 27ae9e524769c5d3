//! The environment variables of a function.

use cfn_model::lambda::function::Environment;
use cfn_model::{Diagnostic, Prop, Value};

use crate::Stack;

/// How many bytes all variables of a function may have together.
///
/// See <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>.
const BYTES: usize = 4_096;

/// Variables that Lambda sets itself.
///
/// See <https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html>.
const RESERVED: [&str; 18] = [
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
];

pub(super) fn to_property(stack: &mut Stack, variables: Vec<(String, Prop<String>)>) -> Environment {
    let mut bytes = 0;
    for (index, (name, value)) in variables.iter().enumerate() {
        bytes += name.len() + known_bytes(value.value());
        let first = name.starts_with(|first: char| first.is_ascii_alphabetic());
        let rest = name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_');
        let report = if RESERVED.contains(&name.as_str()) {
            Some(("is set by Lambda itself", "give the variable another name"))
        } else if !first || !rest || name.len() < 2 {
            Some((
                "is no name for a variable",
                "use letters, digits and underscores, at least 2, beginning with a letter",
            ))
        } else if variables[..index].iter().any(|(other, _)| other == name) {
            Some(("is set twice", "keep one of the two"))
        } else {
            None
        };
        if let Some((what, help)) = report {
            stack.report(
                Diagnostic::error("lambda-environment", format!("`{name}` {what}"))
                    .property("Environment.Variables")
                    .help(help),
            );
        }
    }
    if bytes > BYTES {
        stack.report(
            Diagnostic::error("lambda-environment", format!("the variables have {bytes} bytes, {BYTES} are allowed"))
                .property("Environment.Variables")
                .help("put large values into a parameter of the Parameter Store or into a file of the code"),
        );
    }
    Environment::new().variables(variables)
}

/// The bytes that are known before deployment.
fn known_bytes(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Text(parts) => parts.iter().map(known_bytes).sum(),
        _ => 0,
    }
}
