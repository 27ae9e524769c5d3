//! What actions on stack sets and on their stacks share: accounts, parameters, and care.

use cfn_model::{IntoProp, Prop, sub};

use super::common::{known, wrong};
use crate::Environment;
use crate::pipeline::{Action, Artifact};

/// The accounts that a stack set goes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StackSetTargets {
    /// By their 12 digits. Only with roles of one's own.
    Accounts(Vec<String>),
    /// All accounts of organizational units or roots, by their ids (`ou-…`, `r-…`). Only with the organization's roles.
    OrganizationalUnits(Vec<String>),
    /// Those that a file of an artifact lists, as a JSON array of either.
    File(Artifact, String),
}

impl StackSetTargets {
    /// Accounts, by their 12 digits.
    pub fn accounts<A: Into<String>>(accounts: impl IntoIterator<Item = A>) -> Self {
        StackSetTargets::Accounts(accounts.into_iter().map(Into::into).collect())
    }

    /// Organizational units, by their ids.
    pub fn organizational_units<U: Into<String>>(units: impl IntoIterator<Item = U>) -> Self {
        StackSetTargets::OrganizationalUnits(units.into_iter().map(Into::into).collect())
    }

    pub(super) fn apply(self, mut action: Action, regions: Vec<String>) -> Action {
        const KEY: &str = "DeploymentTargets";
        if regions.is_empty() {
            action = action.problem("Regions", wrong("no region is named", "name at least one"));
        }
        for (index, region) in regions.iter().enumerate() {
            if regions[..index].contains(region) {
                let message = format!("the region `{region}` is there twice");
                action = action.problem("Regions", wrong(message, "take one of the two out"));
            }
        }
        let (ids, sound, help): (_, fn(&str) -> bool, _) = match self {
            StackSetTargets::File(artifact, path) => {
                action = action.configure(KEY, artifact.at(&path)).configure("Regions", regions.join(","));
                read(&mut action, artifact);
                return action;
            }
            StackSetTargets::Accounts(ids) => (ids, Environment::is_account, "write its 12 digits"),
            StackSetTargets::OrganizationalUnits(ids) => (ids, is_unit, "write an id such as `ou-ab12-cdefgh34`"),
        };
        if ids.is_empty() {
            action = action.problem(KEY, wrong("no account is named", "name at least one"));
        }
        for id in ids.iter().filter(|id| !sound(id)) {
            action = action.problem(KEY, wrong(format!("`{id}` is no id of an account or unit"), help));
        }
        action.configure(KEY, ids.join(",")).configure("Regions", regions.join(","))
    }
}

#[cfg(feature = "cloudformation")]
impl From<crate::services::cloudformation::Targets> for StackSetTargets {
    fn from(targets: crate::services::cloudformation::Targets) -> Self {
        use crate::services::cloudformation::Targets;
        match targets {
            Targets::Accounts(accounts) => StackSetTargets::Accounts(accounts),
            Targets::OrganizationalUnits(units) => StackSetTargets::OrganizationalUnits(units),
        }
    }
}

/// The values of parameters.
#[derive(Clone, Debug, PartialEq)]
pub enum StackSetParameters {
    /// These, by name. They may hold no commas and no spaces.
    Values(Vec<(String, Prop<String>)>),
    /// Those in a file of an artifact, a JSON array of objects with `ParameterKey` and `ParameterValue`.
    File(Artifact, String),
}

impl Default for StackSetParameters {
    /// None.
    fn default() -> Self {
        StackSetParameters::Values(Vec::new())
    }
}

impl StackSetParameters {
    /// These values, by name.
    pub fn values<N: Into<String>, V: IntoProp<String>>(values: impl IntoIterator<Item = (N, V)>) -> Self {
        let entry = |(name, value): (N, V)| (name.into(), value.into_prop());
        StackSetParameters::Values(values.into_iter().map(entry).collect())
    }

    pub(super) fn apply(self, mut action: Action, key: &'static str) -> Action {
        let values = match self {
            StackSetParameters::Values(values) => values,
            StackSetParameters::File(artifact, path) => {
                action = action.configure(key, artifact.at(&path));
                read(&mut action, artifact);
                return action;
            }
        };
        for (name, value) in &values {
            if let Some(text) = known(value).filter(|text| text.contains([',', ' ', '"'])) {
                let message = format!(
                    "the value of the parameter `{name}` is `{text}`, and commas, spaces and quotes \
                    stand between values"
                );
                action = action.problem(key, wrong(message, "put the parameters into a file of an artifact"));
            }
        }
        // The entries stand apart by spaces, their parts by commas.
        let entry = |(name, value): (String, Prop<String>)| sub!("ParameterKey={},ParameterValue={}", name, value);
        let text = values.into_iter().map(entry).reduce(|before, entry| sub!("{} {}", before, entry));
        action.configure_some(key, text)
    }
}

/// How carefully the stacks of a set are changed, in percent of the accounts of each region, rounded down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct StackSetPreferences {
    /// In how many accounts a change may fail before the rest is left as it is, 0 to 100. By default in none.
    pub failure_tolerance_percent: Option<u32>,
    /// In how many accounts changes are made at once, 1 to 100. By default in one.
    pub max_concurrent_percent: Option<u32>,
}

impl StackSetPreferences {
    pub(super) fn apply(self, mut action: Action) -> Action {
        let both = [
            ("FailureTolerancePercentage", self.failure_tolerance_percent, 0),
            ("MaxConcurrentPercentage", self.max_concurrent_percent, 1),
        ];
        for (key, percent, least) in both {
            let Some(percent) = percent else { continue };
            if !(least..=100).contains(&percent) {
                let message = format!("`{key}` is {percent}, {least} to 100 are allowed");
                action = action.problem(key, wrong(message, "give a part of the accounts in percent"));
            }
            action = action.configure(key, percent.to_string());
        }
        action
    }
}

/// The ARN of a stack set, and those of all that its stacks are changed by: the set, its targets, and the types
/// of resources in its template, which nothing but the template tells.
///
/// See <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudformation.html>.
pub(super) fn arns(stack_set: &Prop<String>) -> (Prop<String>, [Prop<String>; 3]) {
    let of = |kind: &str| sub!("arn:{partition}:cloudformation:{region}:{account}:{}/{}:*", kind, stack_set.clone());
    let types = sub!("arn:{partition}:cloudformation:{region}:{account}:type/resource/*");
    (of("stackset"), [of("stackset"), of("stackset-target"), types])
}

/// Reads an artifact, which may hold more than one file that the action needs.
pub(super) fn read(action: &mut Action, artifact: Artifact) {
    if !action.inputs.contains(&artifact) {
        action.inputs.push(artifact);
    }
}

/// Whether the text can be the name of a stack set.
pub(super) fn is_name(text: &str) -> bool {
    let sound = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    text.len() <= 128 && text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.chars().all(sound)
}

/// Whether the text is the id of an organizational unit or of an organization's root.
///
/// See <https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html>.
fn is_unit(id: &str) -> bool {
    let sound = |text: &str, least: usize| {
        let letter = |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit();
        (least..=32).contains(&text.len()) && text.bytes().all(letter)
    };
    match id.split('-').collect::<Vec<_>>()[..] {
        ["ou", root, unit] => sound(root, 4) && sound(unit, 8),
        ["r", root] => sound(root, 4),
        _ => false,
    }
}
