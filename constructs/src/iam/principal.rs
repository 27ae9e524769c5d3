//! [`Principal`]: who a resource policy or a trust policy is about.

use cfn_model::{IntoProp, Value, sub};

/// Who a statement of a resource policy or trust policy is about.
///
/// There is no way to say "everyone" by accident: [`Principal::anyone`] is its only spelling.
/// See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>.
#[derive(Clone, Debug, PartialEq)]
pub struct Principal {
    /// The key under `Principal`: `AWS`, `Service`, `Federated` or `CanonicalUser`; `None` for everyone.
    pub(crate) kind: Option<&'static str>,
    pub(crate) value: Value,
}

impl Principal {
    fn of(kind: &'static str, value: impl IntoProp<String>) -> Self {
        Principal { kind: Some(kind), value: value.into_prop().into_value() }
    }

    /// An AWS service, such as `codebuild.amazonaws.com`.
    pub fn service(name: impl IntoProp<String>) -> Self {
        Principal::of("Service", name)
    }

    /// A role, user or assumed-role session, by ARN.
    pub fn arn(arn: impl IntoProp<String>) -> Self {
        Principal::of("AWS", arn)
    }

    /// Everyone in an account whom that account allows it, by 12-digit id.
    pub fn account(id: impl IntoProp<String>) -> Self {
        Principal::of("AWS", sub!("arn:{partition}:iam::{}:root", id))
    }

    /// Everyone in the stack's own account whom that account allows it.
    pub fn this_account() -> Self {
        Principal::of("AWS", sub!("arn:{partition}:iam::{account}:root"))
    }

    /// An identity provider, by ARN or by name.
    pub fn federated(provider: impl IntoProp<String>) -> Self {
        Principal::of("Federated", provider)
    }

    /// Everyone, with or without an account. Only for statements that deny, or whose conditions narrow it down.
    pub fn anyone() -> Self {
        Principal { kind: None, value: Value::from("*") }
    }
}
