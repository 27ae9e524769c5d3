//! What is judged about a whole buildspec.
//!
//! Each check is one function with a code of its own; [`CHECKS`] lists them all.
//! What a document cannot even hold, such as an unknown key or two forms of batch, is found when it is read.

mod artifacts;
mod batch;
mod env;
mod exports;
mod graph;
mod machines;
mod phases;
mod reports;

use cfn_model::Diagnostic;

use super::Buildspec;
pub use crate::spec::Check;
use crate::spec::Findings;

/// Every check, in the order of the document's parts.
pub const CHECKS: &[&Check<Buildspec>] = &[
    &phases::OLD_VERSION,
    &phases::RUN_AS_ON_WINDOWS,
    &env::VARIABLE_NAME,
    &env::RESERVED_VARIABLE,
    &env::PLAIN_CREDENTIAL,
    &env::DUPLICATE_VARIABLE,
    &env::EMPTY_PARAMETER,
    &env::SECRET_REFERENCE,
    &exports::OF_AWS,
    &exports::UNSET,
    &batch::EMPTY_BATCH,
    &batch::TOO_MANY_BUILDS,
    &batch::IDENTIFIER,
    &batch::DUPLICATE_IDENTIFIER,
    &machines::COMPUTE_AND_FLEET,
    &machines::COMPUTE_TYPE,
    &machines::ENVIRONMENT_TYPE,
    &graph::UNKNOWN_DEPENDENCY,
    &graph::CYCLE,
    &phases::NO_PHASES,
    &phases::EMPTY_COMMANDS,
    &phases::BLANK_COMMAND,
    &phases::RUNTIME_VERSIONS,
    &phases::RETRY_COUNT,
    &reports::GROUP,
    &reports::TOO_MANY_GROUPS,
    &reports::NO_FILES,
    &artifacts::NO_FILES,
    &artifacts::TOO_MANY,
    &artifacts::IDENTIFIER,
    &artifacts::NESTED,
    &artifacts::FALLBACK_WITHOUT_KEY,
    &artifacts::TOO_MANY_FALLBACKS,
];

/// All findings about `spec`, in the order of [`CHECKS`].
pub(super) fn run(spec: &Buildspec) -> Vec<Diagnostic> {
    CHECKS.iter().flat_map(|check| check.findings(spec)).collect()
}

/// Asserts what a check finds, as `path: message`.
#[cfg(test)]
fn expect(check: &Check<Buildspec>, spec: Buildspec, expected: &[&str]) {
    let findings = check.findings(&spec);
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
        let mut codes: Vec<&str> = CHECKS.iter().map(|check| check.code).collect();
        assert!(codes.iter().all(|code| code.starts_with("buildspec-")));
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), CHECKS.len());
    }
}
