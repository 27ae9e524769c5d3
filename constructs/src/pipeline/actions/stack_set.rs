//! A stack set is created or updated.

use cfn_model::{Diagnostic, IntoProp, Prop, sub};

use super::Capability;
use super::common::{known, pass_roles, wrong};
use super::stack_set_parts::{StackSetParameters, StackSetPreferences, StackSetTargets, arns, is_name, read};
use crate::iam::Statement;
use crate::pipeline::{Action, Artifact, IntoAction, providers};

/// A stack set of CloudFormation is created or updated, and its stacks with it.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StackSets.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct StackSetAction {
    /// The action's name.
    pub name: String,
    /// The set's name.
    pub stack_set: Prop<String>,
    /// The template: artifact and path.
    pub template: (Artifact, String),
    /// With whose permissions it is deployed.
    pub permissions: StackSetPermissions,
    /// Where stacks are created and updated: the accounts, and the regions in their order. By default an update
    /// goes to the stacks that there are, and a new set has none.
    pub instances: Option<(StackSetTargets, Vec<String>)>,
    /// The values of the template's parameters. By default their own, or those they have had.
    pub parameters: StackSetParameters,
    /// What the template may do besides making resources. Nothing by default.
    pub capabilities: Vec<Capability>,
    /// What the set is for. None by default.
    pub description: Option<String>,
    /// How carefully changes are rolled out.
    pub preferences: StackSetPreferences,
}

/// With whose permissions a stack set is deployed.
#[derive(Clone, Debug, PartialEq)]
pub enum StackSetPermissions {
    /// With roles of one's own, to accounts.
    SelfManaged {
        /// The ARN of the role in this account. `AWSCloudFormationStackSetAdministrationRole` by default.
        administration_role: Option<Prop<String>>,
        /// The name of the role in each target account. `AWSCloudFormationStackSetExecutionRole` by default.
        execution_role_name: Option<String>,
    },
    /// With roles that AWS Organizations makes, to organizational units.
    ServiceManaged {
        /// What becomes of accounts that join or leave a unit. By default nothing.
        auto_deployment: StackSetAutoDeployment,
        /// Whether this account is a delegated administrator, and not the organization's own.
        delegated_administrator: bool,
    },
}

/// What becomes of accounts that join or leave an organizational unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum StackSetAutoDeployment {
    /// Nothing.
    #[default]
    Off,
    /// Who joins gets the stacks, who leaves loses them.
    On,
    /// Who joins gets the stacks, who leaves keeps them.
    OnAndRetain,
}

impl StackSetPermissions {
    /// With the roles that bear AWS's names for them.
    pub fn self_managed() -> Self {
        StackSetPermissions::SelfManaged { administration_role: None, execution_role_name: None }
    }

    /// With these roles: the one of this account by ARN, those of target accounts by their name.
    pub fn roles(administration_role: impl IntoProp<String>, execution_role_name: impl Into<String>) -> Self {
        StackSetPermissions::SelfManaged {
            administration_role: Some(administration_role.into_prop()),
            execution_role_name: Some(execution_role_name.into()),
        }
    }

    /// With the organization's roles, in the organization's own account.
    pub fn service_managed(auto_deployment: StackSetAutoDeployment) -> Self {
        StackSetPermissions::ServiceManaged { auto_deployment, delegated_administrator: false }
    }
}

impl StackSetAction {
    /// The set of that name gets the template at that path of the artifact.
    pub fn new(
        name: impl Into<String>,
        stack_set: impl IntoProp<String>,
        artifact: Artifact,
        path: impl Into<String>,
        permissions: StackSetPermissions,
    ) -> Self {
        StackSetAction {
            name: name.into(),
            stack_set: stack_set.into_prop(),
            template: (artifact, path.into()),
            permissions,
            instances: None,
            parameters: StackSetParameters::default(),
            capabilities: Vec::new(),
            description: None,
            preferences: StackSetPreferences::default(),
        }
    }

    /// With stacks in these accounts, each in these regions, one region after the other.
    #[must_use]
    pub fn instances<R: Into<String>>(
        mut self,
        targets: impl Into<StackSetTargets>,
        regions: impl IntoIterator<Item = R>,
    ) -> Self {
        self.instances = Some((targets.into(), regions.into_iter().map(Into::into).collect()));
        self
    }

    /// With a capability.
    #[must_use]
    pub fn capability(mut self, capability: Capability) -> Self {
        self.capabilities.push(capability);
        self
    }

