//! JSON inside a configuration value.

use cfn_model::{Prop, Value};

use crate::services::json_text::json_text as text;

/// The value as JSON text, for configuration keys that take JSON as a string.
///
/// An expression inside stands where a string is, and CloudFormation puts its value there as it is.
pub fn json_text(value: &Value) -> Prop<String> {
    text(value)
}
