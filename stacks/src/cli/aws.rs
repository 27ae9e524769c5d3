//! AWS, through the AWS CLI of whoever runs the command: with their profile, their sign-in, and no client built in.

use std::io::ErrorKind;
use std::process::{Command, Stdio};

use cfn_model::Value;
use cfn_model::parse::{self, Limits};

use super::Failure;

/// Calls `aws` with these words, and gives the JSON that it answers.
pub(super) fn call(words: &[&str]) -> Result<Value, Failure> {
    let output = Command::new("aws").args(words).args(["--output", "json"]).stdin(Stdio::null()).output();
    let output = output.map_err(|error| {
        Failure::Io(match error.kind() {
            ErrorKind::NotFound => {
                "the AWS CLI is not there; install it, so that `aws --version` works, and sign in".into()
            }
            _ => format!("the AWS CLI cannot be started: {error}"),
        })
    })?;
    let shown = words.iter().take(2).copied().collect::<Vec<_>>().join(" ");
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(Failure::Io(format!("`aws {shown}` failed: {}", said.trim())));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    json(&text).ok_or_else(|| Failure::Io(format!("`aws {shown}` answered with something that is no JSON")))
}

/// The value of a JSON text.
pub(super) fn json(text: &str) -> Option<Value> {
    parse::document(text, "", &Limits::default()).ok().map(|parsed| parsed.value)
}
