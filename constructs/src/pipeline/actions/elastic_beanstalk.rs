//! A new version of an application, in an environment of Elastic Beanstalk.

use cfn_model::{IntoProp, Prop, sub};

use crate::iam::{Operator, Statement};
use crate::pipeline::{Action, Artifact, IntoAction, providers};

/// An environment of Elastic Beanstalk gets a new version of its application, in whatever way it is set up
/// to be updated.
///
/// AWS documents whole services as what this takes, since Elastic Beanstalk changes the environment's parts
/// with the leave of whoever asks for the update. The action needs what AWS's own role for updates of
/// environments has, only on the parts that Elastic Beanstalk makes, which it gives names with `awseb-` or `eb-`.
/// A role that the environment's instances get is handed on only where it is named here.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-Beanstalk.html> and
/// <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSElasticBeanstalkManagedUpdatesServiceRolePolicy.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct ElasticBeanstalkAction {
    /// The action's name.
    pub name: String,
    /// The name of the application.
    pub application: Prop<String>,
    /// The name of the environment.
    pub environment: Prop<String>,
    /// The artifact: the application's source bundle.
    pub input: Artifact,
    /// The role of the environment's instances, by ARN. Only needed where an update makes new ones, such
    /// as an immutable one. None by default.
    pub instance_role: Option<Prop<String>>,
}

impl ElasticBeanstalkAction {
    /// The environment of the application gets the artifact.
    pub fn new(
        name: impl Into<String>,
        application: impl IntoProp<String>,
        environment: impl IntoProp<String>,
        input: Artifact,
    ) -> Self {
        ElasticBeanstalkAction {
            name: name.into(),
            application: application.into_prop(),
            environment: environment.into_prop(),
            input,
            instance_role: None,
        }
    }

    /// With the role of the environment's instances, by ARN.
    #[must_use]
    pub fn instance_role(mut self, role: impl IntoProp<String>) -> Self {
        self.instance_role = Some(role.into_prop());
        self
    }
}

impl IntoAction for ElasticBeanstalkAction {
    fn into_action(self) -> Action {
        let (application, environment) = (self.application, self.environment);
        let mut action = Action::new(self.name, &providers::elastic_beanstalk::DEPLOY)
            .configure("ApplicationName", application.clone())
            .configure("EnvironmentName", environment.clone())
            .reads([self.input]);
        action.permissions.extend(of_beanstalk(&application, &environment));
        action.permissions.extend(of_parts());
        if let Some(role) = self.instance_role {
            action = action.needs(super::common::pass_roles([role], "ec2.amazonaws.com"));
        }
        action
    }

    fn name(&self) -> &str {
        &self.name
    }
}

/// What is done with the application itself.
fn of_beanstalk(application: &Prop<String>, environment: &Prop<String>) -> [Statement; 2] {
    let arn =
        |kind: &str, rest: Prop<String>| sub!("arn:{partition}:elasticbeanstalk:{region}:{account}:{}/{}", kind, rest);
    let of_application = arn("application", application.clone());
    let versions = arn("applicationversion", sub!("{}/*", application.clone()));
    let of_environment = arn("environment", sub!("{}/{}", application.clone(), environment.clone()));
    let version = ["elasticbeanstalk:CreateApplicationVersion", "elasticbeanstalk:DescribeApplicationVersions"];
    let update = [
        "elasticbeanstalk:DescribeEnvironments",
        // Without it the action waits for good, see the page on the pipeline's role.
        "elasticbeanstalk:DescribeEvents",
        "elasticbeanstalk:UpdateEnvironment",
    ];
    [
        Statement::allow(version).on([of_application, versions.clone()]),
        Statement::allow(update).on([of_environment, versions]),
    ]
}

/// What looks at the parts of environments. None of it knows resources, or finds what it looks for only among all.
const LOOK: &[&str] = &[
    "autoscaling:DescribeAutoScalingGroups",
    "autoscaling:DescribeLaunchConfigurations",
    "autoscaling:DescribeScalingActivities",
    "ec2:DescribeAddresses",
    "ec2:DescribeImages",
    "ec2:DescribeInstances",
    "ec2:DescribeKeyPairs",
    "ec2:DescribeLaunchTemplateVersions",
    "ec2:DescribeLaunchTemplates",
    "ec2:DescribeSecurityGroups",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
    "elasticloadbalancing:DescribeInstanceHealth",
    "elasticloadbalancing:DescribeListeners",
    "elasticloadbalancing:DescribeLoadBalancers",
    "elasticloadbalancing:DescribeTargetGroups",
    "elasticloadbalancing:DescribeTargetHealth",
];

