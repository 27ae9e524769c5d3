//! [`Provider`]: what AWS says of a kind of action, as data.

use std::ops::RangeInclusive;

use cfn_model::codepipeline::pipeline::{ActionTypeIdCategory as Category, ActionTypeIdOwner as Owner};

/// A kind of action: how it is named, what it is configured with, what it reads and writes.
///
/// All that this crate knows are in [`actions::PROVIDERS`](super::actions::PROVIDERS).
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference.html>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    /// What the action is for.
    pub category: Category,
    /// Who made it.
    pub owner: Owner,
    /// Its name, such as `CodeBuild`.
    pub provider: &'static str,
    /// Its version.
    pub version: &'static str,
    /// How many artifacts it reads.
    pub inputs: RangeInclusive<usize>,
    /// How many artifacts it writes.
    pub outputs: RangeInclusive<usize>,
    /// What it is configured with. No other key is allowed.
    pub configuration: &'static [ConfigurationKey],
    /// What later actions can read of it, besides artifacts.
    pub output_variables: OutputVariables,
    /// Whether only pipelines of type V2 have it.
    pub v2_only: bool,
    /// The page of the CodePipeline user guide that these facts come from.
    pub page: &'static str,
}

/// The variables that an action gives.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/reference-variables.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputVariables {
    /// None.
    None,
    /// These.
    Fixed(&'static [&'static str]),
    /// These, and whatever the action's own work exports: a build's variables, a stack's outputs.
    AndOthers(&'static [&'static str]),
}

impl OutputVariables {
    /// The names that are known beforehand.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            OutputVariables::None => &[],
            OutputVariables::Fixed(names) | OutputVariables::AndOthers(names) => names,
        }
    }

    /// Whether there can be a variable of that name.
    pub fn allows(self, name: &str) -> bool {
        matches!(self, OutputVariables::AndOthers(_)) || self.names().contains(&name)
    }
}

/// One key of an action's configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConfigurationKey {
    /// The key.
    pub name: &'static str,
    /// What it says.
    pub meaning: &'static str,
    /// Whether an action without it is refused. What depends on other keys counts as optional.
    pub required: bool,
    /// Whether its value must not be seen.
    pub secret: bool,
    /// The values it may have; empty where they are not a closed set.
    pub values: &'static [&'static str],
}

impl ConfigurationKey {
    /// A key that every action of the kind has.
    pub const fn required(name: &'static str, meaning: &'static str) -> Self {
        ConfigurationKey { name, meaning, required: true, secret: false, values: &[] }
    }

    /// A key that an action may leave out.
    pub const fn optional(name: &'static str, meaning: &'static str) -> Self {
        ConfigurationKey { required: false, ..ConfigurationKey::required(name, meaning) }
    }

    /// With a value that must not be seen.
    #[must_use]
    pub const fn secret(self) -> Self {
        ConfigurationKey { secret: true, ..self }
    }

    /// With a value out of these.
    #[must_use]
    pub const fn one_of(self, values: &'static [&'static str]) -> Self {
        ConfigurationKey { values, ..self }
    }

    /// With `true` or `false` as its value.
    #[must_use]
    pub const fn boolean(self) -> Self {
        self.one_of(&["true", "false"])
    }
}

impl Provider {
    /// The key of that name.
    pub fn key(&self, name: &str) -> Option<&'static ConfigurationKey> {
        self.configuration.iter().find(|key| key.name == name)
    }
}
