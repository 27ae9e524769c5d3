//! What has to hold before and after a stage, and what is done when it fails.
//!
//! See <https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html>.

use super::Rule;

/// Rules that have to hold together, and what is done where they do not.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition<R> {
    /// What is done where one of the rules does not hold.
    pub result: R,
    /// The rules, 1 to 5.
    pub rules: Vec<Rule>,
}

impl<R> Condition<R> {
    /// A condition of these rules.
    pub fn new<T: Into<Rule>>(result: R, rules: impl IntoIterator<Item = T>) -> Self {
        Condition { result, rules: rules.into_iter().map(Into::into).collect() }
    }
}

/// What becomes of an execution that may not enter a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryResult {
    /// It fails.
    Fail,
    /// It goes on with the next stage. Only with the rules `LambdaInvoke` and `VariableCheck`.
    Skip,
}

/// What becomes of a stage whose actions have succeeded without its conditions holding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuccessResult {
    /// It counts as failed.
    Fail,
    /// It is rolled back to its last successful execution.
    Rollback,
}

/// Which actions of a failed stage are tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetryMode {
    /// All of them.
    AllActions,
    /// Those that failed.
    FailedActions,
}

/// What is done by itself when a stage fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureResult {
    /// The stage is rolled back to its last successful execution.
    Rollback,
    /// The stage is tried once more.
    Retry(RetryMode),
}

/// What is done when a stage fails.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-rollback-auto.html>
/// and <https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-retry.html>.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct OnFailure {
    /// What is done by itself. By default nothing.
    pub result: Option<FailureResult>,
    /// Rules that decide about a rollback, at most 5. By default none.
    pub rollback_rules: Vec<Rule>,
}

impl OnFailure {
    /// Rolls back.
    pub fn roll_back() -> Self {
        OnFailure { result: Some(FailureResult::Rollback), rollback_rules: Vec::new() }
    }

    /// Tries once more.
    pub fn retry(mode: RetryMode) -> Self {
        OnFailure { result: Some(FailureResult::Retry(mode)), rollback_rules: Vec::new() }
    }

    /// Rolls back as the rules decide.
    pub fn roll_back_by<R: Into<Rule>>(rules: impl IntoIterator<Item = R>) -> Self {
        OnFailure { result: None, rollback_rules: rules.into_iter().map(Into::into).collect() }
    }
}
