//! [`CloudFormation`]: a stack is deployed, changed or deleted.

use std::collections::BTreeMap;

use cfn_constructs::pipeline::actions::{
    Capability, CloudFormationAction, ParameterOverride, StackOperation as Operation, StackTemplate,
};
use cfn_constructs::pipeline::{self, Artifact, IntoAction};
use cfn_constructs::services::{Grantee, Role, RoleProps};
use cfn_model::Prop;
use serde::{Deserialize, Serialize};

use super::{Making, Permission};

/// A stack is deployed, changed or deleted by CloudFormation, with a role that may do just what is said here. Later
/// actions read its outputs as `#{<action>Variables.OUTPUT}`.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html>.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CloudFormation {
    /// Its name, unique in its stage: letters, digits and `.@-_`, at most 100 characters.
    pub name: String,
    /// When it runs, 1 to 999: after the actions of its stage that have a lower number. 1 by default.
    #[serde(default)]
    pub run_order: Option<u32>,
    /// The name of the stack.
    pub stack_name: String,
    /// What is done with the stack. It is created or updated by default.
    #[serde(default)]
    pub operation: StackOperation,
    /// The artifact with the template, by the name of the action that writes it. Needed where a template is.
    #[serde(default)]
    pub input: Option<String>,
    /// The template, by its path in the artifact. Needed unless the stack is deleted, or a change set is carried out.
    #[serde(default)]
    pub template: Option<String>,
    /// The file with parameters, tags and a stack policy, by its path in the artifact. None by default.
    #[serde(default)]
    pub configuration: Option<String>,
    /// Values of parameters, which win over those of the file, and may name variables: `#{variables.NAME}`. They take at
    /// most 1,000 characters together. None by default.
    #[serde(default)]
    pub parameters: BTreeMap<String, String>,
    /// What the template may do besides making resources. Nothing by default.
    #[serde(default)]
    pub capabilities: Vec<StackCapability>,
    /// The name of the change set, where there is one. `release` by default.
    #[serde(default = "release")]
    pub change_set: String,
    /// What CloudFormation may do to make what is in the template: a role is made that may do this and nothing else.
    /// Nothing by default, where there is a `deployment_role`.
    #[serde(default)]
    pub permissions: Vec<Permission>,
    /// The ARN of a role that is there already, which CloudFormation works with instead. None by default.
    #[serde(default)]
    pub deployment_role: Option<String>,
    /// The ARN of a role that the pipeline takes on for this action, such as one of the account that the stack is in. What
    /// the action needs has been allowed to it there. The pipeline's own by default.
    #[serde(default)]
    pub role: Option<String>,
    /// The file that the outputs of the stack are written to, which makes an artifact of the action's name. None by default.
    #[serde(default)]
    pub output_file: Option<String>,
}

/// What is done with a stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StackOperation {
    /// It is created or updated.
    #[default]
    Deploy,
    /// It is created or updated, and deleted first where it has failed before. What is in it is lost then.
    ReplaceOnFailure,
    /// A change set is made, in the place of one that is there.
    CreateChangeSet,
    /// The change set of that name is carried out.
    ExecuteChangeSet,
    /// It is deleted.
    Delete,
}

/// What a template may do besides making resources.
///
/// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StackCapability {
    /// It makes roles and policies whose names CloudFormation makes.
    Iam,
    /// It makes roles and policies with names of their own.
    NamedIam,
    /// Macros transform it.
    AutoExpand,
}

fn release() -> String {
    "release".to_owned()
}

impl StackOperation {
    fn has_template(self) -> bool {
        !matches!(self, StackOperation::ExecuteChangeSet | StackOperation::Delete)
    }
}

impl CloudFormation {
    /// The stack is created or updated from the template at that path of the artifact. CloudFormation may do nothing yet.
    pub fn new(
        name: impl Into<String>,
        stack_name: impl Into<String>,
        input: impl Into<String>,
        template: impl Into<String>,
    ) -> Self {
        let (input, template) = (Some(input.into()), Some(template.into()));
        CloudFormation { input, template, ..CloudFormation::without_template(name, stack_name, StackOperation::Deploy) }
    }

    /// The change set `release` of the stack is carried out.
    pub fn execute_change_set(name: impl Into<String>, stack_name: impl Into<String>) -> Self {
        CloudFormation::without_template(name, stack_name, StackOperation::ExecuteChangeSet)
    }

    fn without_template(name: impl Into<String>, stack_name: impl Into<String>, operation: StackOperation) -> Self {
        CloudFormation {
            name: name.into(),
            run_order: None,
            stack_name: stack_name.into(),
            operation,
            input: None,
            template: None,
            configuration: None,
            parameters: BTreeMap::new(),
            capabilities: Vec::new(),
            change_set: release(),
            permissions: Vec::new(),
            deployment_role: None,
            role: None,
            output_file: None,
        }
    }

