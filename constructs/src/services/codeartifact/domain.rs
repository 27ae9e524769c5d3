//! [`Domain`]: repositories that share their packages and their key.

use cfn_model::{Handle, Prop, Properties, codeartifact};

use super::POLICY_BYTES;
use crate::Stack;
use crate::iam::{Operator, Principal, Statement};
use crate::services::{Grantee, Key};
use crate::stack::{MAIN, RemovalPolicy};

/// A domain: it holds the packages of its repositories, each once. It is kept when the stack is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Domain {
    /// The domain itself.
    pub handle: Handle<codeartifact::Domain>,
}

/// What a [`Domain`] is made of.
#[derive(Clone, Debug, PartialEq)]
pub struct DomainProps {
    /// The domain's name: 2 to 50 characters, lower-case letters, digits and hyphens.
    pub name: String,
    /// The key that encrypts packages. By default the account's key for CodeArtifact, `aws/codeartifact`.
    pub key: Option<Key>,
    /// What becomes of the domain with the stack. By default it is kept.
    pub removal_policy: RemovalPolicy,
}

impl DomainProps {
    /// A domain of that name, everything else by default.
    pub fn new(name: impl Into<String>) -> Self {
        DomainProps { name: name.into(), key: None, removal_policy: RemovalPolicy::Retain }
    }
}

impl Domain {
    /// Adds a domain.
    #[track_caller]
    pub fn new(stack: &mut Stack, id: impl Into<String>, props: DomainProps) -> Self {
        stack.construct(id, |stack| {
            let mut domain = codeartifact::Domain::new(props.name);
            if let Some(key) = props.key {
                // The schema calls it read-only as well, so that the model has no setter for it.
                domain = domain.set("EncryptionKey", key.arn());
            }
            let handle = stack.add(MAIN, domain);
            stack.grow_policy(handle, "PermissionsPolicyDocument", POLICY_BYTES);
            stack.resource(handle).removal_policy(props.removal_policy);
            Domain { handle }
        })
    }

    /// The domain's name.
    pub fn name(self) -> Prop<String> {
        self.handle.name()
    }

    /// The domain's ARN.
    pub fn arn(self) -> Prop<String> {
        self.handle.arn()
    }

    /// Lets `grantee` sign in, which it has to before it uses any repository.
    ///
    /// See <https://docs.aws.amazon.com/codeartifact/latest/ug/tokens-authentication.html>.
    pub fn grant_sign_in(self, stack: &mut Stack, grantee: &impl Grantee) {
        grantee.allow(stack, Statement::allow(["codeartifact:GetAuthorizationToken"]).on([self.arn()]));
        // The action knows no resources, but for which service the token is.
        let bearer = Statement::allow(["sts:GetServiceBearerToken"]).on_all_resources().when(
            Operator::StringEquals,
            "sts:AWSServiceName",
            ["codeartifact.amazonaws.com"],
        );
        grantee.allow(stack, bearer);
    }

    /// Adds a statement to the domain's own policy, for principals of other accounts.
    pub fn add_to_policy(self, stack: &mut Stack, statement: Statement) {
        // `*` stands for the domain that has the policy.
        stack.add_statement(self.handle, statement.on_all_resources());
    }

    /// Lets others sign in. Their own accounts have to allow it, too.
    pub fn grant_sign_in_to(self, stack: &mut Stack, principals: impl IntoIterator<Item = Principal>) {
        self.add_to_policy(stack, Statement::allow(["codeartifact:GetAuthorizationToken"]).to(principals));
    }
}
