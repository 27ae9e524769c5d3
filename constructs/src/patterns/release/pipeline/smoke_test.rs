//! [`SmokeTest`]: a stack of a release, created, looked at and deleted.

use cfn_model::{Prop, Value, sub};

use super::super::ReleaseChannel;
use crate::Stack;
use crate::iam::{Operator, Statement};
use crate::services::codebuild::EnvironmentVariable;
use crate::services::{Bucket, Grantee, Minutes, Role, RoleProps};

/// A test of a release: a stack of one of its templates is created, looked at by commands, and deleted whatever happens.
#[derive(Clone, Debug, PartialEq)]
pub struct SmokeTest {
    /// The template, by its name without `.yaml`.
    pub template: String,
    /// Values of its parameters. Those that have a default may be left out.
    pub parameters: Vec<(String, String)>,
    /// The commands that look whether it works. Each output of the stack is a variable, `OUTPUT_<name>`.
    pub probe: Vec<String>,
    /// What CloudFormation may do to create and delete what is in the template, and the templates nested in it.
    pub permissions: Vec<Statement>,
    /// How long it may take, with creation and deletion. 150 minutes by default.
    pub timeout: Minutes,
}

impl SmokeTest {
    /// A test of that template by these commands, everything else by default.
    pub fn new<C: Into<String>>(template: impl Into<String>, probe: impl IntoIterator<Item = C>) -> Self {
        SmokeTest {
            template: template.into(),
            parameters: Vec::new(),
            probe: probe.into_iter().map(Into::into).collect(),
            permissions: Vec::new(),
            timeout: Minutes(150),
        }
    }

    pub(super) fn variables(&self, role: Role) -> Vec<EnvironmentVariable> {
        let parameter = |(key, value): &(String, String)| {
            let entries = [("ParameterKey", key.as_str()), ("ParameterValue", value.as_str())];
            Value::Map(entries.into_iter().collect())
        };
        let parameters = Value::List(self.parameters.iter().map(parameter).collect());
        vec![
            EnvironmentVariable::plain("ROLE_ARN", role.arn()),
            EnvironmentVariable::plain("PARAMETERS", crate::pipeline::json_text(&parameters)),
            EnvironmentVariable::plain("PROBE", self.probe.join("\n")),
        ]
    }

    /// The role that CloudFormation works with: it does what it has to for the templates, and reads them.
    pub(super) fn role(&self, stack: &mut Stack, product: &str, channel: &ReleaseChannel, bucket: Bucket) -> Role {
        let trust = RoleProps::for_service("cloudformation.amazonaws.com");
        let role = Role::new(stack, "StackRole", trust.description("Creates and deletes the stacks of smoke tests."));
        self.permissions.iter().for_each(|statement| role.allow(stack, statement.clone()));
        let nested = ["cloudformation:CreateStack", "cloudformation:DeleteStack", "cloudformation:DescribeStacks"];
        role.allow(stack, Statement::allow(nested).on([stacks(product)]));
        let templates = bucket.objects(&channel.prefix.pattern(product));
        role.allow(stack, Statement::allow(["s3:GetObject"]).on([templates]));
        role
    }

    /// What the build may do: it has CloudFormation do everything.
    pub(super) fn grant(stack: &mut Stack, grantee: &impl Grantee, product: &str, role: Role) {
        let actions = [
            "cloudformation:CreateStack",
            "cloudformation:DeleteStack",
            "cloudformation:DescribeStackEvents",
            "cloudformation:DescribeStacks",
        ];
        grantee.allow(stack, Statement::allow(actions).on([stacks(product)]));
        let pass = Statement::allow(["iam:PassRole"]).on([role.arn()]);
        let to = ["cloudformation.amazonaws.com"];
        grantee.allow(stack, pass.when(Operator::StringEquals, "iam:PassedToService", to));
    }
}

/// The stacks of smoke tests, and those nested in them.
fn stacks(product: &str) -> Prop<String> {
    sub!("arn:{partition}:cloudformation:{region}:{account}:stack/{}-smoke-*/*", product)
}