    /// With something that CloudFormation may do.
    #[must_use]
    pub fn allow<A: Into<String>, R: Into<String>>(
        mut self,
        actions: impl IntoIterator<Item = A>,
        resources: impl IntoIterator<Item = R>,
    ) -> Self {
        self.permissions.push(Permission::new(actions, resources));
        self
    }

    /// With the value of a parameter.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parameters.insert(name.into(), value.into());
        self
    }

    pub(super) fn make(&self, making: &mut Making<'_>) -> pipeline::Action {
        self.check(making);
        let change_set = || self.change_set.clone();
        let operation = match self.operation {
            StackOperation::Deploy => Operation::CreateUpdate(self.stack_template(making)),
            StackOperation::ReplaceOnFailure => Operation::ReplaceOnFailure(self.stack_template(making)),
            StackOperation::CreateChangeSet => Operation::CreateChangeSet(change_set(), self.stack_template(making)),
            StackOperation::ExecuteChangeSet => Operation::ExecuteChangeSet(change_set()),
            StackOperation::Delete => Operation::Delete(self.deployment_role(making)),
        };
        let mut action = CloudFormationAction::new(&*self.name, &*self.stack_name, operation);
        action.output = self.output_file.clone().map(|file| (Artifact::new(&*self.name), file));
        making.with_role(action.into_action(), self.role.as_deref())
    }

    fn stack_template(&self, making: &mut Making<'_>) -> StackTemplate {
        let artifact = Artifact::new(self.input.as_deref().unwrap_or_default());
        let path = self.template.as_deref().unwrap_or_default();
        let value = |(name, value): (&String, &String)| (name.clone(), ParameterOverride::Value(Prop::new(value)));
        StackTemplate {
            configuration: self.configuration.clone().map(|path| (artifact.clone(), path)),
            parameters: self.parameters.iter().map(value).collect(),
            capabilities: self.capabilities.iter().copied().map(Capability::from).collect(),
            ..StackTemplate::new(artifact, path, self.deployment_role(making))
        }
    }

    /// The role that CloudFormation works with: the one that is named, or one that may do what is said here.
    fn deployment_role(&self, making: &mut Making<'_>) -> Prop<String> {
        if let Some(arn) = &self.deployment_role {
            return Prop::new(arn);
        }
        let role = making.stack.construct(self.name.as_str(), |stack| {
            let trust = RoleProps::for_service("cloudformation.amazonaws.com");
            let what = format!("What CloudFormation may do for the stack {}.", self.stack_name);
            let role = Role::new(stack, "DeploymentRole", trust.description(what));
            self.permissions.iter().for_each(|allowed| role.allow(stack, allowed.statement()));
            role
        });
        making.handed_on.push(role);
        role.arn()
    }

    fn check(&self, making: &mut Making<'_>) {
        let name = &self.name;
        making.known("stack_name", &self.stack_name);
        let has_template = self.operation.has_template();
        for (key, given) in [("input", self.input.is_some()), ("template", self.template.is_some())] {
            let (message, help) = match (has_template, given) {
                (true, false) => (format!("`{name}` lacks `{key}`"), "name the artifact, and the template in it"),
                (false, true) => (format!("`{name}` has `{key}`, and takes no template"), "leave it out"),
                _ => continue,
            };
            making.report(key, message, help);
        }
        let unused = [
            ("configuration", self.configuration.is_some()),
            ("parameters", !self.parameters.is_empty()),
            ("capabilities", !self.capabilities.is_empty()),
        ];
        for (key, _) in unused.into_iter().filter(|(_, given)| !has_template && *given) {
            making.report(key, format!("`{name}` has `{key}`, and takes no template"), "leave it out");
        }
        let (own, named) = (!self.permissions.is_empty(), self.deployment_role.is_some());
        if self.operation == StackOperation::ExecuteChangeSet {
            if own || named {
                let key = if own { "permissions" } else { "deployment_role" };
                let message = format!("`{name}` has `{key}`, and carries out what a change set says");
                making.report(key, message, "CloudFormation works with the role of the change set: say it there");
            }
        } else if own && named {
            let message = format!("`{name}` has permissions, and a role that is there already");
            making.report("permissions", message, "allow it to the role, or leave the role out");
        } else if !own && !named {
            let message = format!("`{name}` lets CloudFormation do nothing");
            let help = "give the `permissions` to make what is in the template, or a `deployment_role` that has them";
            making.report("permissions", message, help);
        } else if own && self.role.is_some() {
            let message = format!("`{name}` runs with another role, and its deployment role would be made here");
            making.report("permissions", message, "name a `deployment_role` of the account that the stack is in");
        }
    }
}

impl From<StackCapability> for Capability {
    fn from(capability: StackCapability) -> Self {
        match capability {
            StackCapability::Iam => Capability::Iam,
            StackCapability::NamedIam => Capability::NamedIam,
            StackCapability::AutoExpand => Capability::AutoExpand,
        }
    }
}
