//! A stack is deployed, changed or deleted.

use cfn_model::{IntoProp, Map, Prop, Value, sub};

use crate::iam::{Operator, Statement};
use crate::pipeline::{Action, Artifact, IntoAction, Output, json_text, providers};

/// A capability that a template has to be given, because it can do more than its resources tell.
///
/// See <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capability {
    /// To make IAM resources whose names CloudFormation makes.
    Iam,
    /// To make IAM resources with names of their own.
    NamedIam,
    /// To be transformed by macros.
    AutoExpand,
}

impl Capability {
    /// The name CloudFormation knows it by.
    pub fn name(self) -> &'static str {
        match self {
            Capability::Iam => "CAPABILITY_IAM",
            Capability::NamedIam => "CAPABILITY_NAMED_IAM",
            Capability::AutoExpand => "CAPABILITY_AUTO_EXPAND",
        }
    }
}

/// The value that a parameter of the template gets.
#[derive(Clone, Debug, PartialEq)]
pub enum ParameterOverride {
    /// This one.
    Value(Prop<String>),
    /// The one under a key of a JSON file of an artifact.
    FromFile(Artifact, String, String),
    /// The name of the bucket that the artifact is in, for functions in the template.
    ArtifactBucket(Artifact),
    /// The key under which the artifact is in that bucket.
    ArtifactKey(Artifact),
}

impl ParameterOverride {
    fn to_value(&self) -> Value {
        let function = |name: &'static str, arguments: Vec<&str>| Value::Map(Map::from([(name, arguments)]));
        match self {
            ParameterOverride::Value(value) => value.value().clone(),
            ParameterOverride::FromFile(artifact, file, key) => {
                function("Fn::GetParam", vec![artifact.name(), file, key])
            }
            ParameterOverride::ArtifactBucket(artifact) => {
                function("Fn::GetArtifactAtt", vec![artifact.name(), "BucketName"])
            }
            ParameterOverride::ArtifactKey(artifact) => {
                function("Fn::GetArtifactAtt", vec![artifact.name(), "ObjectKey"])
            }
        }
    }
}

/// A template, and what it is deployed with.
#[derive(Clone, Debug, PartialEq)]
pub struct StackTemplate {
    /// The artifact that holds it.
    pub artifact: Artifact,
    /// Its path in there.
    pub path: String,
    /// The file with parameters, tags and stack policy: artifact and path. None by default.
    pub configuration: Option<(Artifact, String)>,
    /// Parameters by name, which win over those of the file. They take at most 1,000 characters together. None by default.
    pub parameters: Vec<(String, ParameterOverride)>,
    /// What the template may do besides making resources. Nothing by default.
    pub capabilities: Vec<Capability>,
    /// The ARN of the role that CloudFormation works with.
    pub role: Prop<String>,
}

impl StackTemplate {
    /// The template at that path of the artifact, deployed with the role of that ARN.
    pub fn new(artifact: Artifact, path: impl Into<String>, role: impl IntoProp<String>) -> Self {
        StackTemplate {
            artifact,
            path: path.into(),
            configuration: None,
            parameters: Vec::new(),
            capabilities: Vec::new(),
            role: role.into_prop(),
        }
    }

    /// With a capability.
    #[must_use]
    pub fn capability(mut self, capability: Capability) -> Self {
        self.capabilities.push(capability);
        self
    }

    /// With the value of a parameter.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl IntoProp<String>) -> Self {
        self.parameters.push((name.into(), ParameterOverride::Value(value.into_prop())));
        self
    }
}

/// What is done with a stack.
#[derive(Clone, Debug, PartialEq)]
pub enum StackOperation {
    /// It is created or updated.
    CreateUpdate(StackTemplate),
    /// It is created or updated, and deleted first where it has failed before. For tests: what is in it is lost.
    ReplaceOnFailure(StackTemplate),
    /// It is deleted, with the role of that ARN. One that is not there is no failure.
    Delete(Prop<String>),
    /// A change set of that name is made, in the place of one that is there.
    CreateChangeSet(String, StackTemplate),
    /// The change set of that name is carried out.
    ExecuteChangeSet(String),
}

/// A stack is deployed, changed or deleted. Its outputs can be read by later actions as variables.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-CloudFormation.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct CloudFormationAction {
    /// The action's name.
    pub name: String,
    /// The stack's name.
    pub stack_name: Prop<String>,
    /// What is done with it.
    pub operation: StackOperation,
    /// Artifacts that parameters refer to, besides those of the template and its configuration. None by default.
    pub extra_inputs: Vec<Artifact>,
    /// The artifact, and the file of it, that the stack's outputs are written to. None by default.
    pub output: Option<(Artifact, String)>,
}

impl CloudFormationAction {
    /// Something is done with the stack of that name.
    pub fn new(name: impl Into<String>, stack_name: impl IntoProp<String>, operation: StackOperation) -> Self {
        let stack_name = stack_name.into_prop();
        CloudFormationAction { name: name.into(), stack_name, operation, extra_inputs: Vec::new(), output: None }
    }

    /// The stack is created or updated from the template.
    pub fn deploy(name: impl Into<String>, stack_name: impl IntoProp<String>, template: StackTemplate) -> Self {
        CloudFormationAction::new(name, stack_name, StackOperation::CreateUpdate(template))
    }
}

