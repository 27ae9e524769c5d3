//! [`Secret`]: a secret, named but never held.

use cfn_model::{IntoProp, Prop, SecretValue, sub};

use super::{Grantee, Key};
use crate::Stack;
use crate::iam::Statement;

/// A secret of Secrets Manager: one that exists already, by name or ARN, or one that the stack makes
/// (`Secret::generate`, with the feature `secretsmanager`).
///
/// Its value never reaches a template: what needs it gets a dynamic reference or reads it at run time.
#[derive(Clone, Debug, PartialEq)]
pub struct Secret {
    id: Prop<String>,
    /// The key it is encrypted with, where that is the user's own.
    key: Option<Key>,
}

impl Secret {
    /// The secret with that name or ARN. An expression gives an ARN.
    pub fn new(name_or_arn: impl IntoProp<String>) -> Self {
        Secret { id: name_or_arn.into_prop(), key: None }
    }

    /// Says which key of the account's own the secret is encrypted with, so that grants include it.
    #[must_use]
    pub fn encrypted_with(mut self, key: Key) -> Self {
        self.key = Some(key);
        self
    }

    /// The name or ARN.
    pub fn id(&self) -> Prop<String> {
        self.id.clone()
    }

    /// The ARN. Secrets Manager ends it with a hyphen and six characters that a name does not tell;
    /// for a name they stand as wildcards, and nothing longer than the name matches.
    pub fn arn(&self) -> Prop<String> {
        match self.id.value().as_str() {
            Some(name) if !name.starts_with("arn:") => {
                sub!("arn:{partition}:secretsmanager:{region}:{account}:secret:{}-??????", name)
            }
            _ => self.id(),
        }
    }

    /// The value under a key of the secret's JSON, as a reference that CloudFormation resolves at deployment.
    pub fn value(&self, json_key: &str) -> SecretValue {
        SecretValue::new(self.id()).json_key(json_key)
    }

    /// The whole text of the secret, as a reference that CloudFormation resolves at deployment.
    pub fn text(&self) -> SecretValue {
        SecretValue::new(self.id())
    }

    /// Lets `grantee` read the secret.
    pub fn grant_read(&self, stack: &mut Stack, grantee: &impl Grantee) {
        grantee.allow(stack, Statement::allow(["secretsmanager:GetSecretValue"]).on([self.arn()]));
        if let Some(key) = self.key {
            key.grant_decrypt(stack, grantee);
        }
    }

    /// Lets `grantee` put another value into the secret, without reading the one that it has.
    pub fn grant_write(&self, stack: &mut Stack, grantee: &impl Grantee) {
        grantee.allow(stack, Statement::allow(["secretsmanager:PutSecretValue"]).on([self.arn()]));
        if let Some(key) = self.key {
            key.grant_encrypt_decrypt(stack, grantee);
        }
    }

    /// The key it is encrypted with, where that is the user's own and known.
    pub fn key(&self) -> Option<Key> {
        self.key
    }
}
