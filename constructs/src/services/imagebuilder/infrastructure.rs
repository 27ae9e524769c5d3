//! [`InfrastructureConfiguration`]: the machines that images are built on.

use cfn_model::imagebuilder::infrastructure_configuration as model;
use cfn_model::{Handle, Prop, iam, imagebuilder, sub};

use crate::Stack;
use crate::iam::{Principal, Statement};
use crate::services::{Bucket, Grantee, Role, RoleProps};
use crate::stack::MAIN;

/// The machines that images are built and tested on, and the role that they have.
///
/// What is granted to it is granted to that role.
///
/// See <https://docs.aws.amazon.com/imagebuilder/latest/userguide/manage-infra-config.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InfrastructureConfiguration {
    /// The configuration itself.
    pub handle: Handle<imagebuilder::InfrastructureConfiguration>,
    /// The role of its machines.
    pub role: Role,
    /// How machines get the role.
    pub profile: Handle<iam::InstanceProfile>,
}

/// What an [`InfrastructureConfiguration`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct InfrastructureProps {
    /// The configuration's name: 3 to 128 characters, letters, digits, spaces, hyphens and underscores.
    pub name: String,
    /// What it is for, at most 1,024 characters. None by default.
    pub description: Option<String>,
    /// The types of machines, of which one that is there is taken. By default AWS chooses.
    pub instance_types: Vec<String>,
    /// The subnet, by id. By default one of the default VPC.
    pub subnet: Option<Prop<String>>,
    /// The security groups, by id. By default that of the VPC. Machines take no connections and make some:
    /// to Systems Manager, Image Builder and S3.
    pub security_groups: Vec<Prop<String>>,
    /// Where logs of builds go besides CloudWatch, and under which prefix. Nowhere by default.
    pub logs: Option<(Bucket, String)>,
    /// The topic that is told of finished builds, by ARN. None by default.
    pub topic: Option<Prop<String>>,
    /// Over how many hops a machine may ask for its credentials, 1 to 64. 1 by default, which keeps containers on it
    /// from asking; builds of container images need 2.
    pub hop_limit: u8,
    /// Whether a machine is kept whose build has failed, to be looked at. Off by default.
    pub keep_failed: bool,
    /// Tags of the machines. None by default.
    pub resource_tags: Vec<(String, String)>,
}

impl InfrastructureProps {
    /// Machines of which AWS chooses type and place.
    pub fn new(name: impl Into<String>) -> Self {
        InfrastructureProps {
            name: name.into(),
            description: None,
            instance_types: Vec::new(),
            subnet: None,
            security_groups: Vec::new(),
            logs: None,
            topic: None,
            hop_limit: 1,
            keep_failed: false,
            resource_tags: Vec::new(),
        }
    }
}

impl InfrastructureConfiguration {
    /// Adds a configuration, with a role that lets machines be managed and report, and nothing else.
    ///
    /// AWS suggests its managed policies `EC2InstanceProfileForImageBuilder` and `AmazonSSMManagedInstanceCore`.
    /// These also let machines read every parameter of the account; what a build needs is granted here by name.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: InfrastructureProps) -> Self {
        stack.construct(id, |stack| {
            let trust = Statement::allow(["sts:AssumeRole"]).to([Principal::service("ec2.amazonaws.com")]);
            let about = RoleProps::trusting(trust).description("What machines that build images may do.");
            let role = Role::new(stack, "Role", about);
            grant(stack, role);
            let profile = stack.add("Profile", iam::InstanceProfile::new([role.name()]));
            let metadata = model::InstanceMetadataOptions::new()
                .http_put_response_hop_limit(props.hop_limit)
                .http_tokens(model::InstanceMetadataOptionsHttpTokens::Required);
            let mut machines = imagebuilder::InfrastructureConfiguration::new(profile.reference(), props.name)
                .instance_metadata_options(metadata)
                .terminate_instance_on_failure(!props.keep_failed);
            if let Some(description) = props.description {
                machines = machines.description(description);
            }
            if !props.instance_types.is_empty() {
                machines = machines.instance_types(props.instance_types);
            }
            if let Some(subnet) = props.subnet {
                machines = machines.subnet_id(subnet);
            }
            if !props.security_groups.is_empty() {
                machines = machines.security_group_ids(props.security_groups);
            }
            if let Some((bucket, prefix)) = props.logs {
                bucket.grant_put(stack, &role, &format!("{prefix}/*"));
                let s3 = model::S3Logs::new().s3_bucket_name(bucket.name()).s3_key_prefix(prefix);
                machines = machines.logging(model::Logging::new().s3_logs(s3));
            }
            if let Some(topic) = props.topic {
                machines = machines.sns_topic_arn(topic);
            }
            if !props.resource_tags.is_empty() {
                machines = machines.resource_tags(props.resource_tags);
            }
            InfrastructureConfiguration { handle: stack.add(MAIN, machines), role, profile }
        })
    }

    /// The configuration's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }
}

impl Grantee for InfrastructureConfiguration {
    fn role(&self) -> Role {
        self.role
    }
}

/// What the agents on a machine need.
///
/// See <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonSSMManagedInstanceCore.html> and
/// <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/EC2InstanceProfileForImageBuilder.html>.
fn grant(stack: &mut Stack, role: Role) {
    // These know no resources.
    let talk = [
        "ec2messages:AcknowledgeMessage",
        "ec2messages:DeleteMessage",
        "ec2messages:FailMessage",
        "ec2messages:GetEndpoint",
        "ec2messages:GetMessages",
        "ec2messages:SendReply",
        "ssm:GetDeployablePatchSnapshotForInstance",
        "ssm:GetManifest",
        "ssm:ListAssociations",
        "ssm:PutConfigurePackageResult",
        "ssm:PutInventory",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
    ];
    role.allow(stack, Statement::allow(talk).on_all_resources());
    let managed = [
        "ssm:DescribeAssociation",
        "ssm:DescribeDocument",
        "ssm:GetDocument",
        "ssm:ListInstanceAssociations",
        "ssm:PutComplianceItems",
        "ssm:UpdateAssociationStatus",
        "ssm:UpdateInstanceAssociationStatus",
        "ssm:UpdateInstanceInformation",
    ];
    let own = [
        sub!("arn:{partition}:ec2:{region}:{account}:instance/*"),
        sub!("arn:{partition}:ssm:{region}:{account}:association/*"),
        // Documents of AWS belong to no account.
        sub!("arn:{partition}:ssm:{region}:*:document/*"),
    ];
    role.allow(stack, Statement::allow(managed).on(own));

    let components = [
        sub!("arn:{partition}:imagebuilder:{region}:{account}:component/*"),
        sub!("arn:{partition}:imagebuilder:{region}:aws:component/*"),
    ];
    role.allow(stack, Statement::allow(["imagebuilder:GetComponent"]).on(components));
    // The programs that run components, and those of AWS, are in buckets of AWS.
    role.allow(stack, Statement::allow(["s3:GetObject"]).on([sub!("arn:{partition}:s3:::ec2imagebuilder*")]));
    let logs = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];
    let groups = sub!("arn:{partition}:logs:{region}:{account}:log-group:/aws/imagebuilder/*");
    role.allow(stack, Statement::allow(logs).on([groups]));
}
