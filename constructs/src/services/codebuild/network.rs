//! [`Network`]: the private network that a build or a fleet runs in.

use cfn_model::codebuild::project::VpcConfig;
use cfn_model::{Diagnostic, IntoProp, Prop, sub};

use super::super::{Grantee, Role};
use crate::Stack;
use crate::iam::{Operator, Statement};

/// The private network that builds run in, to reach what is only there.
///
/// Builds get no address of the internet: they reach it through the subnets' NAT gateway, where there is one.
///
/// See <https://docs.aws.amazon.com/codebuild/latest/userguide/vpc-support.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    /// The VPC.
    pub vpc: Prop<String>,
    /// Its subnets, 1 to 16 of them, by their ids.
    pub subnets: Vec<Prop<String>>,
    /// The security groups, 1 to 5 of them, by their ids.
    pub security_groups: Vec<Prop<String>>,
}

impl Network {
    /// The network of these ids.
    pub fn new<S: IntoProp<String>, G: IntoProp<String>>(
        vpc: impl IntoProp<String>,
        subnets: impl IntoIterator<Item = S>,
        security_groups: impl IntoIterator<Item = G>,
    ) -> Self {
        Network {
            vpc: vpc.into_prop(),
            subnets: subnets.into_iter().map(IntoProp::into_prop).collect(),
            security_groups: security_groups.into_iter().map(IntoProp::into_prop).collect(),
        }
    }

    pub(super) fn to_property(&self, stack: &mut Stack) -> VpcConfig {
        self.check(stack);
        VpcConfig::new()
            .vpc_id(self.vpc.clone())
            .subnets(self.subnets.clone())
            .security_group_ids(self.security_groups.clone())
    }

    pub(super) fn check(&self, stack: &mut Stack) {
        for (what, property, count, most) in [
            ("subnets", "VpcConfig.Subnets", self.subnets.len(), 16),
            ("security groups", "VpcConfig.SecurityGroupIds", self.security_groups.len(), 5),
        ] {
            if count == 0 || count > most {
                stack.report(
                    Diagnostic::error("build-network", format!("there are {count} {what}, 1 to {most} are allowed"))
                        .property(property)
                        .help(format!("name 1 to {most} {what}")),
                );
            }
        }
    }

    /// What CodeBuild does with network interfaces on the role's behalf.
    ///
    /// What only looks has no resource-level permissions. An interface is made in these subnets and
    /// handed to CodeBuild and to nobody else.
    pub(super) fn grant(&self, stack: &mut Stack, role: Role) {
        let of = |kind: &str, id: &Prop<String>| sub!("arn:{partition}:ec2:{region}:{account}:{}/{}", kind, id.clone());
        let interfaces = sub!("arn:{partition}:ec2:{region}:{account}:network-interface/*");
        let subnets: Vec<Prop<String>> = self.subnets.iter().map(|id| of("subnet", id)).collect();
        let groups = self.security_groups.iter().map(|id| of("security-group", id));
        let look = [
            "ec2:DescribeDhcpOptions",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeSubnets",
            "ec2:DescribeVpcs",
        ];
        role.allow(stack, Statement::allow(look).on(["*"]));
        let made_of = subnets.iter().cloned().chain(groups).chain([interfaces.clone()]);
        role.allow(stack, Statement::allow(["ec2:CreateNetworkInterface"]).on(made_of));
        role.allow(stack, Statement::allow(["ec2:DeleteNetworkInterface"]).on([interfaces.clone()]));
        let hand_over = Statement::allow(["ec2:CreateNetworkInterfacePermission"])
            .on([interfaces])
            .when(Operator::ArnEquals, "ec2:Subnet", subnets)
            .when(Operator::StringEquals, "ec2:AuthorizedService", ["codebuild.amazonaws.com"]);
        role.allow(stack, hand_over);
    }
}
