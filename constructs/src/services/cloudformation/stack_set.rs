//! [`StackSet`]: one template in many accounts and regions.

use cfn_model::cloudformation::stack_set::{
    AutoDeployment as AutoDeploymentProperty, CallAs, ManagedExecution, PermissionModel,
};
use cfn_model::{Diagnostic, Handle, Prop, cloudformation};

use super::instances::to_parameters;
use super::template::{Place, Ready};
use super::{OperationPreferences, StackInstances, StackSetTemplate, Targets};
use crate::Stack;
use crate::stack::MAIN;

/// A stack set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StackSet {
    /// The set itself.
    pub handle: Handle<cloudformation::StackSet>,
}

/// With whose permissions a stack set is deployed.
#[derive(Clone, Debug, PartialEq)]
pub enum Permissions {
    /// With roles of one's own: one in this account, and one of the same name in each target account.
    SelfManaged {
        /// The ARN of the role in this account.
        administration_role: Prop<String>,
        /// The name of the role in each target account.
        execution_role_name: String,
    },
    /// With roles that AWS Organizations makes in the accounts of the organization.
    ServiceManaged {
        /// What becomes of accounts that join or leave a unit.
        auto_deployment: AutoDeployment,
        /// Whether this account is a delegated administrator, and not the organization's own.
        delegated_administrator: bool,
    },
}

/// What becomes of accounts that join or leave an organizational unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AutoDeployment {
    /// Nothing.
    Off,
    /// Who joins gets the stacks, who leaves loses them.
    On,
    /// Who joins gets the stacks, who leaves keeps them.
    OnAndRetain,
}

/// What a [`StackSet`] is made of.
#[derive(Debug)]
pub struct StackSetProps {
    /// The set's name: letters, digits and hyphens, beginning with a letter, at most 128 characters.
    pub name: String,
    /// What the set is for. None by default.
    pub description: Option<String>,
    /// What is deployed.
    pub template: StackSetTemplate,
    /// With whose permissions.
    pub permissions: Permissions,
    /// To which accounts and regions.
    pub instances: Vec<StackInstances>,
    /// The values of the template's parameters. Those that have a default may be left out.
    pub parameters: Vec<(String, Prop<String>)>,
    /// In which order and how carefully. One account after the other, stopping at the first failure, by default.
    pub preferences: OperationPreferences,
    /// Whether operations that do not touch the same stacks run at once, and others wait for each other.
    /// On by default; without it, a second operation fails.
    pub managed_execution: bool,
}

impl StackSetProps {
    /// A set of that name, everything else by default.
    pub fn new(
        name: impl Into<String>,
        template: impl Into<StackSetTemplate>,
        permissions: Permissions,
        instances: impl IntoIterator<Item = StackInstances>,
    ) -> Self {
        StackSetProps {
            name: name.into(),
            description: None,
            template: template.into(),
            permissions,
            instances: instances.into_iter().collect(),
            parameters: Vec::new(),
            preferences: OperationPreferences::default(),
            managed_execution: true,
        }
    }
}

impl StackSet {
    /// Adds a stack set.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: StackSetProps) -> Self {
        stack.construct(id, |stack| {
            check(stack, &props);
            let StackSetProps { name, description, template, permissions, instances, parameters, preferences, .. } =
                props;
            let ready = template.ready(stack);
            check_parameters(stack, &ready, &parameters, &instances);

            let mut set = with_permissions(permissions, name);
            if let Some(description) = description {
                set = set.description(description);
            }
            set = match ready.place {
                Place::Body(text) => set.template_body(text),
                Place::Url(url) => set.template_url(url),
            };
            if !ready.capabilities.is_empty() {
                set = set.capabilities(ready.capabilities);
            }
            if !parameters.is_empty() {
                set = set.parameters(to_parameters(&parameters));
            }
            let regions: Vec<String> = instances.iter().flat_map(|group| group.regions.iter().cloned()).collect();
            set = set.operation_preferences(preferences.to_property(stack, &regions));
            let groups: Vec<_> =
                instances.iter().enumerate().map(|(index, group)| group.to_property(stack, index)).collect();
            set = set.stack_instances_group(groups);
            if props.managed_execution {
                set = set.managed_execution(ManagedExecution::new().active(true));
            }
            StackSet { handle: stack.add(MAIN, set) }
        })
    }

    /// The set's id: its name and a part that AWS makes up.
    pub fn id(self) -> Prop<String> {
        self.handle.stack_set_id()
    }
}

fn with_permissions(permissions: Permissions, name: String) -> cloudformation::StackSet {
    match permissions {
        Permissions::SelfManaged { administration_role, execution_role_name } => {
            cloudformation::StackSet::new(PermissionModel::SelfManaged, name)
                .administration_role_arn(administration_role)
                .execution_role_name(execution_role_name)
        }
        Permissions::ServiceManaged { auto_deployment, delegated_administrator } => {
            let auto = match auto_deployment {
                AutoDeployment::Off => AutoDeploymentProperty::new().enabled(false),
                AutoDeployment::On => {
                    AutoDeploymentProperty::new().enabled(true).retain_stacks_on_account_removal(false)
                }
                AutoDeployment::OnAndRetain => {
                    AutoDeploymentProperty::new().enabled(true).retain_stacks_on_account_removal(true)
                }
            };
            let set = cloudformation::StackSet::new(PermissionModel::ServiceManaged, name).auto_deployment(auto);
            if delegated_administrator { set.call_as(CallAs::DelegatedAdmin) } else { set }
        }
    }
}

fn check(stack: &mut Stack, props: &StackSetProps) {
    let valid = |character: char| character.is_ascii_alphanumeric() || character == '-';
    let name = &props.name;
    if name.len() > 128 || !name.starts_with(|first: char| first.is_ascii_alphabetic()) || !name.chars().all(valid) {
        stack.report(
            Diagnostic::error("stack-set-name", format!("`{name}` is no name for a stack set"))
                .property("StackSetName")
                .help("use letters, digits and hyphens, beginning with a letter, at most 128 characters"),
        );
    }
    for (index, group) in props.instances.iter().enumerate() {
        let (wrong, help) = match (&props.permissions, &group.targets) {
            (Permissions::SelfManaged { .. }, Targets::OrganizationalUnits(_)) => {
                ("roles of one's own reach accounts, not organizational units", "name the accounts")
            }
            (Permissions::ServiceManaged { .. }, Targets::Accounts(_)) => (
                "the organization's permissions reach organizational units, not single accounts",
                "name the units, or the root of the organization",
            ),
            _ => continue,
        };
        stack.report(
            Diagnostic::error("stack-set-targets", wrong)
                .property(format!("StackInstancesGroup.{index}.DeploymentTargets"))
                .help(help),
        );
    }
}

/// Values for parameters that there are not, and parameters without a value.
fn check_parameters(
    stack: &mut Stack,
    ready: &Ready,
    parameters: &[(String, Prop<String>)],
    instances: &[StackInstances],
) {
    let Some(interface) = &ready.interface else { return };
    let has = |name: &str, values: &[(String, Prop<String>)]| values.iter().any(|(given, _)| given == name);
    let overrides = instances.iter().flat_map(|group| &group.parameters);
    let given = parameters.iter().chain(overrides).map(|(name, _)| name.as_str());
    interface.check_parameters(stack, "stack-set-parameter", given, |name| {
        let everywhere = !instances.is_empty() && instances.iter().all(|group| has(name, &group.parameters));
        everywhere || has(name, parameters)
    });
}
