//! [`Replication`]: images are copied to other regions and accounts.

use cfn_model::ecr::replication_configuration as model;
use cfn_model::{Diagnostic, Handle, Prop, ecr, pseudo};

use super::{check_account, check_count};
use crate::Stack;
use crate::stack::MAIN;

/// How much a configuration may hold.
///
/// See <https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html>.
const MOST_RULES: usize = 10;
const MOST_DESTINATIONS: usize = 25;
const MOST_PREFIXES: usize = 100;

/// How the registry of an account and region copies images that are pushed to it.
/// There is one, so it goes into a stack of its own.
///
/// Another account has to let this one, with
/// [`RegistryPolicy::allow_replication_from`](super::RegistryPolicy::allow_replication_from).
///
/// See <https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replication {
    /// The configuration itself.
    pub handle: Handle<ecr::ReplicationConfiguration>,
}

/// Which images are copied where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplicationRule {
    /// Where they are copied to.
    pub destinations: Vec<ReplicationDestination>,
    /// What the names of their repositories begin with, up to 100 such prefixes. By default all are copied.
    pub prefixes: Vec<String>,
}

/// A registry that takes copies.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReplicationDestination {
    /// The region.
    pub region: String,
    /// The account, by its 12 digits. `None` for the stack's own, whose own region is no destination.
    pub account: Option<String>,
}

impl ReplicationDestination {
    /// The stack's own account, in another region.
    pub fn region(region: impl Into<String>) -> Self {
        ReplicationDestination { region: region.into(), account: None }
    }

    /// Another account, by its 12 digits, in that region.
    pub fn account(account: impl Into<String>, region: impl Into<String>) -> Self {
        ReplicationDestination { region: region.into(), account: Some(account.into()) }
    }
}

impl ReplicationRule {
    /// All images are copied there.
    pub fn new(destinations: impl IntoIterator<Item = ReplicationDestination>) -> Self {
        ReplicationRule { destinations: destinations.into_iter().collect(), prefixes: Vec::new() }
    }

    /// Only those of repositories whose names begin so.
    #[must_use]
    pub fn prefixes<P: Into<String>>(mut self, prefixes: impl IntoIterator<Item = P>) -> Self {
        self.prefixes = prefixes.into_iter().map(Into::into).collect();
        self
    }

    fn into_property(self) -> model::ReplicationRule {
        let destinations: Vec<model::ReplicationDestination> = self
            .destinations
            .into_iter()
            .map(|to| {
                let account = to.account.map_or_else(pseudo::account_id, Prop::new);
                model::ReplicationDestination::new(to.region, account)
            })
            .collect();
        let rule = model::ReplicationRule::new(destinations);
        if self.prefixes.is_empty() {
            return rule;
        }
        let filter = |prefix| model::RepositoryFilter::new(prefix, model::FilterType::PrefixMatch);
        rule.repository_filters(self.prefixes.into_iter().map(filter).collect::<Vec<_>>())
    }
}

impl Replication {
    /// Adds the configuration. A second one in the same account and region is an error.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, rules: impl IntoIterator<Item = ReplicationRule>) -> Self {
        stack.construct(id, |stack| {
            stack.claim("replication configuration of ECR");
            let rules: Vec<ReplicationRule> = rules.into_iter().collect();
            check(stack, &rules);
            let rules: Vec<model::ReplicationRule> = rules.into_iter().map(ReplicationRule::into_property).collect();
            let configuration = model::ReplicationConfigurationProperty::new(rules);
            Replication { handle: stack.add(MAIN, ecr::ReplicationConfiguration::new(configuration)) }
        })
    }
}

fn check(stack: &mut Stack, rules: &[ReplicationRule]) {
    const RULES: &str = "ReplicationConfiguration.Rules";
    check_count(stack, RULES, "rules", rules.len(), MOST_RULES);
    let mut destinations: Vec<&ReplicationDestination> = rules.iter().flat_map(|rule| &rule.destinations).collect();
    destinations.sort_unstable();
    destinations.dedup();
    check_count(stack, RULES, "destinations", destinations.len(), MOST_DESTINATIONS);
    for (index, rule) in rules.iter().enumerate() {
        check_count(stack, RULES, "prefixes", rule.prefixes.len(), MOST_PREFIXES);
        if rule.destinations.is_empty() {
            stack.report(
                Diagnostic::error("ecr-replication", format!("rule {} has no destinations", index + 1))
                    .property(RULES)
                    .help("name the regions and accounts, or leave the rule out"),
            );
        }
    }
    let own = stack.environment.clone();
    for to in destinations {
        if let Some(account) = &to.account {
            check_account(stack, RULES, account);
        }
        let own_account = to.account.is_none() || to.account == own.account;
        if own_account && own.region.as_ref() == Some(&to.region) {
            stack.report(
                Diagnostic::error("ecr-replication", format!("images are to be copied from `{}` to itself", to.region))
                    .property(RULES)
                    .help("name another region, or another account"),
            );
        }
    }
}
