//! [`Version`] and [`Alias`]: pictures of a function, and names for them.

use cfn_model::lambda::alias::{AliasRoutingConfiguration, ProvisionedConcurrencyConfiguration, VersionWeight};
use cfn_model::{Diagnostic, Handle, Prop, lambda};

use super::Function;
use crate::Stack;
use crate::stack::{MAIN, RemovalPolicy};

/// Properties of a function that its versions do not hold: Lambda takes no new version for them.
///
/// See <https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html>.
const UNVERSIONED: &[&str] = &["CodeSigningConfigArn", "RecursiveLoop", "ReservedConcurrentExecutions", "Tags"];

/// A version of a function: its code and configuration as they were, for good.
///
/// The logical id ends with a fingerprint of the function, so that a change of it publishes a new
/// version, and nothing else does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// The version itself.
    pub handle: Handle<lambda::Version>,
    /// The function.
    pub function: Function,
}

/// What a [`Version`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct VersionProps {
    /// What is new in it, at most 256 characters. None by default.
    pub description: Option<String>,
    /// What becomes of the version when the next one is published. By default it is kept, so that an
    /// alias can be put back on it, and counts towards the storage that the account has for code.
    pub removal_policy: RemovalPolicy,
}

impl Default for VersionProps {
    fn default() -> Self {
        VersionProps { description: None, removal_policy: RemovalPolicy::Retain }
    }
}

impl Version {
    /// Publishes the function as it is.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, function: Function, props: VersionProps) -> Self {
        stack.construct(id, |stack| {
            let mut version = lambda::Version::new(function.name());
            if let Some(description) = props.description {
                version = version.description(description);
            }
            let handle = stack.add(MAIN, version);
            stack.resource(handle).removal_policy(props.removal_policy);
            stack.show(handle, function.handle, UNVERSIONED);
            Version { handle, function }
        })
    }

    /// The version's number.
    pub fn number(self) -> Prop<String> {
        self.handle.version()
    }

    /// The ARN of the function in this version.
    pub fn arn(self) -> Prop<String> {
        self.handle.function_arn()
    }
}

/// A name for a version of a function, which can be given to another version while the name is in use.
///
/// Who may invoke it is told by [`Invocable`](super::Invocable).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alias {
    /// The alias itself.
    pub handle: Handle<lambda::Alias>,
    /// The function.
    pub function: Function,
}

/// What an [`Alias`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct AliasProps {
    /// The name: letters, digits, hyphens and underscores, and not only digits.
    pub name: String,
    /// The version that it stands for.
    pub version: Version,
    /// What it is for, at most 256 characters. None by default.
    pub description: Option<String>,
    /// Another version, by number, and the share of invocations that it gets, from 0 to 1. By default
    /// the first gets all. One template publishes one version of a function, so the other is one that
    /// was published before.
    pub weighted: Option<(Prop<String>, f64)>,
    /// How many instances stand ready at any time, which is paid for. By default none.
    pub provisioned_concurrency: Option<u32>,
}

impl AliasProps {
    /// An alias of that name for a version, everything else by default.
    pub fn new(name: impl Into<String>, version: Version) -> Self {
        AliasProps { name: name.into(), version, description: None, weighted: None, provisioned_concurrency: None }
    }
}

impl Alias {
    /// Adds an alias.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: AliasProps) -> Self {
        stack.construct(id, |stack| {
            check(stack, &props);
            let function = props.version.function;
            let mut alias = lambda::Alias::new(function.name(), props.version.number(), props.name);
            if let Some(description) = props.description {
                alias = alias.description(description);
            }
            if let Some((version, weight)) = props.weighted {
                let weights = [VersionWeight::new(version, weight)];
                alias = alias.routing_config(AliasRoutingConfiguration::new().additional_version_weights(weights));
            }
            if let Some(count) = props.provisioned_concurrency {
                alias = alias.provisioned_concurrency_config(ProvisionedConcurrencyConfiguration::new(count));
            }
            Alias { handle: stack.add(MAIN, alias), function }
        })
    }

    /// The alias's ARN: the function's, with the name of the alias.
    pub fn arn(self) -> Prop<String> {
        self.handle.reference()
    }
}

fn check(stack: &mut Stack, props: &AliasProps) {
    let mut report = |property: &str, message: String, help: &str| {
        stack.report(Diagnostic::error("lambda-alias", message).property(property).help(help));
    };
    let name = &props.name;
    let sound = name.chars().all(|character| character.is_ascii_alphanumeric() || "-_".contains(character));
    let number = name.chars().all(|character| character.is_ascii_digit());
    if !sound || number || name.len() > 128 {
        let help = "use letters, digits, hyphens and underscores, 1 to 128 and not only digits";
        report("Name", format!("`{name}` is no name for an alias"), help);
    }
    if let Some((_, weight)) = props.weighted {
        if !(0.0..=1.0).contains(&weight) {
            let message = format!("the version's share is {weight}, 0 to 1 are allowed");
            report("RoutingConfig.AdditionalVersionWeights", message, "give a part of the whole, such as 0.1");
        }
        if props.provisioned_concurrency.is_some() {
            let help = "leave one of the two out";
            report("RoutingConfig", "an alias with provisioned concurrency stands for one version".into(), help);
        }
    }
    if props.provisioned_concurrency == Some(0) {
        let message = "the provisioned concurrency is 0, at least 1 is needed".into();
        report("ProvisionedConcurrencyConfig", message, "leave it out, so that no instance stands ready");
    }
}
