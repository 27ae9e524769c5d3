//! [`Key`]: a KMS key.

use cfn_model::{Handle, Prop, kms};

use super::{Days, Grantee};
use crate::Stack;
use crate::iam::{Principal, Statement};
use crate::stack::{MAIN, RemovalPolicy};

/// KMS takes key policies of up to this many bytes.
///
/// See <https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html>.
const KEY_POLICY_BYTES: usize = 32_768;

/// A customer-managed KMS key. It is rotated every year, kept when the stack is deleted, and usable
/// only by those who are granted it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The key itself.
    pub handle: Handle<kms::Key>,
}

/// What a [`Key`] is made of.
#[derive(Clone, Debug, Default)]
pub struct KeyProps {
    /// What the key is for. None by default.
    pub description: Option<String>,
    /// The key's alias, without `alias/`. None by default.
    pub alias: Option<String>,
    /// How long a deleted key can be brought back, 7 to 30 days. 30 days by default.
    pub pending_window: Option<Days>,
}

impl Key {
    /// Adds a key, administered by the account's IAM policies.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: KeyProps) -> Self {
        stack.construct(id, |stack| {
            let mut key = kms::Key::new().enable_key_rotation(true);
            if let Some(description) = props.description {
                key = key.description(description);
            }
            if let Some(Days(days)) = props.pending_window {
                if !(7..=30).contains(&days) {
                    stack.report(
                        cfn_model::Diagnostic::error(
                            "duration",
                            format!("the pending window is {days} days, 7 to 30 are allowed"),
                        )
                        .property("PendingWindowInDays")
                        .help("give a number of days from 7 to 30"),
                    );
                }
                key = key.pending_window_in_days(i64::from(days));
            }
            let handle = stack.add(MAIN, key);
            stack.grow_policy(handle, "KeyPolicy", KEY_POLICY_BYTES);
            stack.resource(handle).removal_policy(RemovalPolicy::Retain);
            // Without this statement nobody could change the key's policy any more.
            let administration =
                Statement::allow(["kms:*"]).to([Principal::this_account()]).on_all_resources().sid("Administration");
            stack.add_statement(handle, administration);
            if let Some(alias) = props.alias {
                stack.add("Alias", kms::Alias::new(format!("alias/{alias}"), handle.arn()));
            }
            Key { handle }
        })
    }

    /// The key's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }

    /// Adds a statement to the key's own policy, for principals of other accounts and for services.
    pub fn add_to_policy(self, stack: &mut Stack, statement: Statement) {
        stack.add_statement(self.handle, statement.on_all_resources());
    }

    /// Lets `grantee` read what is encrypted with the key.
    pub fn grant_decrypt(self, stack: &mut Stack, grantee: &impl Grantee) {
        grantee.allow(stack, Statement::allow(["kms:Decrypt", "kms:DescribeKey"]).on([self.arn()]));
    }

    /// Lets `grantee` read and write with the key.
    pub fn grant_encrypt_decrypt(self, stack: &mut Stack, grantee: &impl Grantee) {
        // The names AWS has; there is no bare `kms:ReEncrypt`.
        let actions = [
            "kms:Decrypt",
            "kms:DescribeKey",
            "kms:Encrypt",
            "kms:GenerateDataKey",
            "kms:GenerateDataKeyWithoutPlaintext",
            "kms:ReEncryptFrom",
            "kms:ReEncryptTo",
        ];
        grantee.allow(stack, Statement::allow(actions).on([self.arn()]));
    }
}
