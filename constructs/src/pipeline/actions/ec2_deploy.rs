//! Files are put on machines, and scripts run there.

use cfn_model::{IntoProp, Prop, sub};

use super::common::{props, with_commas, wrong};
use crate::iam::{Operator, Statement};
use crate::pipeline::{Action, Artifact, IntoAction, log_permissions, providers};
use crate::services::Role;

/// The files of an artifact are put on Linux machines, and scripts run there, through Systems Manager. At
/// most 500 machines, each with the agent of Systems Manager.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-EC2Deploy.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct Ec2DeployAction {
    /// The action's name.
    pub name: String,
    /// The machines.
    pub instances: Ec2Instances,
    /// The artifact.
    pub input: Artifact,
    /// What is done on each machine.
    pub steps: Ec2Steps,
    /// How many machines are deployed to at once. By default CodePipeline's choice.
    pub max_batch: Option<Ec2Limit>,
    /// On how many machines it may fail. By default CodePipeline's choice.
    pub max_error: Option<Ec2Limit>,
    /// The names of target groups that a machine is taken out of while it is deployed to. None by default.
    pub target_groups: Vec<Prop<String>>,
    /// The roles of the instances, which fetch the artifact themselves. By default that has been allowed elsewhere.
    pub instance_roles: Vec<Role>,
}

/// Machines with a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ec2Instances {
    /// What they are.
    pub kind: Ec2InstanceKind,
    /// The key of the tag.
    pub tag_key: String,
    /// The value of the tag. By default any.
    pub tag_value: Option<String>,
}

/// What machines are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ec2InstanceKind {
    /// Instances of EC2.
    Ec2,
    /// Any that Systems Manager manages, such as servers on premises.
    ManagedNode,
}

/// What is done on each machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ec2Steps {
    /// The files go into a folder, and scripts of the artifact run.
    Scripts {
        /// The folder, as an absolute path.
        target_directory: String,
        /// The script that runs before, by its path in the artifact. None by default.
        before: Option<String>,
        /// The script that runs afterwards, by its path in the artifact.
        after: String,
    },
    /// What a deploy spec file says, by its path in the artifact. An AppSpec file of CodeDeploy serves, too.
    DeploySpec(String),
}

/// A number of machines, or a part of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ec2Limit {
    /// So many, at least 1.
    Count(u32),
    /// That part of them in percent, 1 to 100.
    Percent(u32),
}

impl Ec2Instances {
    /// Instances of EC2 that have that tag.
    pub fn ec2(tag_key: impl Into<String>, tag_value: impl Into<String>) -> Self {
        Ec2Instances { kind: Ec2InstanceKind::Ec2, tag_key: tag_key.into(), tag_value: Some(tag_value.into()) }
    }

    /// Machines that Systems Manager manages and that have that tag.
    pub fn managed_nodes(tag_key: impl Into<String>, tag_value: impl Into<String>) -> Self {
        Ec2Instances { kind: Ec2InstanceKind::ManagedNode, ..Ec2Instances::ec2(tag_key, tag_value) }
    }
}

impl Ec2Steps {
    /// The files go into that folder, and the script of the artifact runs afterwards.
    pub fn script(target_directory: impl Into<String>, after: impl Into<String>) -> Self {
        Ec2Steps::Scripts { target_directory: target_directory.into(), before: None, after: after.into() }
    }
}

impl Ec2DeployAction {
    /// The artifact goes to the machines.
    pub fn new(name: impl Into<String>, instances: Ec2Instances, input: Artifact, steps: Ec2Steps) -> Self {
        Ec2DeployAction {
            name: name.into(),
            instances,
            input,
            steps,
            max_batch: None,
            max_error: None,
            target_groups: Vec::new(),
            instance_roles: Vec::new(),
        }
    }

    /// With target groups, by name, that a machine is taken out of while it is deployed to.
    #[must_use]
    pub fn target_groups<N: IntoProp<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.target_groups.extend(props(names));
        self
    }

    /// With the role of instances, which gets to read the artifact.
    #[must_use]
    pub fn instance_role(mut self, role: Role) -> Self {
        self.instance_roles.push(role);
        self
    }
}

