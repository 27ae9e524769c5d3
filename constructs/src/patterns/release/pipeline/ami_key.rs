//! [`AmiKey`]: a key for machine images that other accounts use.

use crate::Stack;
use crate::iam::{Operator, Principal, Statement};
use crate::services::{Key, KeyProps};

/// A key that encrypts machine images, and lets accounts start machines of them.
///
/// Images that are encrypted with the key that AWS keeps for EBS cannot be shared; with this one they can. A key is of one
/// region: each region that images are copied to has one, by the same alias.
///
/// See <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-explicit.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmiKey {
    /// The key.
    pub key: Key,
}

impl AmiKey {
    /// Adds a key by that alias, without `alias/`, which the accounts may use for images.
    #[track_caller]
    pub fn new<A: AsRef<str>>(
        stack: &mut Stack,
        id: impl Into<String>,
        alias: impl Into<String>,
        accounts: impl IntoIterator<Item = A>,
    ) -> Self {
        let description = Some("Encrypts machine images that other accounts start machines of.".to_owned());
        let key = Key::new(stack, id, KeyProps { description, alias: Some(alias.into()), pending_window: None });
        let accounts: Vec<A> = accounts.into_iter().collect();
        let users = || accounts.iter().map(|account| Principal::account(account.as_ref()));
        if !accounts.is_empty() {
            let actions = [
                "kms:Decrypt",
                "kms:DescribeKey",
                "kms:GenerateDataKeyWithoutPlaintext",
                "kms:ReEncryptFrom",
                "kms:ReEncryptTo",
            ];
            key.add_to_policy(stack, Statement::allow(actions).to(users()).sid("UseImages"));
            // EC2 keeps the key in use for as long as a volume is attached.
            let grant = Statement::allow(["kms:CreateGrant"]).to(users()).sid("AttachVolumes");
            key.add_to_policy(stack, grant.when(Operator::Bool, "kms:GrantIsForAWSResource", ["true"]));
        }
        AmiKey { key }
    }
}
