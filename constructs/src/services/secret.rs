//! [`Secret`]: a secret that exists already, named but never held.

use cfn_model::{Prop, SecretValue, sub};

use super::Grantee;
use crate::Stack;
use crate::iam::Statement;

/// A secret of Secrets Manager, by its name or ARN.
///
/// Its value never reaches a template: what needs it gets a dynamic reference or reads it at run time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The secret with that name or ARN.
    pub fn new(name_or_arn: impl Into<String>) -> Self {
        Secret(name_or_arn.into())
    }

    /// The name or ARN.
    pub fn id(&self) -> &str {
        &self.0
    }

    /// The ARN. Secrets Manager ends it with a hyphen and six characters that a name does not tell;
    /// for a name they stand as wildcards, and nothing longer than the name matches.
    pub fn arn(&self) -> Prop<String> {
        if self.0.starts_with("arn:") {
            return Prop::new(&self.0);
        }
        sub!("arn:{partition}:secretsmanager:{region}:{account}:secret:{}-??????", &self.0)
    }

    /// The value, as a reference that CloudFormation resolves at deployment.
    pub fn value(&self, json_key: &str) -> SecretValue {
        SecretValue::new(&self.0).json_key(json_key)
    }

    /// Lets `grantee` read the secret.
    pub fn grant_read(&self, stack: &mut Stack, grantee: &impl Grantee) {
        grantee.allow(stack, Statement::allow(["secretsmanager:GetSecretValue"]).on([self.arn()]));
    }
}
