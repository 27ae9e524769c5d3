//! Who deploys a stack.

use super::Stack;

/// The roles that the CDK's command line takes on when it deploys a stack, so that one job deploys to several accounts.
///
/// `${AWS::AccountId}`, `${AWS::Region}` and `${AWS::Partition}` in the ARNs stand for those of the stack.
///
/// See <https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeploymentRoles {
    /// The role that starts the deployment.
    pub deploy: String,
    /// The role that CloudFormation creates, changes and deletes resources with.
    pub execution: String,
    /// The role that uploads assets.
    pub publishing: String,
    /// The role that reads what is deployed, to compare with it.
    pub lookup: String,
}

impl DeploymentRoles {
    /// The roles that `cdk bootstrap --qualifier` makes. Where no qualifier is named, it is `hnb659fds`.
    pub fn bootstrapped(qualifier: &str) -> Self {
        let role = |name: &str| {
            let place = "${AWS::AccountId}-${AWS::Region}";
            format!("arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:role/cdk-{qualifier}-{name}-role-{place}")
        };
        DeploymentRoles {
            deploy: role("deploy"),
            execution: role("cfn-exec"),
            publishing: role("file-publishing"),
            lookup: role("lookup"),
        }
    }
}

impl Stack {
    /// Deployed with these roles. By default, with the credentials of whoever deploys.
    #[must_use]
    pub fn deployment_roles(mut self, roles: DeploymentRoles) -> Self {
        self.deployment_roles = Some(roles);
        self
    }
}
