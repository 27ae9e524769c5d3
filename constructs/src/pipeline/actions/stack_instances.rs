//! Stacks of a stack set are created or updated.

use cfn_model::{IntoProp, Prop};

use super::common::{known, wrong};
use super::stack_set_parts::{StackSetParameters, StackSetPreferences, StackSetTargets, arns, is_name};
use crate::iam::Statement;
use crate::pipeline::{Action, IntoAction, providers};

/// Stacks of a stack set that exists already are created or updated, as a rollout to more accounts and regions.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-StackSets.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct StackInstancesAction {
    /// The action's name.
    pub name: String,
    /// The set's name.
    pub stack_set: Prop<String>,
    /// The accounts.
    pub targets: StackSetTargets,
    /// The regions, in their order: at least one.
    pub regions: Vec<String>,
    /// Values of parameters that differ from those of the set. None by default.
    pub parameters: StackSetParameters,
    /// How carefully changes are rolled out.
    pub preferences: StackSetPreferences,
    /// Whether this account is a delegated administrator of the organization. Off by default.
    pub delegated_administrator: bool,
}

impl StackInstancesAction {
    /// The stacks of the set of that name in these accounts, each in these regions.
    pub fn new<R: Into<String>>(
        name: impl Into<String>,
        stack_set: impl IntoProp<String>,
        targets: impl Into<StackSetTargets>,
        regions: impl IntoIterator<Item = R>,
    ) -> Self {
        StackInstancesAction {
            name: name.into(),
            stack_set: stack_set.into_prop(),
            targets: targets.into(),
            regions: regions.into_iter().map(Into::into).collect(),
            parameters: StackSetParameters::default(),
            preferences: StackSetPreferences::default(),
            delegated_administrator: false,
        }
    }

    /// With how carefully changes are rolled out.
    #[must_use]
    pub fn preferences(mut self, preferences: StackSetPreferences) -> Self {
        self.preferences = preferences;
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

impl IntoAction for StackInstancesAction {
    fn into_action(self) -> Action {
        let (set, targets) = arns(&self.stack_set);
        let mut action = Action::new(self.name, &providers::stack_sets::STACK_INSTANCES)
            .configure("StackSetName", self.stack_set.clone())
            .needs(Statement::allow(["cloudformation:DescribeStackSetOperation"]).on([set]))
            .needs(Statement::allow(["cloudformation:CreateStackInstances"]).on(targets));
        if let Some(text) = known(&self.stack_set).filter(|text| !is_name(text)) {
            let help = "use letters, digits and hyphens, beginning with a letter, at most 128 characters";
            action = action.problem("StackSetName", wrong(format!("`{text}` is no name for a stack set"), help));
        }
        if self.delegated_administrator {
            action = action.configure("CallAs", "DELEGATED_ADMIN");
        }
        let action = self.targets.apply(action, self.regions);
        self.preferences.apply(self.parameters.apply(action, "ParameterOverrides"))
    }

    fn name(&self) -> &str {
        &self.name
    }
}
