//! The events of CodeBuild.
//!
//! See <https://docs.aws.amazon.com/codebuild/latest/userguide/sample-build-notifications.html>.

use cfn_model::Prop;

use super::{EventPattern, Filter, names};

states! {
    /// The state that a build has come to.
    BuildStatus {
        /// It runs.
        InProgress = "IN_PROGRESS",
        /// It succeeded.
        Succeeded = "SUCCEEDED",
        /// It failed.
        Failed = "FAILED",
        /// Somebody stopped it.
        Stopped = "STOPPED",
    }
}

states! {
    /// A phase of a build.
    BuildPhase {
        /// The build is accepted.
        Submitted = "SUBMITTED",
        /// It waits for its turn.
        Queued = "QUEUED",
        /// Its machine is set up.
        Provisioning = "PROVISIONING",
        /// Its source is fetched.
        DownloadSource = "DOWNLOAD_SOURCE",
        /// The `install` commands run.
        Install = "INSTALL",
        /// The `pre_build` commands run.
        PreBuild = "PRE_BUILD",
        /// The `build` commands run.
        Build = "BUILD",
        /// The `post_build` commands run.
        PostBuild = "POST_BUILD",
        /// Its artifacts are uploaded.
        UploadArtifacts = "UPLOAD_ARTIFACTS",
        /// Its machine is cleaned up.
        Finalizing = "FINALIZING",
        /// It is over.
        Completed = "COMPLETED",
    }
}

states! {
    /// How a phase of a build ended.
    BuildPhaseStatus {
        /// It succeeded.
        Succeeded = "SUCCEEDED",
        /// It failed.
        Failed = "FAILED",
        /// CodeBuild itself failed.
        Fault = "FAULT",
        /// It took too long.
        TimedOut = "TIMED_OUT",
        /// Somebody stopped it.
        Stopped = "STOPPED",
        /// What it was asked to do was wrong.
        ClientError = "CLIENT_ERROR",
    }
}

/// A build changed its state.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct BuildStateChange {
    /// The projects, by name. By default all of the account and region.
    pub projects: Vec<Prop<String>>,
    /// The states. By default all.
    pub states: Vec<BuildStatus>,
}

/// A build ended a phase.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct BuildPhaseChange {
    /// The projects, by name. By default all of the account and region.
    pub projects: Vec<Prop<String>>,
    /// The phases. By default all.
    pub phases: Vec<BuildPhase>,
    /// How they ended. By default in any way.
    pub states: Vec<BuildPhaseStatus>,
}

fn pattern(detail_type: &str, projects: &[Prop<String>]) -> EventPattern {
    EventPattern::of("aws.codebuild", detail_type).detail_if_any("project-name", names(projects))
}

impl From<BuildStateChange> for EventPattern {
    fn from(change: BuildStateChange) -> Self {
        pattern("CodeBuild Build State Change", &change.projects).detail_if_any("build-status", change.states)
    }
}

impl From<BuildPhaseChange> for EventPattern {
    fn from(change: BuildPhaseChange) -> Self {
        pattern("CodeBuild Build Phase Change", &change.projects)
            .detail_if_any("completed-phase", change.phases)
            .detail_if_any("completed-phase-status", change.states)
    }
}
