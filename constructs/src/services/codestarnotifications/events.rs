//! The events that notification rules know, by the kind of resource.
//!
//! See <https://docs.aws.amazon.com/dtconsole/latest/userguide/concepts.html#concepts-api>.

/// Writes the enum of the events of a kind of resource.
macro_rules! events {
    ($(#[$meta:meta])* $name:ident { $($(#[doc = $doc:literal])+ $variant:ident = $id:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl $name {
            /// Every event.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The id that AWS knows the event by.
            pub fn id(self) -> &'static str {
                match self { $($name::$variant => $id,)+ }
            }
        }
    };
}

events! {
    /// What happens to a pipeline.
    PipelineEvent {
        /// An action succeeded.
        ActionSucceeded = "codepipeline-pipeline-action-execution-succeeded",
        /// An action failed.
        ActionFailed = "codepipeline-pipeline-action-execution-failed",
        /// An action was cancelled.
        ActionCanceled = "codepipeline-pipeline-action-execution-canceled",
        /// An action started.
        ActionStarted = "codepipeline-pipeline-action-execution-started",
        /// A stage started.
        StageStarted = "codepipeline-pipeline-stage-execution-started",
        /// A stage succeeded.
        StageSucceeded = "codepipeline-pipeline-stage-execution-succeeded",
        /// A failed stage was retried.
        StageResumed = "codepipeline-pipeline-stage-execution-resumed",
        /// A stage was cancelled.
        StageCanceled = "codepipeline-pipeline-stage-execution-canceled",
        /// A stage failed.
        StageFailed = "codepipeline-pipeline-stage-execution-failed",
        /// An execution failed.
        ExecutionFailed = "codepipeline-pipeline-pipeline-execution-failed",
        /// An execution was cancelled.
        ExecutionCanceled = "codepipeline-pipeline-pipeline-execution-canceled",
        /// An execution started.
        ExecutionStarted = "codepipeline-pipeline-pipeline-execution-started",
        /// A failed execution was retried.
        ExecutionResumed = "codepipeline-pipeline-pipeline-execution-resumed",
        /// An execution succeeded.
        ExecutionSucceeded = "codepipeline-pipeline-pipeline-execution-succeeded",
        /// A newer execution overtook one.
        ExecutionSuperseded = "codepipeline-pipeline-pipeline-execution-superseded",
        /// An approval was refused, or nobody gave it in time.
        ApprovalFailed = "codepipeline-pipeline-manual-approval-failed",
        /// An approval waits for somebody.
        ApprovalNeeded = "codepipeline-pipeline-manual-approval-needed",
        /// An approval was given.
        ApprovalSucceeded = "codepipeline-pipeline-manual-approval-succeeded",
    }
}

events! {
    /// What happens to the builds of a project.
    ProjectEvent {
        /// A build failed.
        BuildFailed = "codebuild-project-build-state-failed",
        /// A build succeeded.
        BuildSucceeded = "codebuild-project-build-state-succeeded",
        /// A build runs.
        BuildInProgress = "codebuild-project-build-state-in-progress",
        /// A build was stopped.
        BuildStopped = "codebuild-project-build-state-stopped",
        /// A phase of a build failed.
        PhaseFailed = "codebuild-project-build-phase-failure",
        /// A phase of a build succeeded.
        PhaseSucceeded = "codebuild-project-build-phase-success",
    }
}

events! {
    /// What happens to a repository.
    RepositoryEvent {
        /// Somebody commented on a commit.
        CommentOnCommit = "codecommit-repository-comments-on-commits",
        /// Somebody commented on a pull request.
        CommentOnPullRequest = "codecommit-repository-comments-on-pull-requests",
        /// A pull request was approved, or an approval was taken back.
        ApprovalStatusChanged = "codecommit-repository-approvals-status-changed",
        /// The approval rules of a pull request were set aside.
        ApprovalRuleOverridden = "codecommit-repository-approvals-rule-override",
        /// A pull request was opened.
        PullRequestCreated = "codecommit-repository-pull-request-created",
        /// The branch of a pull request was pushed to.
        PullRequestSourceUpdated = "codecommit-repository-pull-request-source-updated",
        /// A pull request was closed.
        PullRequestStatusChanged = "codecommit-repository-pull-request-status-changed",
        /// A pull request was merged.
        PullRequestMerged = "codecommit-repository-pull-request-merged",
        /// A branch or tag was made.
        ReferenceCreated = "codecommit-repository-branches-and-tags-created",
        /// A branch or tag was deleted.
        ReferenceDeleted = "codecommit-repository-branches-and-tags-deleted",
        /// A branch or tag was moved.
        ReferenceUpdated = "codecommit-repository-branches-and-tags-updated",
    }
}

events! {
    /// What happens to the deployments of an application.
    ApplicationEvent {
        /// A deployment failed.
        DeploymentFailed = "codedeploy-application-deployment-failed",
        /// A deployment succeeded.
        DeploymentSucceeded = "codedeploy-application-deployment-succeeded",
        /// A deployment started.
        DeploymentStarted = "codedeploy-application-deployment-started",
    }
}