impl IntoAction for Ec2DeployAction {
    fn into_action(self) -> Action {
        let kind = match self.instances.kind {
            Ec2InstanceKind::Ec2 => "EC2",
            Ec2InstanceKind::ManagedNode => "SSM_MANAGED_NODE",
        };
        let mut action = Action::new(self.name, &providers::ec2::DEPLOY)
            .configure("InstanceTagKey", self.instances.tag_key.as_str())
            .configure_some("InstanceTagValue", self.instances.tag_value.as_deref())
            .configure("InstanceType", kind)
            .configure_some("TargetGroupNameList", with_commas(&self.target_groups))
            .reads([self.input]);
        action = match self.steps {
            Ec2Steps::DeploySpec(path) => action.configure("DeploySpec", path),
            Ec2Steps::Scripts { target_directory, before, after } => {
                if !target_directory.starts_with('/') {
                    let message = format!("`{target_directory}` is no folder of a machine");
                    let help = "give an absolute path, such as `/srv/site`";
                    action = action.problem("TargetDirectory", wrong(message, help));
                }
                action
                    .configure("TargetDirectory", target_directory)
                    .configure_some("PreScript", before)
                    .configure("PostScript", after)
            }
        };
        for (key, limit) in [("MaxBatch", self.max_batch), ("MaxError", self.max_error)] {
            let Some(limit) = limit else { continue };
            let (text, sound) = match limit {
                Ec2Limit::Count(count) => (count.to_string(), count >= 1),
                Ec2Limit::Percent(percent) => (format!("{percent}%"), (1..=100).contains(&percent)),
            };
            if !sound {
                let help = "give a number from 1, or 1 to 100 percent";
                action = action.problem(key, wrong(format!("`{key}` is {text}"), help));
            }
            action = action.configure(key, text);
        }
        action.permissions.extend(permissions(&self.instances, self.target_groups));
        action.permissions.extend(log_permissions());
        action.artifact_roles.extend(self.instance_roles);
        action
    }

    fn name(&self) -> &str {
        &self.name
    }
}

fn permissions(instances: &Ec2Instances, target_groups: Vec<Prop<String>>) -> Vec<Statement> {
    let (machines, key) = match instances.kind {
        Ec2InstanceKind::Ec2 => (
            sub!("arn:{partition}:ec2:{region}:{account}:instance/*"),
            format!("aws:ResourceTag/{}", instances.tag_key),
        ),
        Ec2InstanceKind::ManagedNode => (
            sub!("arn:{partition}:ssm:{region}:{account}:managed-instance/*"),
            format!("ssm:resourceTag/{}", instances.tag_key),
        ),
    };
    let send = Statement::allow(["ssm:SendCommand"]).on([machines]);
    let send = match &instances.tag_value {
        Some(value) => send.when(Operator::StringEquals, key, [value]),
        None => send.when(Operator::Null, key, ["false"]),
    };
    let documents = ["AWS-RunPowerShellScript", "AWS-RunShellScript"];
    let documents = documents.map(|name| sub!("arn:{partition}:ssm:{region}::document/{}", name));
    // None of these knows resources.
    let look =
        ["ec2:DescribeInstances", "ssm:CancelCommand", "ssm:DescribeInstanceInformation", "ssm:ListCommandInvocations"];
    let mut statements =
        vec![Statement::allow(look).on_all_resources(), send, Statement::allow(["ssm:SendCommand"]).on(documents)];
    if !target_groups.is_empty() {
        // These know no resources, either.
        let look = [
            "elasticloadbalancing:DescribeTargetGroupAttributes",
            "elasticloadbalancing:DescribeTargetGroups",
            "elasticloadbalancing:DescribeTargetHealth",
        ];
        let balance = ["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"];
        let groups = target_groups
            .into_iter()
            .map(|name| sub!("arn:{partition}:elasticloadbalancing:{region}:{account}:targetgroup/{}/*", name));
        statements.push(Statement::allow(look).on_all_resources());
        statements.push(Statement::allow(balance).on(groups));
    }
    statements
}