impl IntoAction for CloudFormationAction {
    fn into_action(self) -> Action {
        let operation = Operation::from(self.operation);
        let arn = sub!("arn:{partition}:cloudformation:{region}:{account}:stack/{}/*", self.stack_name.clone());
        let mut action = Action::new(self.name, &providers::cloud_formation::DEPLOY)
            .configure("ActionMode", operation.mode)
            .configure("StackName", self.stack_name)
            .configure_some("ChangeSetName", operation.change_set.as_deref())
            .configure_some("RoleArn", operation.role.clone());
        if let Some(template) = operation.template {
            action = with_template(action, template);
        }
        action = action.reads(self.extra_inputs);
        if let Some((artifact, file)) = self.output {
            action = action.configure("OutputFileName", file).writes([Output::from(artifact)]);
        }
        unique(&mut action.inputs);

        action = action.needs(Statement::allow(operation.actions.to_vec()).on([arn.clone()]));
        if !operation.change_set_actions.is_empty() {
            let statement = Statement::allow(operation.change_set_actions.to_vec()).on([arn]);
            let name = operation.change_set.into_iter();
            action = action.needs(statement.when(Operator::StringEquals, "cloudformation:ChangeSetName", name));
        }
        if let Some(role) = operation.role {
            let pass = Statement::allow(["iam:PassRole"]).on([role]);
            let to = ["cloudformation.amazonaws.com"];
            action = action.needs(pass.when(Operator::StringEquals, "iam:PassedToService", to));
        }
        action
    }

    fn name(&self) -> &str {
        &self.name
    }
}

fn with_template(action: Action, template: StackTemplate) -> Action {
    let mut action = action.configure("TemplatePath", template.artifact.at(&template.path)).reads([template.artifact]);
    if !template.capabilities.is_empty() {
        let names: Vec<&str> = template.capabilities.iter().map(|capability| capability.name()).collect();
        action = action.configure("Capabilities", names.join(","));
    }
    if let Some((artifact, path)) = template.configuration {
        action = action.configure("TemplateConfiguration", artifact.at(&path)).reads([artifact]);
    }
    if !template.parameters.is_empty() {
        let values = template.parameters.iter().map(|(name, value)| (name.clone(), value.to_value()));
        action = action.configure("ParameterOverrides", json_text(&Value::Map(values.collect())));
    }
    for (_, value) in template.parameters {
        if let ParameterOverride::FromFile(artifact, ..)
        | ParameterOverride::ArtifactBucket(artifact)
        | ParameterOverride::ArtifactKey(artifact) = value
        {
            action = action.reads([artifact]);
        }
    }
    action
}

/// Template, configuration and parameters may be of one artifact.
fn unique(artifacts: &mut Vec<Artifact>) {
    let all = std::mem::take(artifacts);
    for artifact in all {
        if !artifacts.contains(&artifact) {
            artifacts.push(artifact);
        }
    }
}

/// What an operation is to CodePipeline, and what has to be allowed for it.
struct Operation {
    mode: &'static str,
    template: Option<StackTemplate>,
    change_set: Option<String>,
    role: Option<Prop<String>>,
    /// On the stack.
    actions: &'static [&'static str],
    /// On the stack's change set of that name.
    change_set_actions: &'static [&'static str],
}

/// What is allowed for creating and updating.
const DEPLOY: &[&str] = &[
    "cloudformation:CreateStack",
    "cloudformation:DescribeStackEvents",
    "cloudformation:DescribeStacks",
    "cloudformation:GetTemplate",
    "cloudformation:SetStackPolicy",
    "cloudformation:UpdateStack",
];
/// As [`DEPLOY`], and for deleting what has failed.
const REPLACE: &[&str] = &[
    "cloudformation:CreateStack",
    "cloudformation:DeleteStack",
    "cloudformation:DescribeStackEvents",
    "cloudformation:DescribeStacks",
    "cloudformation:GetTemplate",
    "cloudformation:SetStackPolicy",
    "cloudformation:UpdateStack",
];
const DELETE: &[&str] =
    &["cloudformation:DeleteStack", "cloudformation:DescribeStackEvents", "cloudformation:DescribeStacks"];
const DESCRIBE: &[&str] = &["cloudformation:DescribeStackEvents", "cloudformation:DescribeStacks"];
const CREATE_CHANGE_SET: &[&str] =
    &["cloudformation:CreateChangeSet", "cloudformation:DeleteChangeSet", "cloudformation:DescribeChangeSet"];
const EXECUTE_CHANGE_SET: &[&str] = &["cloudformation:DescribeChangeSet", "cloudformation:ExecuteChangeSet"];

impl From<StackOperation> for Operation {
    fn from(operation: StackOperation) -> Self {
        let plain = |mode, actions| Operation {
            mode,
            template: None,
            change_set: None,
            role: None,
            actions,
            change_set_actions: &[],
        };
        let deploying = |mode, actions, template: StackTemplate| {
            let role = Some(template.role.clone());
            Operation { role, template: Some(template), ..plain(mode, actions) }
        };
        match operation {
            StackOperation::CreateUpdate(template) => deploying("CREATE_UPDATE", DEPLOY, template),
            StackOperation::ReplaceOnFailure(template) => deploying("REPLACE_ON_FAILURE", REPLACE, template),
            StackOperation::Delete(role) => Operation { role: Some(role), ..plain("DELETE_ONLY", DELETE) },
            StackOperation::CreateChangeSet(name, template) => Operation {
                change_set: Some(name),
                change_set_actions: CREATE_CHANGE_SET,
                ..deploying("CHANGE_SET_REPLACE", DESCRIBE, template)
            },
            StackOperation::ExecuteChangeSet(name) => Operation {
                change_set: Some(name),
                change_set_actions: EXECUTE_CHANGE_SET,
                ..plain("CHANGE_SET_EXECUTE", DESCRIBE)
            },
        }
    }
}
