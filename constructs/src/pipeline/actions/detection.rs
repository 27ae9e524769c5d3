//! [`ChangeDetection`]: what starts a pipeline when its source changes.

/// What starts a pipeline when its source changes.
///
/// See <https://docs.aws.amazon.com/codepipeline/latest/userguide/change-detection-methods.html>.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ChangeDetection {
    /// An event, at once. The execution is about the revision that the event tells, however many follow.
    #[default]
    Events,
    /// CodePipeline looks from time to time. It does so for at most 300 pipelines of a region.
    Polling,
    /// Nothing: somebody, or something else, starts it.
    None,
}

impl ChangeDetection {
    /// What `PollForSourceChanges` says, which is on where it says nothing.
    pub(super) fn polls(self) -> &'static str {
        match self {
            ChangeDetection::Polling => "true",
            ChangeDetection::Events | ChangeDetection::None => "false",
        }
    }
}
