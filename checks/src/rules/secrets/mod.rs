//! Secrets in plain text: in properties, environment variables, scripts and parameters.

mod echoed_parameter;
mod environment_secret;
mod names;
mod places;
mod plain_parameter;
mod plain_secret;
mod revealed_parameter;
mod script_secret;
mod secret_by_parameter;
mod secret_default;
mod secret_value;
mod tokens;

use crate::Check;

/// The checks of this folder.
pub(super) const CHECKS: &[&Check] = &[
    &secret_value::X,
    &plain_secret::X,
    &environment_secret::X,
    &script_secret::X,
    &plain_parameter::X,
    &echoed_parameter::X,
    &secret_by_parameter::X,
    &secret_default::X,
    &revealed_parameter::X,
];

/// What a finding shows of a secret: not enough to use it, enough to find it.
fn hint(secret: &str) -> String {
    const SHOWN: usize = 4;
    let start: String = secret.chars().take(SHOWN.min(secret.chars().count() / 2)).collect();
    format!("`{start}…`")
}
