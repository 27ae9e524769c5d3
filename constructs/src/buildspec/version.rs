//! [`Version`]: the version of the buildspec format.

use cfn_model::Value;

use crate::spec::Fields;

/// A version of the buildspec format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// The first one, in which each command has a shell of its own.
    V0_1,
    /// The one to use: all commands share a shell.
    #[default]
    V0_2,
}

impl Version {
    /// The number in a buildspec.
    pub fn name(self) -> &'static str {
        match self {
            Version::V0_1 => "0.1",
            Version::V0_2 => "0.2",
        }
    }

    /// The key of the environment.
    pub(super) fn env(self) -> &'static str {
        match self {
            Version::V0_1 => "environment_variables",
            Version::V0_2 => "env",
        }
    }

    /// The key of variables in plain text.
    pub(super) fn variables(self) -> &'static str {
        match self {
            Version::V0_1 => "plaintext",
            Version::V0_2 => "variables",
        }
    }

    /// What version 0.2 calls a key of version 0.1 that it has renamed.
    pub(super) fn renamed(key: &str) -> Option<&'static str> {
        match key {
            "environment_variables" => Some("env"),
            "plaintext" => Some("variables"),
            _ => None,
        }
    }

    /// The version that a value names. `.2` and `0.20` are numbers like `0.2`.
    pub(super) fn of(value: &Value) -> Option<Self> {
        let number = match value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.parse().ok(),
            _ => None,
        };
        match number {
            Some(0.1) => Some(Version::V0_1),
            Some(0.2) => Some(Version::V0_2),
            _ => None,
        }
    }

    pub(super) fn read(fields: &Fields<'_>) -> Self {
        if let Some(Value::String(_)) = fields.get("version") {
            fields.warning(
                "buildspec-version-text",
                "version",
                "the version is a string, which a single build reads and a batch build refuses",
                "take its quotes off",
            );
        }
        fields.require("version");
        fields.parsed("version", |text| Version::of(&Value::from(text)), &["0.2", "0.1"]).unwrap_or_default()
    }
}