    /// The set's id, for later actions.
    pub fn stack_set_id(&self) -> Prop<String> {
        self.variable("StackSetId")
    }

    /// The id of the operation, for later actions.
    pub fn operation_id(&self) -> Prop<String> {
        self.variable("OperationId")
    }
}

impl IntoAction for StackSetAction {
    fn into_action(self) -> Action {
        let (artifact, path) = self.template;
        let mut action = Action::new(self.name, &providers::stack_sets::STACK_SET)
            .configure("StackSetName", self.stack_set.clone())
            .configure_some("Description", self.description)
            .configure("TemplatePath", artifact.at(&path));
        if let Some(text) = known(&self.stack_set).filter(|text| !is_name(text)) {
            let help = "use letters, digits and hyphens, beginning with a letter, at most 128 characters";
            action = action.problem("StackSetName", wrong(format!("`{text}` is no name for a stack set"), help));
        }
        read(&mut action, artifact);
        if !self.capabilities.is_empty() {
            let names: Vec<&str> = self.capabilities.iter().map(|capability| capability.name()).collect();
            action = action.configure("Capabilities", names.join(","));
        }
        action = self.parameters.apply(action, "Parameters");
        if let Some((targets, regions)) = self.instances {
            action = check_targets(action, &self.permissions, &targets);
            action = targets.apply(action, regions);
        }
        action = self.preferences.apply(with_permissions(action, self.permissions));

        let (set, targets) = arns(&self.stack_set);
        let look = [
            "cloudformation:DescribeStackSet",
            "cloudformation:DescribeStackSetOperation",
            "cloudformation:ListStackInstances",
        ];
        let change = ["cloudformation:CreateStackInstances", "cloudformation:UpdateStackSet"];
        action
            // It knows no resource.
            .needs(Statement::allow(["cloudformation:CreateStackSet"]).on_all_resources())
            .needs(Statement::allow(look).on([set]))
            .needs(Statement::allow(change).on(targets))
    }

    fn name(&self) -> &str {
        &self.name
    }
}

fn with_permissions(action: Action, permissions: StackSetPermissions) -> Action {
    match permissions {
        StackSetPermissions::SelfManaged { administration_role, execution_role_name } => {
            let by_name = || sub!("arn:{partition}:iam::{account}:role/AWSCloudFormationStackSetAdministrationRole");
            let passed = administration_role.clone().unwrap_or_else(by_name);
            action
                .configure("PermissionModel", "SELF_MANAGED")
                .configure_some("AdministrationRoleArn", administration_role)
                .configure_some("ExecutionRoleName", execution_role_name)
                .needs(pass_roles([passed], "cloudformation.amazonaws.com"))
        }
        StackSetPermissions::ServiceManaged { auto_deployment, delegated_administrator } => {
            let auto = match auto_deployment {
                StackSetAutoDeployment::Off => "Disabled",
                StackSetAutoDeployment::On => "Enabled",
                StackSetAutoDeployment::OnAndRetain => "EnabledWithStackRetention",
            };
            let call_as = if delegated_administrator { "DELEGATED_ADMIN" } else { "SELF" };
            action
                .configure("PermissionModel", "SERVICE_MANAGED")
                .configure("OrganizationsAutoDeployment", auto)
                .configure("CallAs", call_as)
        }
    }
}

/// Whether the permissions reach the targets.
fn check_targets(action: Action, permissions: &StackSetPermissions, targets: &StackSetTargets) -> Action {
    let (problem, help) = match (permissions, targets) {
        (StackSetPermissions::SelfManaged { .. }, StackSetTargets::OrganizationalUnits(_)) => {
            ("roles of one's own reach accounts, not organizational units", "name the accounts")
        }
        (StackSetPermissions::ServiceManaged { .. }, StackSetTargets::Accounts(_)) => (
            "the organization's permissions reach organizational units, not single accounts",
            "name the units, or the root of the organization",
        ),
        (StackSetPermissions::ServiceManaged { auto_deployment, .. }, _)
            if *auto_deployment != StackSetAutoDeployment::Off =>
        {
            let message = "targets are named, and accounts get their stacks by themselves";
            let help = "AWS asks for one of the two: add the first stacks with a `StackInstancesAction`";
            return action
                .problem("DeploymentTargets", Diagnostic::warning("action-configuration", message).help(help));
        }
        _ => return action,
    };
    action.problem("DeploymentTargets", wrong(problem, help))
}
