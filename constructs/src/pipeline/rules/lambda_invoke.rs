//! A function says yes.

use cfn_model::{IntoProp, Prop, sub};

use crate::iam::Statement;
use crate::pipeline::{Artifact, Rule, providers};

/// A function says yes, through `codepipeline:PutJobSuccessResult`, which its own role has to be allowed.
#[derive(Clone, Debug, PartialEq)]
pub struct LambdaInvokeRule {
    /// The rule's name.
    pub name: String,
    /// The function's name.
    pub function: Prop<String>,
    /// What the function gets besides the job. Nothing by default.
    pub user_parameters: Option<Prop<String>>,
    /// Artifacts that the function reads. None by default.
    pub inputs: Vec<Artifact>,
}

impl LambdaInvokeRule {
    /// The function of that name says yes.
    pub fn new(name: impl Into<String>, function: impl IntoProp<String>) -> Self {
        let function = function.into_prop();
        LambdaInvokeRule { name: name.into(), function, user_parameters: None, inputs: Vec::new() }
    }
}

impl From<LambdaInvokeRule> for Rule {
    fn from(rule: LambdaInvokeRule) -> Self {
        let arn = sub!("arn:{partition}:lambda:{region}:{account}:function:{}", rule.function.clone());
        let made = Rule::new(rule.name, &providers::rules::LAMBDA_INVOKE)
            .configure("FunctionName", rule.function)
            .reads(rule.inputs)
            .needs(Statement::allow(["lambda:InvokeFunction"]).on([arn]));
        match rule.user_parameters {
            Some(parameters) => made.configure("UserParameters", parameters),
            None => made,
        }
    }
}
