//! [`Invocable`]: what can be invoked, and who may do it.

use cfn_model::{IntoProp, Prop, Properties, lambda, pseudo};

use super::{Alias, Function};
use crate::Stack;
use crate::iam::Statement;
use crate::services::Grantee;

/// A function, or an alias of one, for those who invoke it.
pub trait Invocable {
    /// The ARN that is invoked: a function's own, or an alias's.
    fn invoke_arn(&self) -> Prop<String>;

    /// Lets `grantee` invoke it, under this ARN and no other.
    fn grant_invoke(&self, stack: &mut Stack, grantee: &impl Grantee) {
        grantee.allow(stack, Statement::allow(["lambda:InvokeFunction"]).on([self.invoke_arn()]));
    }

    /// Lets an AWS service, such as `events.amazonaws.com`, invoke it for the resource with that ARN and
    /// for no other. The permission is added to the current scope; asking for the same twice adds one.
    #[track_caller]
    fn allow_service(&self, stack: &mut Stack, id: &str, service: &str, source_arn: impl IntoProp<String>) {
        let mut permission = lambda::Permission::new("lambda:InvokeFunction", self.invoke_arn(), service)
            .source_arn(source_arn.into_prop());
        if service == "s3.amazonaws.com" {
            // The ARN of a bucket names no account, and whoever deletes a bucket gives its name away.
            permission = permission.source_account(pseudo::account_id());
        }
        permit(stack, id, permission);
    }

    /// Lets an account, by its 12 digits, or a role or user, by ARN, invoke it from elsewhere. What has a
    /// role in this app gets [`Invocable::grant_invoke`]. Added as by [`Invocable::allow_service`].
    #[track_caller]
    fn allow_principal(&self, stack: &mut Stack, id: &str, principal: impl IntoProp<String>) {
        permit(stack, id, lambda::Permission::new("lambda:InvokeFunction", self.invoke_arn(), principal));
    }
}

/// Adds the permission, unless it is there already.
#[track_caller]
pub(super) fn permit(stack: &mut Stack, id: &str, permission: lambda::Permission) {
    if let Some(present) = stack.find::<lambda::Permission>(id)
        && let Some(element) = stack.resource_element(present.target())
        && element.properties == *permission.as_map()
    {
        return;
    }
    stack.add(id, permission);
}

impl Invocable for Function {
    fn invoke_arn(&self) -> Prop<String> {
        self.arn()
    }
}

impl Invocable for Alias {
    fn invoke_arn(&self) -> Prop<String> {
        self.arn()
    }
}

/// A function that is not part of the app.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedFunction {
    arn: Prop<String>,
}

impl ImportedFunction {
    /// The function, or the alias or version of one, with that ARN.
    pub fn from_arn(arn: impl IntoProp<String>) -> Self {
        ImportedFunction { arn: arn.into_prop() }
    }
}

impl Invocable for ImportedFunction {
    fn invoke_arn(&self) -> Prop<String> {
        self.arn.clone()
    }
}
