//! [`StackInstances`]: where a stack set is deployed.

use cfn_model::cloudformation::stack_set::{DeploymentTargets, Parameter, StackInstances as Property};
use cfn_model::{Diagnostic, IntoProp, Prop};

use crate::{Environment, Stack};

/// Accounts and regions that a stack set is deployed to, and the values of parameters there.
#[derive(Clone, Debug, PartialEq)]
pub struct StackInstances {
    /// The accounts.
    pub targets: Targets,
    /// The regions, at least one.
    pub regions: Vec<String>,
    /// Values that differ from those of the set.
    pub parameters: Vec<(String, Prop<String>)>,
}

/// Accounts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Targets {
    /// By their 12 digits. With the set's own roles only.
    Accounts(Vec<String>),
    /// All accounts of organizational units or roots, by their ids (`ou-…`, `r-…`), also those that join later.
    /// With the organization's permissions only.
    OrganizationalUnits(Vec<String>),
}

impl StackInstances {
    /// These accounts, each in these regions.
    pub fn accounts<A: Into<String>, R: Into<String>>(
        accounts: impl IntoIterator<Item = A>,
        regions: impl IntoIterator<Item = R>,
    ) -> Self {
        let targets = Targets::Accounts(accounts.into_iter().map(Into::into).collect());
        StackInstances { targets, regions: regions.into_iter().map(Into::into).collect(), parameters: Vec::new() }
    }

    /// The accounts of these organizational units, each in these regions.
    pub fn organizational_units<U: Into<String>, R: Into<String>>(
        units: impl IntoIterator<Item = U>,
        regions: impl IntoIterator<Item = R>,
    ) -> Self {
        let targets = Targets::OrganizationalUnits(units.into_iter().map(Into::into).collect());
        StackInstances { targets, regions: regions.into_iter().map(Into::into).collect(), parameters: Vec::new() }
    }

    /// With a value that differs from the set's.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl IntoProp<String>) -> Self {
        self.parameters.push((name.into(), value.into_prop()));
        self
    }

    pub(super) fn to_property(&self, stack: &mut Stack, index: usize) -> Property {
        self.check(stack, index);
        let targets = match &self.targets {
            Targets::Accounts(accounts) => DeploymentTargets::new().accounts(accounts.clone()),
            Targets::OrganizationalUnits(units) => DeploymentTargets::new().organizational_unit_ids(units.clone()),
        };
        let instances = Property::new(targets, self.regions.clone());
        if self.parameters.is_empty() {
            return instances;
        }
        instances.parameter_overrides(to_parameters(&self.parameters))
    }

    fn check(&self, stack: &mut Stack, index: usize) {
        let mut report = |property: &str, message: String, help: &str| {
            let property = format!("StackInstancesGroup.{index}.{property}");
            stack.report(Diagnostic::error("stack-set-targets", message).property(property).help(help));
        };
        let (ids, property, valid, help): (_, _, fn(&str) -> bool, _) = match &self.targets {
            Targets::Accounts(ids) => {
                (ids, "DeploymentTargets.Accounts", Environment::is_account, "write its 12 digits")
            }
            Targets::OrganizationalUnits(ids) => {
                (ids, "DeploymentTargets.OrganizationalUnitIds", is_unit, "write an id such as `ou-ab12-cdefgh34`")
            }
        };
        if ids.is_empty() {
            report(property, "no account is named".to_owned(), "name at least one");
        }
        if self.regions.is_empty() {
            report("Regions", "no region is named".to_owned(), "name at least one");
        }
        for (position, id) in ids.iter().enumerate() {
            if !valid(id) {
                report(property, format!("`{id}` is no id of an account or unit"), help);
            }
            if ids[..position].contains(id) {
                report(property, format!("`{id}` is there twice"), "take one of the two out");
            }
        }
        for (position, region) in self.regions.iter().enumerate() {
            if !Environment::is_region(region) {
                report("Regions", format!("`{region}` is no region"), "write its code, such as `eu-west-1`");
            }
            if self.regions[..position].contains(region) {
                report("Regions", format!("the region `{region}` is there twice"), "take one of the two out");
            }
        }
    }
}

pub(super) fn to_parameters(parameters: &[(String, Prop<String>)]) -> Vec<Parameter> {
    parameters.iter().map(|(name, value)| Parameter::new(name.as_str(), value.clone())).collect()
}

fn is_unit(id: &str) -> bool {
    let letters = |text: &str, from: usize| {
        (from..=32).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    match id.split('-').collect::<Vec<_>>()[..] {
        ["ou", root, unit] => letters(root, 4) && letters(unit, 8),
        ["r", root] => letters(root, 4),
        _ => false,
    }
}
