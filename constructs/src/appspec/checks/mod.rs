//! What is judged about a whole AppSpec file.
//!
//! Each check is one function with a code of its own; there is a list of them for each platform.
//! What a document cannot even hold, such as a hook that its platform does not have, is found when it is read.

mod ecs;
mod lambda;
mod permissions;
mod server;

use cfn_model::Diagnostic;

use super::{EcsAppspec, LambdaAppspec, ServerAppspec};
pub use crate::spec::Check;

/// Every check of documents for servers, in the order of the document's parts.
pub const SERVER: &[&Check<ServerAppspec>] = &[
    &server::EMPTY_PATH,
    &server::RELATIVE_DESTINATION,
    &permissions::ON_WINDOWS,
    &permissions::OBJECT,
    &permissions::MODE,
    &permissions::ACL,
    &server::EMPTY_HOOK,
    &server::TIMEOUT,
    &server::HOOK_TIMEOUT,
    &server::RUN_AS_ON_WINDOWS,
];

/// Every check of documents for Lambda functions.
pub const LAMBDA: &[&Check<LambdaAppspec>] = &[&lambda::EMPTY, &lambda::VERSIONS];

/// Every check of documents for ECS services.
pub const ECS: &[&Check<EcsAppspec>] =
    &[&ecs::EMPTY, &ecs::TASK_DEFINITION, &ecs::PORT, &ecs::NETWORK, &ecs::CAPACITY_PROVIDERS];

/// All findings about `spec`, in the order of `checks`.
pub(super) fn run<T>(checks: &[&Check<T>], spec: &T) -> Vec<Diagnostic> {
    checks.iter().flat_map(|check| check.findings(spec)).collect()
}

/// Asserts what a check finds, as `path: message`.
#[cfg(test)]
fn expect<T>(check: &Check<T>, spec: &T, expected: &[&str]) {
    let findings = check.findings(spec);
    let lines: Vec<String> = findings
        .iter()
        .map(|finding| format!("{}: {}", finding.property.as_deref().unwrap_or_default(), finding.message))
        .collect();
    assert_eq!(lines, expected);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_apart() {
        let mut all: Vec<&str> = SERVER.iter().map(|check| check.code).collect();
        all.extend(LAMBDA.iter().map(|check| check.code));
        all.extend(ECS.iter().map(|check| check.code));
        assert!(all.iter().all(|code| code.starts_with("appspec-")));
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
