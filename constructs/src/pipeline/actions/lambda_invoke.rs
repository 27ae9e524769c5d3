//! A function runs.

use cfn_model::{IntoProp, Prop, sub};

use crate::iam::Statement;
use crate::pipeline::{Action, Artifact, IntoAction, providers};
use crate::services::Role;

/// A function runs, and tells CodePipeline how it went. The variables that it tells can be read by later actions.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Lambda.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct LambdaInvokeAction {
    /// The action's name.
    pub name: String,
    /// The function's name.
    pub function: Prop<String>,
    /// The function's role, which is allowed to tell how it went and to get at the artifacts. By
    /// default that has been allowed elsewhere.
    pub function_role: Option<Role>,
    /// What the function gets besides the job, at most 1,000 characters. Nothing by default.
    pub user_parameters: Option<Prop<String>>,
    /// The artifacts that it reads, at most 5. None by default.
    pub inputs: Vec<Artifact>,
    /// The artifacts that it writes, at most 5. None by default.
    pub outputs: Vec<Artifact>,
}

impl LambdaInvokeAction {
    /// The function of that name runs.
    pub fn new(name: impl Into<String>, function: impl IntoProp<String>) -> Self {
        LambdaInvokeAction {
            name: name.into(),
            function: function.into_prop(),
            function_role: None,
            user_parameters: None,
            inputs: Vec::new(),
            outputs: Vec::new(),
        }
    }

    /// With the function's role, which gets what it needs.
    #[must_use]
    pub fn function_role(mut self, role: Role) -> Self {
        self.function_role = Some(role);
        self
    }

    /// With what the function gets besides the job.
    #[must_use]
    pub fn user_parameters(mut self, parameters: impl IntoProp<String>) -> Self {
        self.user_parameters = Some(parameters.into_prop());
        self
    }
}

impl IntoAction for LambdaInvokeAction {
    fn into_action(self) -> Action {
        let arn = sub!("arn:{partition}:lambda:{region}:{account}:function:{}", self.function.clone());
        let mut action = Action::new(self.name, &providers::lambda::INVOKE)
            .configure("FunctionName", self.function)
            .configure_some("UserParameters", self.user_parameters)
            .needs(Statement::allow(["lambda:InvokeFunction"]).on([arn]))
            // It knows no resource.
            .needs(Statement::allow(["lambda:ListFunctions"]).on_all_resources())
            .reads(self.inputs)
            .writes(self.outputs);
        if let Some(role) = self.function_role {
            // They know no resource either: only the job's own token makes them work.
            let tell = ["codepipeline:PutJobFailureResult", "codepipeline:PutJobSuccessResult"];
            action.grants.push((role, Statement::allow(tell).on_all_resources()));
            action.artifact_roles.push(role);
        }
        action
    }

    fn name(&self) -> &str {
        &self.name
    }
}
