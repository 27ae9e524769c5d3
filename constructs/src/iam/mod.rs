//! Typed IAM policy documents.

mod document;
mod principal;
mod statement;

pub use document::{MANAGED_POLICY_BYTES, PolicyDocument, ROLE_POLICIES_BYTES};
pub use principal::Principal;
pub use statement::{Effect, Operator, Statement};