const SCALING: &[&str] = &[
    "autoscaling:AttachInstances",
    "autoscaling:CreateAutoScalingGroup",
    "autoscaling:CreateOrUpdateTags",
    "autoscaling:DeleteAutoScalingGroup",
    "autoscaling:DetachInstances",
    "autoscaling:PutNotificationConfiguration",
    "autoscaling:PutScalingPolicy",
    "autoscaling:PutScheduledUpdateGroupAction",
    "autoscaling:ResumeProcesses",
    "autoscaling:SuspendProcesses",
    "autoscaling:TerminateInstanceInAutoScalingGroup",
    "autoscaling:UpdateAutoScalingGroup",
];

const STACK: &[&str] = &[
    "cloudformation:CancelUpdateStack",
    "cloudformation:CreateStack",
    "cloudformation:DeleteStack",
    "cloudformation:DescribeStackEvents",
    "cloudformation:DescribeStackResource",
    "cloudformation:DescribeStackResources",
    "cloudformation:DescribeStacks",
    "cloudformation:GetTemplate",
    "cloudformation:UpdateStack",
];

const BALANCING: &[&str] = &[
    "elasticloadbalancing:DeregisterInstancesFromLoadBalancer",
    "elasticloadbalancing:DeregisterTargets",
    "elasticloadbalancing:RegisterInstancesWithLoadBalancer",
    "elasticloadbalancing:RegisterTargets",
];

const OBJECTS: &[&str] =
    &["s3:DeleteObject", "s3:GetObject", "s3:GetObjectAcl", "s3:GetObjectVersion", "s3:PutObject", "s3:PutObjectAcl"];

/// What is done with the parts of environments.
fn of_parts() -> Vec<Statement> {
    // The stacks, groups and load balancers of environments are named after one of two prefixes.
    let both = |of: &dyn Fn(&str) -> Prop<String>| [of("awseb-*"), of("eb-*")];
    let stacks = both(&|name| sub!("arn:{partition}:cloudformation:{region}:{account}:stack/{}", name));
    let groups = both(&|name| {
        sub!("arn:{partition}:autoscaling:{region}:{account}:autoScalingGroup:*:autoScalingGroupName/{}", name)
    });
    let balancers = ["targetgroup", "loadbalancer", "loadbalancer/app", "loadbalancer/net"].into_iter();
    let balancers = balancers.flat_map(|kind| {
        both(&|name| sub!("arn:{partition}:elasticloadbalancing:{region}:{account}:{}/{}", kind, name))
    });
    let instances = sub!("arn:{partition}:ec2:{region}:{account}:instance/*");
    let templates = sub!("arn:{partition}:ec2:{region}:{account}:launch-template/*");
    // Elastic Beanstalk keeps all versions of a region in one bucket.
    let bucket = sub!("arn:{partition}:s3:::elasticbeanstalk-{region}-{account}");
    let launch = ["ec2:CreateLaunchTemplateVersion", "ec2:DeleteLaunchTemplateVersions"];
    let of_stack = "ec2:ResourceTag/aws:cloudformation:stack-id";
    vec![
        Statement::allow(LOOK.to_vec()).on_all_resources(),
        Statement::allow(STACK.to_vec()).on(stacks.clone()),
        Statement::allow(SCALING.to_vec()).on(groups),
        Statement::allow(BALANCING.to_vec()).on(balancers),
        Statement::allow(["ec2:TerminateInstances"]).on([instances]).when(
            Operator::StringLike,
            of_stack,
            stacks.clone(),
        ),
        Statement::allow(launch).on([templates.clone()]).when(Operator::StringLike, of_stack, stacks),
        // What an instance is made of knows no tag of the environment yet; only its own template counts.
        Statement::allow(["ec2:RunInstances"]).on_all_resources().when(
            Operator::ArnLike,
            "ec2:LaunchTemplate",
            [templates],
        ),
        Statement::allow(OBJECTS.to_vec()).on([sub!("{}/*", bucket.clone())]),
        Statement::allow(["s3:GetBucketLocation", "s3:GetBucketPolicy", "s3:ListBucket"]).on([bucket]),
    ]
}
